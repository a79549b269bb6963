import { sql } from 'kysely'
import { type ClaimedCall, leaseEndOfSilence } from '../calls/service.ts'
import type { ForceTx } from '../forces/service.ts'
import type { InterviewStatus, NoRatingReason } from '../platform/tables.ts'
import type { Part } from './concerns.ts'

export interface InterviewRow {
  readonly id: string
  readonly survey_id: string
  readonly call_back_id: string | null
  readonly incident_id: string
  readonly status: InterviewStatus
  readonly interviewer: string | null
  readonly may_be_named: boolean | null
  readonly may_be_rung_again: boolean | null
  readonly may_be_named_order: number | null
  readonly may_be_rung_again_order: number | null
  /** When something was said in it last. */
  readonly last_active_at: Temporal.Instant
}

const columns = [
  'id',
  'survey_id',
  'call_back_id',
  'incident_id',
  'status',
  'interviewer',
  'may_be_named',
  'may_be_rung_again',
  'may_be_named_order',
  'may_be_rung_again_order',
  'last_active_at',
] as const

export const findInterview = (tx: ForceTx, id: string): Promise<InterviewRow | undefined> =>
  tx.db.selectFrom('interviews').select(columns).where('id', '=', id).executeTakeFirst()

/** Makes the row of a call's interview, if it is not there yet. */
export async function insertInterview(tx: ForceTx, id: string, call: ClaimedCall, interviewer: string): Promise<void> {
  const now = tx.now.toString()
  await sql`
    insert into interviews (id, survey_id, questionnaire_id, call_back_id, incident_id, mode, status, interviewer,
      started_at, last_active_at)
    select ${id}, sv.id, sv.questionnaire_id, ${call.id}, se.incident_id, 'telephone', 'in_progress', ${interviewer},
      ${now}, ${now}
    from surveys sv, services se where sv.id = ${call.surveyId} and se.id = ${call.serviceId}
    on conflict (id) do nothing`.execute(tx.db)
}

/** Marks an open interview as active, and whose it is now: another may finish it. Undefined if it has ended. */
export const touchInterview = (tx: ForceTx, id: string, interviewer: string): Promise<InterviewRow | undefined> =>
  tx.db
    .updateTable('interviews')
    .set({ last_active_at: tx.now.toString(), interviewer })
    .where('id', '=', id)
    .where('status', '=', 'in_progress')
    .returning(columns)
    .executeTakeFirst()

export interface AnswerRow {
  readonly question_key: string
  readonly rating: number | null
  readonly reason: NoRatingReason | null
  readonly comment_sealed: Buffer | null
  readonly given_order: number | null
  readonly answered_at: Temporal.Instant
}

export const listAnswers = (tx: ForceTx, interviewId: string): Promise<AnswerRow[]> =>
  tx.db
    .selectFrom('answers')
    .select(['question_key', 'rating', 'reason', 'comment_sealed', 'given_order', 'answered_at'])
    .where('interview_id', '=', interviewId)
    .orderBy('answered_at')
    .orderBy('question_key')
    .execute()

/** The highest order in which anything was said in it; 0 if nothing had one. */
export const highestOrder = (interview: InterviewRow, answers: readonly AnswerRow[]): number =>
  Math.max(
    interview.may_be_named_order ?? 0,
    interview.may_be_rung_again_order ?? 0,
    ...answers.map(answer => answer.given_order ?? 0),
  )

/** The interview is locked by whoever writes in it (`touchInterview`), so what was read of it still stands. */
export async function upsertAnswer(
  tx: ForceTx,
  interviewId: string,
  answer: Omit<AnswerRow, 'answered_at'>,
): Promise<void> {
  await tx.db
    .insertInto('answers')
    .values({ interview_id: interviewId, answered_at: tx.now.toString(), ...answer })
    .onConflict(conflict =>
      conflict.columns(['interview_id', 'question_key']).doUpdateSet({
        rating: answer.rating,
        reason: answer.reason,
        comment_sealed: answer.comment_sealed,
        given_order: answer.given_order,
        answered_at: tx.now.toString(),
      }),
    )
    .execute()
}

export async function insertUnanswered(
  tx: ForceTx,
  interviewId: string,
  unanswered: ReadonlyMap<string, NoRatingReason>,
): Promise<void> {
  if (unanswered.size === 0) return
  await tx.db
    .insertInto('answers')
    .values(
      [...unanswered].map(([question_key, reason]) => ({
        interview_id: interviewId,
        question_key,
        rating: null,
        reason,
        comment_sealed: null,
        answered_at: tx.now.toString(),
      })),
    )
    .execute()
}

