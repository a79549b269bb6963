/**
 * E-mails, each queued in the transaction that causes it and sent by a job of its own.
 *
 *   queued ──┬── accepted   the mail server took it
 *            ├── refused    it said never (5xx to RCPT or DATA), or five days of trying are over
 *            └── kept       there is no mail server: it is shown at /mailbox
 *
 * 4xx, a mail server that is down, hangs or drops the line: it stays queued and is tried again under the same Message-ID.
 * So a message may arrive twice only where the line dropped before the answer to DATA, and can be recognised.
 */
import type { TaskList } from 'graphile-worker'
import { sql } from 'kysely'
import type pg from 'pg'
import { z } from 'zod'
import type { AuditEntry } from '../audit/service.ts'
import type { ForceDb } from './database.ts'
import { newId } from './id.ts'
import type { Job } from './jobs.ts'
import type { Platform } from './platform.ts'
import type { Seal } from './seal.ts'
import { type Deliver, type Delivery, smtpDelivery } from './smtp.ts'

/** What mail needs of a force's transaction; `ForceTx` has it. */
export interface MessageTx {
  readonly db: ForceDb
  readonly force: { readonly slug: string }
  readonly seal: Seal
  readonly now: Temporal.Instant
  addJobs(jobs: readonly (Omit<Job, 'payload'> & { payload: Readonly<Record<string, unknown>> })[]): Promise<void>
}

export interface NewMessage {
  readonly id?: string
  /** Why it is sent, such as `alert`. */
  readonly purpose: string
  readonly to: string
  readonly subject: string
  readonly text: string
  readonly html: string
  readonly headers?: Readonly<Record<string, string>>
}

/** Queues one e-mail with the change that causes it. Returns its id; its Message-ID is fixed from now on. */
export async function queueMessage(platform: Platform, tx: MessageTx, message: NewMessage): Promise<string> {
  const id = message.id ?? newId()
  await tx.db
    .insertInto('messages')
    .values({
      id,
      message_id: `<${id}@${domainOf(platform.config.mailFrom)}>`,
      purpose: message.purpose,
      to_sealed: tx.seal.seal('messages.to', message.to),
      subject_sealed: tx.seal.seal('messages.subject', message.subject),
      text_sealed: tx.seal.seal('messages.text', message.text),
      html_sealed: tx.seal.seal('messages.html', message.html),
      headers: JSON.stringify({
        ...message.headers,
        'X-Ringback-Message': id,
        'X-Ringback-Force': tx.force.slug,
        'X-Ringback-Purpose': message.purpose,
        'Auto-Submitted': 'auto-generated',
      }),
      status: 'queued',
      created_at: tx.now.toString(),
    })
    .execute()
  await tx.addJobs([sendJob(id)])
  return id
}

const sendJob = (id: string, runAt?: Temporal.Instant) => ({
  task: 'mail.send',
  payload: { messageId: id },
  key: `mail.send ${id}`,
  runAt,
})

const domainOf = (address: string): string => /@([^\s@<>]+)/.exec(address)?.[1] ?? 'localhost'

export interface MailOptions {
  /** How long to wait after the first, second, … failed try; the last of them goes on. */
  readonly retryAfterSeconds?: readonly number[]
  readonly timeoutMs?: number
}

/** The way into a force's transaction for this job, with the audit; given from above, so that mail knows no stage. */
export type MailDoor = <Result>(
  slug: string,
  work: (tx: MessageTx & { audit(entry: AuditEntry): Promise<void> }) => Promise<Result>,
) => Promise<Result>

const retryAfter = [5, 15, 60, 300, 900] as const
const giveUpAfterHours = 5 * 24

export function mailTasks(platform: Platform, door: MailDoor, options: MailOptions = {}): TaskList {
  const { smtpUrl } = platform.config
  const deliver = smtpUrl ? smtpDelivery(smtpUrl, options.timeoutMs ?? 20_000) : undefined
  const job = z.object({ force: z.string(), messageId: z.string() })
  const secondsAfter = (tries: number): number => {
    const seconds = options.retryAfterSeconds ?? retryAfter
    return seconds[Math.min(tries, seconds.length - 1)] ?? 0
  }
  return {
    'mail.send': async payload => {
      const { force, messageId } = job.parse(payload)
      const isMine = await whileLocked(platform.database.pool, `message ${messageId}`, () =>
        sendMessage(door, deliver, { force, id: messageId, from: platform.config.mailFrom }, secondsAfter),
      )
      // Another worker is sending it now. Should that one die, this job is what remains: look again later.
      if (!isMine) await door(force, tx => tx.addJobs([sendJob(messageId, inSeconds(secondsAfter(1)))]))
    },
  }
}

const forgottenAfterMinutes = 60

