/**
 * The call in hand: a claim that is kept alive, looked at again, put back, or held by its interview.
 *
 *   claimed ──keep-alive──> claimed, unless the person is not to be rung any more
 *      ├──lapse─────────> queued ──the same interviewer, before anybody else──> claimed again
 *      ├──put back──────> queued, as it was
 *      └──put off───────> queued for the time agreed, its interview waiting with it
 */
import { sql } from 'kysely'
import { writeAudit } from '../audit/service.ts'
import type { ForceTx } from '../forces/service.ts'
import { exclusionAtClaim } from '../recipients/service.ts'
import { getSurveyById, type Survey } from '../surveys/service.ts'
import { publishPutOff, readAppointment } from './appointments.ts'
import { listFacts, todayOf } from './eligibility-queries.ts'
import { callInInterview, callNotYours, callUnknown, callUnsafe } from './problems.ts'
import {
  type CallBackRow,
  type ClaimedCall,
  endCallBack,
  findCallInHand,
  freeLocks,
  lockCallBack,
  lockCallBackOfClaim,
  putBack,
  renewLease,
  takeLocks,
  takeUpAgain,
  toClaimed,
} from './queries.ts'
import { findOnceHeld } from './shifts/queries.ts'
import { goOnWithCall, leaveCall } from './shifts/service.ts'

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
  await goOnWithCall(tx, call.claimedBy, call)
  return hasLocks
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

/** The claim goes on; or it ends with the reason, if its person is not to be rung any more and is not being spoken to. */
export async function keepInHand(tx: ForceTx, call: ClaimedCall): Promise<boolean> {
  const reason = await reasonAgainst(tx, await getSurveyById(tx, call.surveyId), call)
  if (call.isInInterview || reason === undefined) return keepLease(tx, call)
  await endCallBack(tx, call.id, reason)
  await freeLocks(tx, call.id)
  await leaveCall(tx, call.claimedBy, call.id)
  await writeAudit(tx, { action: 'calls.excluded', subject: ['call_back', call.id], details: { reason } })
  return false
}

/** The interviewer's call in hand, if any; changes nothing. */
export const findCurrentCall = (tx: ForceTx, interviewer: string): Promise<ClaimedCall | undefined> =>
  findCallInHand(tx, interviewer)

export interface KeptAlive {
  readonly leaseExpiresAt: Temporal.Instant
  /** Why the person would not be rung any more. They are being spoken to, so the call goes on. */
  readonly unsafe: string | null
}

/** Throws `call_unknown`, `call_not_yours`; and, before the person is spoken to, `call_unsafe`. */
export async function keepAlive(tx: ForceTx, id: string, interviewer: string): Promise<KeptAlive> {
  const call = await getHeld(tx, interviewer, id, await lockCallBack(tx, id))
  const unsafe = (await reasonAgainst(tx, await getSurveyById(tx, call.surveyId), call)) ?? null
  if (unsafe !== null && !call.isInInterview) throw callUnsafe(id, unsafe)
  if (!(await keepLease(tx, call))) throw callNotYours(id)
  return { leaseExpiresAt: leaseEnd(tx), unsafe }
}

/** Puts a call back as it was found. Throws `call_unknown`, `call_not_yours`, `call_in_interview`. */
export async function releaseCall(tx: ForceTx, id: string, interviewer: string): Promise<void> {
  const call = await getHeld(tx, interviewer, id, await lockCallBack(tx, id))
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

/** As `findHeld`; throws `call_unknown`, `call_not_yours`. */
async function getHeld(
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
 * The claim, if it is this interviewer's. One whose lease lapsed is taken up again where nobody else has claimed the call
 * since: somebody whose line was away goes on, and what they took down meanwhile arrives.
 */
export async function findHeld(tx: ForceTx, interviewer: string, row: CallBackRow): Promise<ClaimedCall | undefined> {
  if (row.claimed_by !== interviewer) return undefined
  if (row.status === 'claimed') return toClaimed(row)
  const again = await takeUpAgain(tx, row.id, interviewer, leaseEnd(tx))
  if (!again) return undefined
  await writeAudit(tx, { action: 'calls.taken_up_again', subject: ['call_back', row.id] })
  return toClaimed(again)
}

/** Whoever changes a call-back and its interview locks the call-back first, so that no two wait for each other. */
export async function lockCall(tx: ForceTx, id: string): Promise<void> {
  await lockCallBack(tx, id)
}

/**
 * For an interview: its call-back, held by the interviewer, with the lease kept. Found by the claim before there is one.
 * Throws `call_not_yours`, also of a claim of theirs that is somebody else's by now; undefined of one that was never theirs.
 */
export async function holdCallOfInterview(
  tx: ForceTx,
  interview: { readonly id: string; readonly callBackId: string | null },
  interviewer: string,
): Promise<ClaimedCall | undefined> {
  const row = interview.callBackId
    ? await lockCallBack(tx, interview.callBackId)
    : await lockCallBackOfClaim(tx, interview.id)
  if (!row) {
    const lost = await findOnceHeld(tx, interviewer, { claimId: interview.id, callBackId: null })
    if (lost !== undefined) throw callNotYours(lost)
    return undefined
  }
  const found = await getHeld(tx, interviewer, row.id, row)
  const call = { ...found, hasInterview: true, isInInterview: true }
  if (!found.isInInterview || !found.hasInterview)
    await tx.db
      .updateTable('call_backs')
      .set({ interview_id: interview.id, interview_claim_id: call.claimId })
      .where('id', '=', row.id)
      .execute()
  // What a person said is kept even where, after a lapse, somebody else has their number in hand.
  await keepLease(tx, call)
  return call
}

/** The interview of a call-back has ended, and so has the call, also where it waited for an appointment: nobody is asked twice. */
export async function endCallOfInterview(tx: ForceTx, callBackId: string, outcome: string): Promise<void> {
  const row = await lockCallBack(tx, callBackId)
  if (!row) return
  if (!(await endCallBack(tx, callBackId, outcome, { interview_id: null })))
    await tx.db.updateTable('call_backs').set({ interview_id: null }).where('id', '=', callBackId).execute()
  await freeLocks(tx, callBackId)
  // An interview that a job ends was left long ago, and so was its shift (lookAfterShifts).
  if (row.claimed_by !== null && tx.actor.kind !== 'job') await leaveCall(tx, row.claimed_by, callBackId)
}
