/** How long it takes to claim the next call with 20,000 waiting, against the plainest statement that could do it. */
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { chooseCallBacks, claimNextCall } from '../server/calls/service.ts'
import { parseConfig } from '../server/config.ts'
import { createForce, type ForceTx, inForce } from '../server/forces/service.ts'
import { openPlatform, type Platform } from '../server/platform/platform.ts'
import { prepareDatabase } from '../server/platform/prepare.ts'
import { subscriptions } from '../server/subscriptions.ts'
import { furnishSurveys } from '../server/surveys/service.ts'

export const waiting = 20_000
const claims = 400
const claimers = 20
const actor = { kind: 'command', name: 'bench' } as const
const slug = 'benchshire'

export async function run(): Promise<{ name: string; lines: string[] }> {
  const folder = mkdtempSync(join(tmpdir(), 'ringback-bench-'))
  chmodSync(folder, 0o755) // as root, the database's own user must reach its files
  const platform = await openPlatform(
    parseConfig({
      RINGBACK_DATA: join(folder, 'data'),
      RINGBACK_KEY_FILE: join(folder, 'keys.json'),
      RINGBACK_CLOCK: '2011-09-01T10:00:00+01:00',
    }),
    { subscriptions, demo: true },
  )
  try {
    await prepareDatabase(platform, { madeByDemo: true })
    await createForce(platform, { slug, name: 'Benchshire', timeZone: 'Europe/London' }, actor, furnishSurveys)
    return { name: 'claim', lines: await measure(platform) }
  } finally {
    await platform.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

async function measure(platform: Platform): Promise<string[]> {
  const within = <Result>(work: (tx: ForceTx) => Promise<Result>) => inForce(platform, slug, actor, work)
  await within(fillWaiting)
  const [choosing] = await timed(1, () => chooseCallBacks(within))
  await within(tx => sql`analyze`.execute(tx.db))
  const plain = await timed(claims, () => within(plainClaim))
  const whole = await timed(claims, index => within(tx => claimNextCall(tx, `interviewer ${index}`)))
  const begun = performance.now()
  await Promise.all(
    Array.from({ length: claimers }, async (_, claimer) => {
      for (let round = 0; round < claims / claimers; round += 1)
        await within(tx => claimNextCall(tx, `claimer ${claimer} ${round}`))
    }),
  )
  const perSecond = claims / ((performance.now() - begun) / 1000)
  return [
    `choose ${waiting} call-backs: ${((choosing ?? 0) / 1000).toFixed(1)} s`,
    `claim with ${waiting} waiting: p50 ${at(whole, 50)} ms, p99 ${at(whole, 99)} ms`,
    `select … for update skip locked: p50 ${at(plain, 50)} ms, p99 ${at(plain, 99)} ms`,
    `ratio of the medians: ${(Number(at(whole, 50)) / Number(at(plain, 50))).toFixed(1)}`,
    `${claimers} claimers at once: ${perSecond.toFixed(0)} claims a second`,
  ]
}

async function timed(times: number, work: (index: number) => Promise<unknown>): Promise<readonly number[]> {
  const milliseconds: number[] = []
  for (let index = 0; index < times; index += 1) {
    const begun = performance.now()
    await work(index)
    milliseconds.push(performance.now() - begun)
  }
  return milliseconds.sort((a, b) => a - b)
}

const at = (sorted: readonly number[], percent: number): string =>
  (sorted[Math.min(sorted.length - 1, Math.floor((sorted.length * percent) / 100))] ?? 0).toFixed(2)

/** The plainest claim: the head of the queue, without locks, hours, safety or record. */
const plainClaim = (tx: ForceTx) =>
  sql`select id from call_backs
    where status = 'queued' and appointment_at is null and due_at <= ${tx.now.toString()}::timestamptz
    order by priority desc, due_at, id limit 1 for update skip locked`.execute(tx.db)

/** People with a number each, and one incident each, closed over the last month. */
export async function fillWaiting(tx: ForceTx): Promise<void> {
  const now = sql`${tx.now.toString()}::timestamptz`
  const sealed = tx.seal.seal('recipient_numbers.number', '+441632960000')
  const people = sql`generate_series(1, ${waiting}) n`
  const id = (kind: string) => sql`md5(${kind} || n)::uuid`
  await sql`insert into incidents (id, reference, opened_at, closed_at, attended, created_at, updated_at)
    select ${id('incident')}, 'B' || n, ${now} - interval '40 days', ${now} - (2 + n % 30) * interval '1 day', true, ${now}, ${now}
    from ${people}`.execute(tx.db)
  await sql`insert into recipients (id, created_at, updated_at)
    select ${id('recipient')}, ${now}, ${now} from ${people}`.execute(tx.db)
  await sql`insert into recipient_numbers (id, recipient_id, number_hash, number_sealed, usable, position, created_at)
    select ${id('number')}, ${id('recipient')}, decode(md5('hash' || n), 'hex'), ${sealed}, true, 0, ${now}
    from ${people}`.execute(tx.db)
  await sql`insert into services (id, incident_id, recipient_id, involvement, row_hash, created_at, updated_at)
    select ${id('service')}, ${id('incident')}, ${id('recipient')}, 'caller', decode(md5('row' || n), 'hex'), ${now}, ${now}
    from ${people}`.execute(tx.db)
}

if (import.meta.main) {
  const { name, lines } = await run()
  for (const line of lines) console.log(`${name}: ${line}`)
}