export interface InterviewFacts {
  readonly involvement: 'caller' | 'victim' | 'witness'
  readonly attended: boolean | null
  readonly unitId: string | null
  readonly grade: string | null
  readonly categoryCode: string | null
  readonly bornOn: string | null
}

/** The service and incident an interview is about: they route it, and are copied into it when it ends. */
export async function getFactsOf(tx: ForceTx, interview: InterviewRow): Promise<InterviewFacts> {
  const row = await tx.db
    .selectFrom('call_backs')
    .innerJoin('services', 'services.id', 'call_backs.service_id')
    .innerJoin('incidents', 'incidents.id', 'services.incident_id')
    .innerJoin('recipients', 'recipients.id', 'services.recipient_id')
    .select(['services.involvement', 'incidents.attended', 'incidents.unit_id', 'incidents.grade'])
    .select(['incidents.category_code', 'recipients.born_on_sealed'])
    .where('call_backs.id', '=', interview.call_back_id)
    .executeTakeFirstOrThrow()
  return {
    involvement: row.involvement,
    attended: row.attended,
    unitId: row.unit_id,
    grade: row.grade,
    categoryCode: row.category_code,
    bornOn: tx.seal.unsealOptional('recipients.born_on', row.born_on_sealed),
  }
}

export async function listParts(tx: ForceTx, incidentId: string): Promise<readonly Part[]> {
  const rows = await tx.db
    .selectFrom('involvements')
    .select(['part', 'staff_id'])
    .where('incident_id', '=', incidentId)
    .orderBy('collar_number')
    .execute()
  return rows.map(row => ({ part: row.part, staffId: row.staff_id }))
}

export interface InterviewEnd {
  readonly status: Exclude<InterviewStatus, 'in_progress'>
  readonly endedOn: string
  readonly ageBand: string | null
  readonly hasRating: boolean
}

/** Freezes an interview with its reporting facts; false if it had ended already. */
export async function freezeInterview(
  tx: ForceTx,
  id: string,
  facts: InterviewFacts,
  end: InterviewEnd,
): Promise<boolean> {
  const frozen = await tx.db
    .updateTable('interviews')
    .set({
      status: end.status,
      ended_at: tx.now.toString(),
      ended_on: end.endedOn,
      unit_id: facts.unitId,
      grade: facts.grade,
      category_code: facts.categoryCode,
      age_band: end.ageBand,
      has_rating: end.hasRating,
    })
    .where('id', '=', id)
    .where('status', '=', 'in_progress')
    .returning('id')
    .executeTakeFirst()
  return frozen !== undefined
}

/**
 * Open interviews that nobody will finish. Their call-back has ended without them; or it is in the middle of them, and for
 * the force's time nothing happened, nor was the lease kept; or it waits, and the time agreed is long past.
 */
function lapsedInterviews(tx: ForceTx) {
  const { interviewLapsesAfterMinutes, interviewWaitsHours } = tx.force.settings
  const silentSince = sql`${tx.now.subtract({ minutes: interviewLapsesAfterMinutes }).toString()}::timestamptz`
  const awaitedUntil = sql`${tx.now.subtract({ hours: interviewWaitsHours }).toString()}::timestamptz`
  return tx.db
    .selectFrom('interviews')
    .innerJoin('call_backs as c', 'c.id', 'interviews.call_back_id')
    .select(columns.map(column => `interviews.${column}` as const))
    .select(sql<boolean>`c.status = 'claimed'`.as('was_left'))
    .where('interviews.status', '=', 'in_progress')
    .where(sql<boolean>`(c.status = 'ended'
      or c.status = 'claimed' and c.interview_claim_id = c.claim_id and interviews.last_active_at <= ${silentSince}
        and c.lease_expires_at <= ${leaseEndOfSilence(tx).toString()}::timestamptz
      or c.status = 'queued' and coalesce(c.appointment_at, c.due_at) <= ${awaitedUntil}
        and interviews.last_active_at <= ${awaitedUntil})`)
}

export async function listLapsed(tx: ForceTx) {
  const rows = await lapsedInterviews(tx).orderBy('interviews.id').execute()
  return rows.map(row => ({ id: row.id, callBackId: row.call_back_id as string }))
}

/** Looks again, under a lock: somebody may have answered meanwhile. */
export async function lockLapsed(tx: ForceTx, id: string) {
  const row = await lapsedInterviews(tx).where('interviews.id', '=', id).forUpdate('interviews').executeTakeFirst()
  return row && { interview: row satisfies InterviewRow, wasLeft: row.was_left }
}
