/**
 * The call in hand: a claim that is kept alive, looked at again, put back, or held by its interview.
 *
 *   claimed ──keep-alive──> claimed, unless the person is not to be rung any more
 *      ├──lapse─────────> queued ──their ring or word, or their next claim, before anybody else's──> claimed again
 *      ├──not now───────> queued, as by a lapse: the hours are over, or nobody does anything in the call
 *      ├──put back──────> queued, as it was
 *      └──put off───────> queued for the time agreed, its interview waiting with it
 */
import { sql } from 'kysely'
import { writeAudit } from '../audit/service.ts'
import type { ForceTx } from '../forces/service.ts'
import type { Problem } from '../platform/problem.ts'
import { exclusionAtClaim } from '../recipients/service.ts'
import { getSurveyById, type Survey } from '../surveys/service.ts'
import { publishPutOff, readAppointment } from './appointments.ts'
import { listCallableIds } from './attempt-queries.ts'
import { endCallBack, letLapse, putBack, renewLease, takeUpAgain } from './call-back-state.ts'
import { type CallBackRow, type ClaimedCall, lockCallBack, toClaimed } from './claim-queries.ts'
import { listFacts, todayOf } from './eligibility-queries.ts'
import { freeLocks, takeLocks } from './lock-queries.ts'
import { reasonNotNow } from './not-now.ts'
import { callInInterview, callNotYours, callPutBack, callUnknown, callUnsafe } from './problems.ts'
import type { PutBackReason } from './schema.ts'
import { isSilentFor, leaveCall } from './shifts/service.ts'

export const leaseEnd = (tx: ForceTx): Temporal.Instant => tx.now.add({ minutes: tx.force.settings.leaseMinutes })

/** In an interview a dropped line makes nobody free to be rung: the person and their numbers stay locked as long as it may wait. */
function lockEnd(tx: ForceTx, call: ClaimedCall): Temporal.Instant {
  const { leaseMinutes, interviewLapsesAfterMinutes } = tx.force.settings
  return call.isInInterview
    ? tx.now.add({ minutes: Math.max(leaseMinutes, interviewLapsesAfterMinutes) })
    : leaseEnd(tx)
}

/** Makes the lease and its locks last from now; false if, after a lapse, somebody else rings the person or a number. */
export async function keepLease(tx: ForceTx, call: ClaimedCall): Promise<boolean> {
  const until = leaseEnd(tx)
  await sql`savepoint lease`.execute(tx.db)
  const hasLocks = await takeLocks(tx, call, lockEnd(tx, call))
  if (hasLocks) {
    await renewLease(tx, call, until)
    await sql`release savepoint lease`.execute(tx.db)
  } else await undoTo(tx, 'lease')
  return hasLocks
}

/** Somebody who came to the line is spoken to, whoever else has their number in hand after a lapse: the lease goes on in any case, with each lock that is free. */
export async function keepOnTheLine(tx: ForceTx, call: ClaimedCall): Promise<void> {
  await takeLocks(tx, call, lockEnd(tx, call))
  await renewLease(tx, call, leaseEnd(tx))
}

export async function undoTo(tx: ForceTx, savepoint: 'candidate' | 'lease'): Promise<void> {
  await sql`rollback to savepoint ${sql.raw(savepoint)}`.execute(tx.db)
  await sql`release savepoint ${sql.raw(savepoint)}`.execute(tx.db)
}

/** The reason of the first rule by which the person of a call that is claimed may not be rung now. */
export async function reasonAgainst(tx: ForceTx, survey: Survey, call: ClaimedCall): Promise<string | undefined> {
  const [service] = await listFacts(tx, survey, sql`s.id = ${call.serviceId}`)
  if (!service) throw new Error(`the call-back ${call.id} has no service`)
  const begun = call.attemptsMade > 0 || call.appointmentAt !== null
  // Another call-back of the same person that still waits is no reason here: each would then end for the other.
  return exclusionAtClaim({ ...service.facts, isWaiting: false }, survey, todayOf(tx), begun)
}

/**
 * The claim goes on. Or, if its person is not being spoken to: it ends with the reason for which they are not to be rung any
 * more, or goes back if they are not to be rung now.
 */
export async function keepInHand(tx: ForceTx, call: ClaimedCall): Promise<boolean> {
  if (call.isInInterview) {
    await keepOnTheLine(tx, call)
    return true
  }
  const reason = await reasonAgainst(tx, await getSurveyById(tx, call.surveyId), call)
  const notNow = reason === undefined ? await reasonNotNow(tx, call) : undefined
  if (reason === undefined && notNow === undefined) return keepLease(tx, call)
  if (reason === undefined) await letGo(tx, call, notNow as PutBackReason)
  else {
    await endCallBack(tx, call.id, reason)
    await freeLocks(tx, call.id)
    await writeAudit(tx, { action: 'calls.excluded', subject: ['call_back', call.id], details: { reason } })
  }
  await leaveCall(tx, call.claimedBy, call.id)
  return false
}

/** Back to the queue, with the claim still written on it: what was done in it and comes late arrives. */
async function letGo(tx: ForceTx, call: ClaimedCall, reason: PutBackReason): Promise<void> {
  await letLapse(tx, call.id)
  await freeLocks(tx, call.id)
  await writeAudit(tx, { action: 'calls.put_back', subject: ['call_back', call.id], details: { reason } })
}

export interface KeptAlive {
  readonly leaseExpiresAt: Temporal.Instant
  /** Those that may be rung now: since the claim one may have become unsafe, or have been struck off. */
  readonly numbers: readonly string[]
  /** Why the person would not be rung any more. They are being spoken to, so the call goes on. */
  readonly unsafe: string | null
}

