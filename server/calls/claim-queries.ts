/** Which call-back: the next to claim, the one in hand, one by its id or its claim. */
import { sql } from 'kysely'
import type { ForceTx } from '../forces/service.ts'
import type { Survey } from '../surveys/service.ts'

/** A call-back under claim. Its interview, once there is one, has `interviewId`; until then the claim's id is kept for it. */
export interface ClaimedCall {
  readonly id: string
  readonly surveyId: string
  readonly serviceId: string
  readonly recipientId: string
  readonly claimId: string
  readonly claimedBy: string
  readonly interviewId: string
  /** An interview has begun, under this claim or one before. */
  readonly hasInterview: boolean
  /** They came to the line under this claim, or said something, so the call is its holder's until the interview ends. */
  readonly isInInterview: boolean
  readonly attemptsMade: number
  readonly appointmentAt: Temporal.Instant | null
  readonly leaseExpiresAt: Temporal.Instant
}

export interface CallBackRow {
  readonly id: string
  readonly survey_id: string
  readonly service_id: string
  readonly recipient_id: string
  readonly status: 'queued' | 'claimed' | 'ended'
  readonly claim_id: string | null
  readonly claimed_by: string | null
  readonly interview_id: string | null
  readonly interview_claim_id: string | null
  readonly attempts_made: number
  readonly appointment_at: Temporal.Instant | null
  readonly lease_expires_at: Temporal.Instant | null
}

export const callBackColumns = sql.raw(
  ['id', 'survey_id', 'service_id', 'recipient_id', 'status', 'claim_id', 'claimed_by', 'interview_id']
    .concat(['interview_claim_id', 'attempts_made', 'appointment_at', 'lease_expires_at'])
    .map(column => `call_backs.${column}`)
    .join(', '),
)

export function toClaimed(row: CallBackRow): ClaimedCall {
  if (row.claim_id === null || row.claimed_by === null || row.lease_expires_at === null)
    throw new Error(`the call-back ${row.id} is under no claim`)
  return {
    id: row.id,
    surveyId: row.survey_id,
    serviceId: row.service_id,
    recipientId: row.recipient_id,
    claimId: row.claim_id,
    claimedBy: row.claimed_by,
    interviewId: row.interview_id ?? row.claim_id,
    hasInterview: row.interview_id !== null,
    isInInterview: row.interview_claim_id === row.claim_id,
    attemptsMade: row.attempts_made,
    appointmentAt: row.appointment_at,
    leaseExpiresAt: row.lease_expires_at,
  }
}

/** Whether the person of a call-back (`c`) may be rung at a time of day: a need such as `after_18:00` says from when. */
const isSafeAt = (localTime: string) => sql<boolean>`not exists (
  select from recipients r, unnest(r.needs) need
  where r.id = c.recipient_id and starts_with(need, 'after_') and substr(need, length('after_') + 1) > ${localTime})`

export async function mayBeRungAt(tx: ForceTx, callBackId: string, localTime: string): Promise<boolean> {
  const { rows } = await sql<{ is_safe: boolean }>`
    select ${isSafeAt(localTime)} as is_safe from call_backs c where c.id = ${callBackId}`.execute(tx.db)
  return rows[0]?.is_safe ?? false
}

/** So long the hour that the person chose is theirs; after that they are rung when anybody may be. */
const appointmentStandsMinutes = 60
const standsSince = (now: Temporal.Instant) => now.subtract({ minutes: appointmentStandsMinutes })

/** Whether an appointment was for about now, so that it may be kept at any time of day. */
export const isAppointmentNow = (at: Temporal.Instant | null, now: Temporal.Instant): boolean =>
  at !== null && Temporal.Instant.compare(at, standsSince(now)) > 0

/** What one claim looks for, and what it writes on the call-back it finds. */
export interface ClaimFor {
  readonly survey: Survey
  readonly interviewer: string
  readonly claimId: string
  readonly leaseExpiresAt: Temporal.Instant
  /** Outside the calling hours only appointments of the last hour may be kept. */
  readonly isCallingTime: boolean
  /** `18:30`: somebody who is safe only from a time of day is passed over until then. */
  readonly localTime: string
  /** Candidates that turned out to share a person or a number with a call in hand, or not to be rung now. */
  readonly passedOver: readonly string[]
}

/**
 * Claims the next call-back in one statement: the appointment that is due longest, else by priority, then the oldest.
 *
 * Strategies considered:
 * - read the head of the queue, then update it: two claimers read the same row, and all but one do it again;
 * - `for update` without `skip locked`: claimers stand in line behind each other's transactions;
 * - an advisory lock round the queue: no two ever claim at once, so 20 claimers take 20 times as long;
 * - one `order by` over appointments and the rest: no index gives that order, so each claim sorts the whole queue. Two
 *   ordered look-ups, of which the second is only run if the first finds nothing, read one row each of a partial index.
 * Call-backs whose person or number is being rung are passed over here by what is committed; the locks then settle the
 * races (`takeLocks`). The look-ups of locks are scalar sub-selects, which the planner never turns into a join over the
 * whole queue.
 */