/** Adds the jobs of messages that wait without one: jobs are shared by all forces, and not in the back-up of one. */
export async function sendForgotten(tx: MessageTx): Promise<void> {
  const before = tx.now.subtract({ minutes: forgottenAfterMinutes }).toString()
  const rows = await tx.db
    .selectFrom('messages')
    .select('id')
    .where('status', '=', 'queued')
    .where(sql<boolean>`coalesce(last_tried_at, created_at) < ${before}::timestamptz`)
    .execute()
  await tx.addJobs(rows.map(({ id }) => sendJob(id)))
}

interface Sending {
  readonly force: string
  readonly id: string
  readonly from: string
}

/** No transaction is open while the mail server is being talked to. */
async function sendMessage(
  door: MailDoor,
  deliver: Deliver | undefined,
  { force, id, from }: Sending,
  secondsAfter: (tries: number) => number,
): Promise<void> {
  const message = await door(force, tx => findQueued(tx, id))
  if (!message) return // accepted, refused or kept before: a second job changes nothing
  if (!deliver) return door(force, tx => settle(tx, id, 'kept', 'no mail server is set'))
  const { createdAt, tries, ...envelope } = message
  const { outcome, reply } = await deliver({ ...envelope, from, date: new Date(createdAt.epochMilliseconds) })
  // Servers repeat the address in their replies, which are kept as they are, and audited: it stays sealed.
  const delivery = { outcome, reply: reply.replaceAll(envelope.to, '…') }
  await door(force, async tx => {
    if (delivery.outcome !== 'postponed') return settle(tx, id, delivery.outcome, delivery.reply)
    if (Temporal.Instant.compare(tx.now, createdAt.add({ hours: giveUpAfterHours })) > 0)
      return settle(tx, id, 'refused', `given up after five days: ${delivery.reply}`)
    await postpone(tx, id, delivery, secondsAfter(tries))
  })
}

async function findQueued(tx: MessageTx, id: string) {
  const row = await tx.db
    .selectFrom('messages')
    .selectAll()
    .where('id', '=', id)
    .where('status', '=', 'queued')
    .executeTakeFirst()
  if (!row) return undefined
  return {
    messageId: row.message_id,
    to: tx.seal.unseal('messages.to', row.to_sealed),
    subject: tx.seal.unseal('messages.subject', row.subject_sealed),
    text: tx.seal.unseal('messages.text', row.text_sealed),
    html: tx.seal.unseal('messages.html', row.html_sealed),
    headers: row.headers,
    createdAt: row.created_at,
    tries: row.tries,
  }
}

async function settle(
  tx: MessageTx & { audit(entry: AuditEntry): Promise<void> },
  id: string,
  status: 'accepted' | 'refused' | 'kept',
  reply: string,
): Promise<void> {
  const now = tx.now.toString()
  const settled = await tx.db
    .updateTable('messages')
    .set(({ eb }) => ({
      status,
      last_reply: reply,
      ...(status === 'kept' ? {} : { tries: eb('tries', '+', 1), last_tried_at: now }),
      ...(status === 'accepted' ? { accepted_at: now } : {}),
    }))
    .where('id', '=', id)
    .where('status', '=', 'queued')
    .returning('id')
    .executeTakeFirst()
  if (settled) await tx.audit({ action: `mail.${status}`, subject: ['message', id], details: { reply } })
}

/** A postponed try is counted on the message itself; only what becomes of it is audited. */
async function postpone(tx: MessageTx, id: string, delivery: Delivery, seconds: number): Promise<void> {
  await tx.db
    .updateTable('messages')
    .set(({ eb }) => ({ tries: eb('tries', '+', 1), last_tried_at: tx.now.toString(), last_reply: delivery.reply }))
    .where('id', '=', id)
    .where('status', '=', 'queued')
    .execute()
  await tx.addJobs([sendJob(id, inSeconds(seconds))])
}

/** Jobs run by the machine's time, not by business time, which the demo sets back. */
const inSeconds = (seconds: number): Temporal.Instant => Temporal.Now.instant().add({ seconds })

/** Runs `work` under a lock that ends with its connection, so a dead process holds nobody up. False: somebody else has it. */
async function whileLocked(pool: pg.Pool, name: string, work: () => Promise<void>): Promise<boolean> {
  const client = await pool.connect()
  let isClean = false
  try {
    const { rows } = await client.query<{ locked: boolean }>(
      'select pg_try_advisory_lock(hashtextextended($1, 0)) as locked',
      [name],
    )
    if (rows[0]?.locked) {
      try {
        await work()
      } finally {
        await client.query('select pg_advisory_unlock(hashtextextended($1, 0))', [name])
      }
    }
    isClean = true
    return rows[0]?.locked ?? false
  } finally {
    // After a fault the connection goes, and its lock with it.
    client.release(!isClean)
  }
}
