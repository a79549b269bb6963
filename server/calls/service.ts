/**
 * Calls: who is rung when. A service that may be rung is chosen once per survey and waits as a call-back.
 *
 *   queued ──claim──> claimed ──final outcome, or interview ended──> ended
 *     ^                  │
 *     └──────────────────┘   retry, appointment, release, or the lease lapses
 *
 * A claim is a short lease, kept alive by the workstation, on the call-back; with it go locks on the person and on every
 * number of theirs, so that nobody is rung twice at once. Whether somebody may be rung is asked when they are chosen and
 * again, after the locks are held, at each claim: it then ends with the reason. A claim whose interview has begun does not
 * lapse before the interview does. Attempts are in attempts.ts.
 */
import { sql } from 'kysely'
import { writeAudit } from '../audit/service.ts'
import type { ForceTx } from '../forces/service.ts'
import { newId } from '../platform/id.ts'
import { exclusionAtClaim } from '../recipients/service.ts'
import { getSurvey, mainSurvey, type Survey } from '../surveys/service.ts'
import { isCallingTime } from './calling-hours.ts'
import { listFacts, todayOf } from './eligibility-queries.ts'
import { callInInterview, callNotYours, callUnknown } from './problems.ts'
import {
  type CallBackRow,
  type ClaimedCall,
  claimCandidate,
  dropExpiredLocks,
  endCallBack,
  endQueued,
  findCallInHand,
  freeLocks,
  lockCallBack,
  lockCallBackOfClaim,
  putBack,
  putBackLapsed,
  renewLease,
  takeLocks,
  toClaimed,
} from './queries.ts'

export { chooseCallBacks } from './choosing.ts'
export type { ClaimedCall } from './queries.ts'
export { previewSelection } from './selection-preview.ts'

/** The interviewer's call in hand, or the next one claimed for them; undefined if nobody is to be rung now. */
export async function claimNextCall(
  tx: ForceTx,
  interviewer: string,
  surveyKey: string = mainSurvey,
): Promise<ClaimedCall | undefined> {
  // A second click of the same interviewer waits here for the first, and then finds its call in hand.
  await sql`select pg_advisory_xact_lock(hashtextextended(${`claim ${tx.force.slug} ${interviewer}`}, 0))`.execute(
    tx.db,
  )
  const inHand = await findCallInHand(tx, interviewer)
  if (inHand && (await keepLease(tx, inHand))) return { ...inHand, leaseExpiresAt: leaseEnd(tx) }
  await releaseLapsed(tx)
  const survey = await getSurvey(tx, surveyKey)
  const passedOver: string[] = []
  for (;;) {
    const claim = await tryCandidate(tx, survey, interviewer, passedOver)
    if (claim === 'none') return undefined
    if (claim !== 'passed over') return claim
  }
}

/**
 * Each candidate is tried under a savepoint. One that shares a person or a number with a call in hand, or may not be rung
 * any more, is rolled back with all the locks it took: a claimer never holds locks of one candidate while waiting for
 * those of another, so claimers can't wait for each other in a ring.
 */
async function tryCandidate(
  tx: ForceTx,
  survey: Survey,
  interviewer: string,
  passedOver: string[],
): Promise<ClaimedCall | 'passed over' | 'none'> {
  await sql`savepoint candidate`.execute(tx.db)
  const call = await claimCandidate(tx, {
    survey,
    interviewer,
    claimId: newId(),
    leaseExpiresAt: leaseEnd(tx),
    isCallingTime: isCallingTime(tx.now, tx.force.timeZone, tx.force.settings),
    localTime: tx.now.toZonedDateTimeISO(tx.force.timeZone).toPlainTime().toString({ smallestUnit: 'minute' }),
    passedOver,
  })
  if (!call) return 'none'
  const hasLocks = await takeLocks(tx, call, call.leaseExpiresAt)
  const reason = hasLocks ? await reasonAgainst(tx, survey, call) : undefined
  if (hasLocks && reason === undefined) {
    await sql`release savepoint candidate`.execute(tx.db)
    await writeAudit(tx, { action: 'calls.claimed', subject: ['call_back', call.id], details: { claim: call.claimId } })
    return call
  }
  await undoTo(tx, 'candidate')
  passedOver.push(call.id)
  if (reason !== undefined) await endUnrung(tx, call.id, reason)
  return 'passed over'
}

async function reasonAgainst(tx: ForceTx, survey: Survey, call: ClaimedCall): Promise<string | undefined> {
  const [service] = await listFacts(tx, survey, sql`s.id = ${call.serviceId}`)
  if (!service) throw new Error(`the call-back ${call.id} has no service`)
  const begun = call.attemptsMade > 0 || call.appointmentAt !== null
  // Another call-back of the same person that still waits is no reason here: each would then end for the other.
  return exclusionAtClaim({ ...service.facts, isWaiting: false }, survey, todayOf(tx), begun)
}

