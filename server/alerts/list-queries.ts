/** What the pages of alerts and of the mailbox show. */
import { type RawBuilder, sql } from 'kysely'
import type { ForceTx } from '../forces/service.ts'
import { listMembers } from '../people/members.ts'
import { questionsOf } from '../surveys/rules.ts'
import { questionnaire } from '../surveys/schema.ts'
import type { AlertKind } from './rules.ts'
import type { AlertDetail } from './schema.ts'

export interface AlertFilter {
  readonly id?: string
  readonly kind?: AlertKind
  /** Only those that went to this member of staff, who sees of the incident what its person allowed. */
  readonly addressedTo?: string | null
  /** Without the 1s of people who wish to complain: they are for those who handle complaints. */
  readonly withoutComplaints?: boolean
  readonly cursor?: string
  readonly limit: number
}

/** Newest first; the id of the last one is the cursor of the next page. */
export async function listAlerts(tx: ForceTx, filter: AlertFilter): Promise<readonly AlertDetail[]> {
  let query = alertRows(tx).limit(filter.limit)
  if (filter.id) query = query.where('a.id', '=', filter.id)
  if (filter.kind) query = query.where('a.kind', '=', filter.kind)
  if (filter.cursor) query = query.where('a.id', '<', filter.cursor)
  if (filter.addressedTo !== undefined) query = query.where('supervisor.collar_number', '=', filter.addressedTo)
  if (filter.withoutComplaints) query = query.where(sql<boolean>`not ${isOfComplaint(sql.ref('a.line'))}`)
  const rows = await query.execute()
  const people = await listMembers(tx, [
    ...new Set(rows.flatMap(row => [row.staff_id, row.addressee_staff_id]).filter(id => id !== null)),
  ])
  const titles = await listTitles(tx, [...new Set(rows.map(row => row.questionnaire_id))])

  // An incident's reference leads to the person: the line hears of it only if they may be named to it.
  const isWithheld = (row: { may_be_named: boolean | null }) => filter.addressedTo !== undefined && !row.may_be_named

  return rows.map(row => {
    const officer = row.staff_id ? people.get(row.staff_id) : undefined
    const supervisor = row.addressee_staff_id ? people.get(row.addressee_staff_id) : undefined
    return {
      id: row.id,
      kind: row.kind,
      createdAt: row.created_at.toString(),
      officer: officer ? { collarNumber: officer.collarNumber, rank: officer.rank, name: officer.name } : null,
      questions: row.questions.map(({ key, rating }) => ({
        key,
        rating,
        title: titles.get(row.questionnaire_id)?.get(key) ?? key,
      })),
      addressee: supervisor
        ? { kind: 'staff', name: `${supervisor.rank} ${supervisor.name}` }
        : addresseeOf(row.addressee, row.addressee_unit, tx.force.name),
      delivery: {
        status: row.status ?? (row.problem ? 'none' : 'queued'),
        lastReply: row.last_reply,
        acceptedAt: row.accepted_at?.toString() ?? null,
      },
      incident: isWithheld(row)
        ? null
        : {
            reference: row.reference,
            categoryName: row.category_name,
            openedAt: row.opened_at?.toString() ?? null,
            unit: row.incident_unit,
          },
      problem: row.problem,
      line: row.line as AlertDetail['line'],
    }
  })
}

const isOfComplaint = (line: RawBuilder<unknown>) => sql<boolean>`coalesce(${line} -> 0 ->> 'at' = 'complaints', false)`

function addresseeOf(addressee: string | null, unit: string | null, force: string): AlertDetail['addressee'] {
  if (addressee === 'complaints') return { kind: 'complaints', name: 'those who handle complaints' }
  if (addressee === 'force') return { kind: 'force', name: force }
  return addressee?.startsWith('unit:') ? { kind: 'unit', name: unit ?? '' } : null
}

