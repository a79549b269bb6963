import { sql } from 'kysely'
import type { ForceTx } from '../../forces/service.ts'
import type { SeriousKind } from '../../platform/tables.ts'

export interface ReportRow {
  readonly id: string
  readonly kind: SeriousKind
  readonly call_back_id: string | null
  readonly interview_id: string | null
  readonly incident_id: string
  readonly question_key: string | null
  readonly words_sealed: Buffer
  readonly confirmed_at: Temporal.Instant | null
  readonly reported_by: string
  readonly reported_at: Temporal.Instant
  readonly taken_by: string | null
  readonly taken_at: Temporal.Instant | null
}

export const findReport = (tx: ForceTx, id: string): Promise<ReportRow | undefined> =>
  tx.db.selectFrom('serious_reports').selectAll().where('id', '=', id).executeTakeFirst()

/** How many one interviewer made of a call. */
export async function countReports(tx: ForceTx, by: string, callBackId: string): Promise<number> {
  const { count } = await tx.db
    .selectFrom('serious_reports')
    .select(sql<number>`count(*)::integer`.as('count'))
    .where('call_back_id', '=', callBackId)
    .where('reported_by', '=', by)
    .executeTakeFirstOrThrow()
  return count
}

export const wordsColumn = 'serious_reports.words'

/** False if there is a report of this id already. */
export async function insertReport(
  tx: ForceTx,
  report: Omit<ReportRow, 'words_sealed' | 'reported_at' | 'confirmed_at' | 'taken_by' | 'taken_at'> & {
    readonly words: string
    readonly confirmed_at: string | null
  },
): Promise<boolean> {
  const { words, ...row } = report
  const inserted = await tx.db
    .insertInto('serious_reports')
    .values({ ...row, words_sealed: tx.seal.seal(wordsColumn, words), reported_at: tx.now.toString() })
    .onConflict(conflict => conflict.column('id').doNothing())
    .returning('id')
    .executeTakeFirst()
  return inserted !== undefined
}

export const getIncidentOfCall = async (tx: ForceTx, callBackId: string): Promise<string> =>
  (
    await tx.db
      .selectFrom('call_backs')
      .innerJoin('services', 'services.id', 'call_backs.service_id')
      .select('services.incident_id')
      .where('call_backs.id', '=', callBackId)
      .executeTakeFirstOrThrow()
  ).incident_id

export async function insertTold(tx: ForceTx, reportId: string, to: string, messageId: string): Promise<void> {
  await tx.db
    .insertInto('serious_messages')
    .values({ serious_report_id: reportId, told_to: to, message_id: messageId })
    .execute()
}

/** How each report was told, and where its e-mails stand. */
export async function listTold(tx: ForceTx, reportIds: readonly string[]) {
  if (reportIds.length === 0) return []
  return tx.db
    .selectFrom('serious_messages')
    .innerJoin('messages', 'messages.id', 'serious_messages.message_id')
    .select(['serious_report_id', 'told_to', 'status', 'last_reply'])
    .where('serious_report_id', 'in', reportIds)
    .orderBy('told_to')
    .execute()
}

const isUntold = sql<boolean>`not exists (select from serious_messages m where m.serious_report_id = serious_reports.id)`

/** Reports that nobody was told of. */
export async function listUntold(tx: ForceTx): Promise<readonly string[]> {
  const rows = await tx.db.selectFrom('serious_reports').select('id').where(isUntold).orderBy('id').execute()
  return rows.map(({ id }) => id)
}

/**
 * Looks again, under a lock: two jobs never tell of the same. Whoever has it locked is waited for, since it may be somebody
 * who tells nobody. Two statements: the one that waited sees what others did only of the row itself.
 */
export async function lockUntold(tx: ForceTx, id: string): Promise<ReportRow | undefined> {
  await tx.db.selectFrom('serious_reports').select('id').where('id', '=', id).forUpdate().execute()
  return tx.db.selectFrom('serious_reports').selectAll().where('id', '=', id).where(isUntold).executeTakeFirst()
}

export interface ReportFilter {
  readonly kinds: readonly SeriousKind[]
  readonly id?: string
  readonly openOnly?: boolean
  readonly cursor?: string
  readonly limit: number
}

/** The latest first. A report's id is its page's, and says nothing of when: the time does, and the id where times are equal. */
export async function listReports(tx: ForceTx, filter: ReportFilter) {
  const { cursor } = filter
  return tx.db
    .selectFrom('serious_reports as r')
    .innerJoin('incidents', 'incidents.id', 'r.incident_id')
    .leftJoin('units', 'units.id', 'incidents.unit_id')
    .leftJoin('call_backs', 'call_backs.id', 'r.call_back_id')
    .leftJoin('surveys', 'surveys.id', 'call_backs.survey_id')
    .leftJoin('questionnaires', 'questionnaires.id', 'surveys.questionnaire_id')
    .selectAll('r')
    .select(['incidents.reference', 'units.name as unit', 'call_backs.recipient_id', 'questionnaires.definition'])
    .where('r.kind', 'in', filter.kinds)
    .$if(filter.id !== undefined, query => query.where('r.id', '=', filter.id as string))
    .$if(filter.openOnly ?? false, query => query.where('r.taken_at', 'is', null))
    .$if(cursor !== undefined, query =>
      query.where(
        sql<boolean>`(r.reported_at, r.id) < (select reported_at, id from serious_reports where id = ${cursor}::uuid)`,
      ),
    )
    .orderBy('r.reported_at', 'desc')
    .orderBy('r.id', 'desc')
    .limit(filter.limit)
    .execute()
}
export type ListedReport = Awaited<ReturnType<typeof listReports>>[number]

export async function countOpen(tx: ForceTx, kinds: readonly SeriousKind[]): Promise<number> {
  const { count } = await tx.db
    .selectFrom('serious_reports')
    .select(sql<number>`count(*)::integer`.as('count'))
    .where('kind', 'in', kinds)
    .where('taken_at', 'is', null)
    .executeTakeFirstOrThrow()
  return count
}

/** False if somebody has taken it up, or there is no such report. */
export async function takeReport(tx: ForceTx, id: string, by: string): Promise<boolean> {
  const taken = await tx.db
    .updateTable('serious_reports')
    .set({ taken_by: by, taken_at: tx.now.toString() })
    .where('id', '=', id)
    .where('taken_at', 'is', null)
    .returning('id')
    .executeTakeFirst()
  return taken !== undefined
}

/** Whether the person of an interview wishes to complain, and said so in its call. */
export async function isComplaint(tx: ForceTx, interviewId: string): Promise<boolean> {
  const { rows } = await sql`
    select 1 from serious_reports r join interviews i on i.id = ${interviewId}::uuid
    where r.kind = 'complaint' and (r.interview_id = i.id or r.call_back_id = i.call_back_id)
    limit 1`.execute(tx.db)
  return rows.length > 0
}