async function endUnrung(tx: ForceTx, id: string, reason: string): Promise<void> {
  const ended = await endQueued(tx, { id }, reason)
  await writeAudit(
    tx,
    ...ended.map(one => ({
      action: 'calls.excluded',
      subject: ['call_back', one] as const,
      details: { reason },
    })),
  )
}

const leaseEnd = (tx: ForceTx): Temporal.Instant => tx.now.add({ minutes: tx.force.settings.leaseMinutes })

/** Makes the lease and its locks last from now; false if, after a lapse, somebody else rings the person or a number. */
export async function keepLease(tx: ForceTx, call: ClaimedCall): Promise<boolean> {
  const until = leaseEnd(tx)
  await sql`savepoint lease`.execute(tx.db)
  const hasLocks = await takeLocks(tx, call, until)
  if (hasLocks) {
    await renewLease(tx, call, until)
    await sql`release savepoint lease`.execute(tx.db)
  } else await undoTo(tx, 'lease')
  return hasLocks
}

async function undoTo(tx: ForceTx, savepoint: 'candidate' | 'lease'): Promise<void> {
  await sql`rollback to savepoint ${sql.raw(savepoint)}`.execute(tx.db)
  await sql`release savepoint ${sql.raw(savepoint)}`.execute(tx.db)
}

/** The interviewer's call in hand, if any; changes nothing. */
export const findCurrentCall = (tx: ForceTx, interviewer: string): Promise<ClaimedCall | undefined> =>
  findCallInHand(tx, interviewer)

/** Throws `call_unknown`, `call_not_yours`. */
export async function keepAlive(tx: ForceTx, id: string, interviewer: string): Promise<Temporal.Instant> {
  const call = heldBy(interviewer, id, await lockCallBack(tx, id))
  if (!(await keepLease(tx, call))) throw callNotYours(id)
  return leaseEnd(tx)
}

/** Puts a call back as it was found. Throws `call_unknown`, `call_not_yours`, `call_in_interview`. */
export async function releaseCall(tx: ForceTx, id: string, interviewer: string): Promise<void> {
  const row = await lockCallBack(tx, id)
  heldBy(interviewer, id, row)
  if (row?.interview_id) throw callInInterview(id)
  await putBack(tx, id)
  await freeLocks(tx, id)
  await writeAudit(tx, { action: 'calls.released', subject: ['call_back', id] })
}

/** Puts back every call whose lease has lapsed. */
export async function releaseLapsed(tx: ForceTx): Promise<number> {
  const lapsed = await putBackLapsed(tx)
  await writeAudit(tx, ...lapsed.map(id => ({ action: 'calls.lapsed', subject: ['call_back', id] as const })))
  return lapsed.length
}

/** Every minute: what lapsed goes back, and locks that nobody holds are swept up. */
export async function sweepLapsed(tx: ForceTx): Promise<void> {
  await releaseLapsed(tx)
  await dropExpiredLocks(tx)
}

/** The claim, if it is this interviewer's; a lease that has lapsed but was not put back still is. */
export function heldBy(interviewer: string, id: string, row: CallBackRow | undefined): ClaimedCall {
  if (!row) throw callUnknown(id)
  if (row.status !== 'claimed' || row.claimed_by !== interviewer) throw callNotYours(id)
  return toClaimed(row)
}

/** Whoever changes a call-back and its interview locks the call-back first, so that no two wait for each other. */
export async function lockCall(tx: ForceTx, id: string): Promise<void> {
  await lockCallBack(tx, id)
}

/** For an interview: its call-back, held by the interviewer, with the lease kept. Found by the claim before there is one. */
export async function holdCallOfInterview(
  tx: ForceTx,
  interview: { readonly id: string; readonly callBackId: string | null },
  interviewer: string,
): Promise<ClaimedCall | undefined> {
  const row = interview.callBackId
    ? await lockCallBack(tx, interview.callBackId)
    : await lockCallBackOfClaim(tx, interview.id)
  if (!row) return undefined
  const call = heldBy(interviewer, row.id, row)
  if (!row.interview_id)
    await tx.db.updateTable('call_backs').set({ interview_id: interview.id }).where('id', '=', row.id).execute()
  // What a person said is kept even where, after a lapse, somebody else has their number in hand.
  await keepLease(tx, call)
  return call
}

/** The interview of a call-back has ended, and so has the call; one that waits for an appointment goes on without it. */
export async function endCallOfInterview(tx: ForceTx, callBackId: string, outcome: string): Promise<void> {
  const row = await lockCallBack(tx, callBackId)
  if (!row) return
  if (row.status !== 'claimed') {
    await tx.db.updateTable('call_backs').set({ interview_id: null }).where('id', '=', callBackId).execute()
    return
  }
  await endCallBack(tx, callBackId, outcome, { interview_id: null })
  await freeLocks(tx, callBackId)
}