/**
 * The page's beat. It comes by itself, so it is no sign of the interviewer: a call in which they do nothing is put back, or,
 * in the middle of an interview, left to lapse. Throws `call_unknown`, `call_not_yours`; and, before the person is spoken
 * to, `call_unsafe`. Answers with `call_put_back`, for the route to throw once the call is back; as long as nobody else
 * claims it, what is said in it is taken, and this is the answer.
 */
export async function keepAlive(tx: ForceTx, id: string, interviewer: string): Promise<KeptAlive | Problem> {
  const row = await lockCallBack(tx, id)
  const isLapsed = isLapsedOf(row, interviewer)
  const call = isLapsed ? toClaimed({ ...row, lease_expires_at: tx.now }) : ownClaim(interviewer, id, row)
  const survey = await getSurveyById(tx, call.surveyId)
  const unsafe = (await reasonAgainst(tx, survey, call)) ?? null
  if (unsafe !== null && !call.isInInterview) throw callUnsafe(id, unsafe)
  if (isLapsed) return callPutBack(id, 'lapsed')
  const reason = await reasonToPutBack(tx, call)
  if (reason) {
    await letGo(tx, call, reason)
    return callPutBack(id, reason)
  }
  const numbers = await listCallableIds(tx, survey, call)
  const hasGoneHome = await isSilentFor(tx, interviewer, tx.force.settings.shiftEndsAfterMinutes)
  if (hasGoneHome) return { leaseExpiresAt: call.leaseExpiresAt, numbers, unsafe }
  if (call.isInInterview) await keepOnTheLine(tx, call)
  else if (!(await keepLease(tx, call))) throw callNotYours(id)
  return { leaseExpiresAt: leaseEnd(tx), numbers, unsafe }
}

/** What was said in a call keeps it in hand. Until then it goes back when the time to ring is over, or nobody does anything in it. */
async function reasonToPutBack(tx: ForceTx, call: ClaimedCall): Promise<PutBackReason | undefined> {
  if (call.isInInterview && call.hasInterview) return undefined
  const { callLeftAfterMinutes, interviewLapsesAfterMinutes } = tx.force.settings
  const notNow = call.isInInterview ? undefined : await reasonNotNow(tx, call)
  if (notNow) return notNow
  const minutes = call.isInInterview ? interviewLapsesAfterMinutes : callLeftAfterMinutes
  return (await isSilentFor(tx, call.claimedBy, minutes)) ? 'left_alone' : undefined
}

/** Puts a call back as it was found; one that lapsed is back. Throws `call_unknown`, `call_not_yours`, `call_in_interview`. */
export async function releaseCall(tx: ForceTx, id: string, interviewer: string): Promise<void> {
  const row = await lockCallBack(tx, id)
  if (isLapsedOf(row, interviewer)) return
  const call = ownClaim(interviewer, id, row)
  if (call.isInInterview) throw callInInterview(id)
  await putBack(tx, id)
  await freeLocks(tx, id)
  await leaveCall(tx, interviewer, id)
  await writeAudit(tx, { action: 'calls.released', subject: ['call_back', id] })
}

/**
 * Puts a call back until the time agreed to finish its interview, which waits with it. A repeat changes nothing. Throws
 * `call_unknown`, `call_not_yours`, `appointment_in_the_past`, `appointment_too_far`.
 */
export async function putOffCall(tx: ForceTx, id: string, interviewer: string, appointmentAt: string): Promise<void> {
  const row = await lockCallBack(tx, id)
  const at = readAppointment(tx, appointmentAt)
  if (row?.status === 'queued' && row.interview_id && row.appointment_at?.equals(at)) return
  const call = await getHeld(tx, interviewer, id, row)
  await putBack(tx, id, { appointment_at: at.toString() })
  await freeLocks(tx, id)
  await leaveCall(tx, interviewer, id)
  await writeAudit(tx, {
    action: 'calls.put_off',
    subject: ['call_back', id],
    details: { appointmentAt: at.toString() },
  })
  await publishPutOff(tx, call)
}

const isLapsedOf = (row: CallBackRow | undefined, interviewer: string): row is CallBackRow =>
  row?.status === 'queued' && row.claimed_by === interviewer

/** The claim, if it is this interviewer's and has not gone back. Throws `call_unknown`, `call_not_yours`. */
function ownClaim(interviewer: string, id: string, row: CallBackRow | undefined): ClaimedCall {
  if (!row) throw callUnknown(id)
  if (row.claimed_by !== interviewer || row.status !== 'claimed') throw callNotYours(id)
  return toClaimed(row)
}

/** As `findHeld`; throws `call_unknown`, `call_not_yours`. */
export async function getHeld(
  tx: ForceTx,
  interviewer: string,
  id: string,
  row: CallBackRow | undefined,
): Promise<ClaimedCall> {
  if (!row) throw callUnknown(id)
  const call = await findHeld(tx, interviewer, row)
  if (!call) throw callNotYours(id)
  return call
}

/**
 * The claim, if it is this interviewer's, for a ring or for what was said. One whose lease lapsed is taken up again where
 * nobody else has claimed the call since: somebody whose line was away goes on, and what they took down meanwhile arrives.
 * It arrives too where they have another call in hand by now, or are on a break; only then their shift stays where it is.
 */
export async function findHeld(tx: ForceTx, interviewer: string, row: CallBackRow): Promise<ClaimedCall | undefined> {
  if (row.claimed_by !== interviewer) return undefined
  if (row.status === 'claimed') return toClaimed(row)
  const again = await takeUpAgain(tx, row.id, interviewer, leaseEnd(tx))
  if (!again) return undefined
  await writeAudit(tx, { action: 'calls.taken_up_again', subject: ['call_back', row.id] })
  return toClaimed(again)
}