export async function claimCandidate(tx: ForceTx, claim: ClaimFor): Promise<ClaimedCall | undefined> {
  const now = sql`${tx.now.toString()}::timestamptz`
  const free = sql`c.status = 'queued' and c.survey_id = ${claim.survey.id} and c.id <> all(${claim.passedOver}::uuid[])
    and (c.language is null or exists (select from interviewer_languages l
      where l.user_id = ${claim.interviewer} and l.language = c.language))
    and (select l.call_back_id from call_locks l
      where l.lock_key = uuid_send(c.recipient_id) and l.expires_at > ${now}) is null
    and (select l.call_back_id from recipient_numbers n join call_locks l on l.lock_key = n.number_hash
      where n.recipient_id = c.recipient_id and l.expires_at > ${now} limit 1) is null`
  const { rows } = await sql<CallBackRow>`
    with appointment as materialized (
      select c.id from call_backs c
      where c.appointment_at is not null and c.appointment_at <= ${now} and ${free}
        and (c.appointment_at > ${standsSince(tx.now).toString()}::timestamptz
          or (${claim.isCallingTime} and ${isSafeAt(claim.localTime)}))
      order by c.appointment_at, c.id limit 1 for no key update skip locked
    ), other as materialized (
      select c.id from call_backs c
      where ${claim.isCallingTime} and not exists (select from appointment)
        and c.appointment_at is null and c.due_at <= ${now} and ${free} and ${isSafeAt(claim.localTime)}
      order by c.priority desc, c.due_at, c.id limit 1 for no key update skip locked
    ), candidate as (select id from appointment union all select id from other)
    update call_backs set status = 'claimed', claimed_by = ${claim.interviewer},
      claim_id = case when claimed_by = ${claim.interviewer} then claim_id else ${claim.claimId} end,
      lease_expires_at = ${claim.leaseExpiresAt.toString()}::timestamptz, updated_at = ${now}
    from candidate where call_backs.id = candidate.id
    returning ${callBackColumns}`.execute(tx.db)
  return rows[0] && toClaimed(rows[0])
}

/**
 * The call an interviewer has in hand: under a live lease, or lapsed in the middle of its interview. Another, to which words
 * came late, waits for its turn behind the one their shift is on.
 */
export async function findCallInHand(tx: ForceTx, interviewer: string): Promise<ClaimedCall | undefined> {
  const { rows } = await sql<CallBackRow>`
    select ${callBackColumns} from call_backs
    where claimed_by = ${interviewer} and status = 'claimed'
      and (lease_expires_at > ${tx.now.toString()}::timestamptz or interview_claim_id = claim_id)
    order by exists (select from shift_states s where s.user_id = ${interviewer} and s.ended_at is null
      and s.claim_id = call_backs.claim_id) desc, lease_expires_at desc limit 1 for no key update`.execute(tx.db)
  return rows[0] && toClaimed(rows[0])
}

/** A call-back by its id, locked until the transaction ends, so that what follows from one act is seen by the next. */
export async function lockCallBack(tx: ForceTx, id: string): Promise<CallBackRow | undefined> {
  const { rows } =
    await sql<CallBackRow>`select ${callBackColumns} from call_backs where id = ${id} for no key update`.execute(tx.db)
  return rows[0]
}

/** A call-back that waits, locked; false if it does no more, or somebody is looking at it this moment. */
export async function lockQueued(tx: ForceTx, id: string): Promise<boolean> {
  const { rows } = await sql`
    select id from call_backs where id = ${id} and status = 'queued' for no key update skip locked`.execute(tx.db)
  return rows.length > 0
}

export async function lockCallBackOfClaim(tx: ForceTx, claimId: string): Promise<CallBackRow | undefined> {
  const { rows } = await sql<CallBackRow>`
    select ${callBackColumns} from call_backs where claim_id = ${claimId} for no key update`.execute(tx.db)
  return rows[0]
}

/**
 * What waits, without an interview, for a language that is none of these. Most wait for none, which must be said: of no
 * languages at all, SQL holds even what is null to be none.
 */
export async function listWaitingForOther(tx: ForceTx, languages: ReadonlySet<string>) {
  const { rows } = await sql<{ id: string; surveyId: string }>`
    select id, survey_id as "surveyId" from call_backs
    where status = 'queued' and interview_id is null
      and language is not null and language <> all(${[...languages]}::text[])
    order by id`.execute(tx.db)
  return rows
}