function alertRows(tx: ForceTx) {
  return tx.db
    .selectFrom('alerts as a')
    .innerJoin('interviews as i', 'i.id', 'a.interview_id')
    .innerJoin('incidents', 'incidents.id', 'i.incident_id')
    .leftJoin('units as incident_units', 'incident_units.id', 'incidents.unit_id')
    .leftJoin('alert_messages as am', 'am.id', 'a.alert_message_id')
    .leftJoin('messages', 'messages.id', 'am.message_id')
    .leftJoin('staff as supervisor', 'supervisor.id', 'am.addressee_staff_id')
    .leftJoin('units as addressee_units', join =>
      join.on(sql<boolean>`am.addressee = 'unit:' || addressee_units.id::text`),
    )
    .select([
      'a.id',
      'a.kind',
      'a.created_at',
      'a.staff_id',
      'a.questions',
      'a.line',
      'i.questionnaire_id',
      'i.may_be_named',
      'am.addressee',
      'am.addressee_staff_id',
      'am.problem',
      'addressee_units.name as addressee_unit',
      'messages.status',
      'messages.last_reply',
      'messages.accepted_at',
      'incidents.reference',
      'incidents.category_name',
      'incidents.opened_at',
      'incident_units.name as incident_unit',
    ])
    .orderBy('a.id', 'desc')
}

async function listTitles(
  tx: ForceTx,
  questionnaireIds: readonly string[],
): Promise<ReadonlyMap<string, ReadonlyMap<string, string>>> {
  if (questionnaireIds.length === 0) return new Map()
  const rows = await tx.db
    .selectFrom('questionnaires')
    .select(['id', 'definition'])
    .where('id', 'in', questionnaireIds)
    .execute()
  return new Map(
    rows.map(row => [
      row.id,
      new Map(questionsOf(questionnaire.parse(row.definition)).map(({ key, title }) => [key, title])),
    ]),
  )
}

export interface MessageFilter {
  readonly withoutComplaints?: boolean
}

export async function listMessages(
  tx: ForceTx,
  page: MessageFilter & { readonly cursor?: string; readonly limit: number },
) {
  let query = tx.db
    .selectFrom('messages')
    .select(['id', 'to_sealed', 'subject_sealed', 'created_at', 'status', 'last_reply'])
    .orderBy('id', 'desc')
    .limit(page.limit)
  if (page.cursor) query = query.where('id', '<', page.cursor)
  if (page.withoutComplaints) query = query.where(sql<boolean>`not ${tellsOfComplaint}`)
  return (await query.execute()).map(row => presentMessage(tx, row))
}

const tellsOfComplaint = sql<boolean>`(messages.purpose = 'serious complaint' or exists (
  select from alert_messages am join alerts on alerts.alert_message_id = am.id
  where am.message_id = messages.id and ${isOfComplaint(sql.ref('alerts.line'))}))`

export async function findMessage(tx: ForceTx, id: string, { withoutComplaints = false }: MessageFilter = {}) {
  let query = tx.db.selectFrom('messages').selectAll().where('id', '=', id)
  if (withoutComplaints) query = query.where(sql<boolean>`not ${tellsOfComplaint}`)
  const row = await query.executeTakeFirst()
  return (
    row && {
      ...presentMessage(tx, row),
      text: tx.seal.unseal('messages.text', row.text_sealed),
      html: tx.seal.unseal('messages.html', row.html_sealed),
      messageId: row.message_id,
      headers: row.headers,
    }
  )
}

interface MessageRow {
  readonly id: string
  readonly to_sealed: Buffer
  readonly subject_sealed: Buffer
  readonly created_at: Temporal.Instant
  readonly status: 'queued' | 'accepted' | 'refused' | 'kept'
  readonly last_reply: string | null
}

const presentMessage = (tx: ForceTx, row: MessageRow) => ({
  id: row.id,
  to: tx.seal.unseal('messages.to', row.to_sealed),
  subject: tx.seal.unseal('messages.subject', row.subject_sealed),
  createdAt: row.created_at.toString(),
  status: row.status,
  lastReply: row.last_reply,
})
