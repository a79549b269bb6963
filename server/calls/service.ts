/**
 * Calls: who is rung when. A service that may be rung is chosen once per survey and waits as a call-back.
 *
 *   queued ──claim──> claimed ──final outcome, or interview ended──> ended
 *     ^                  │
 *     └──────────────────┘   retry, appointment, release, or the lease lapses
 *
 * A claim is a short lease, kept alive by the workstation, on the call-back; with it go locks on the person and on every
 * number of theirs, so that nobody is rung twice at once. Whether somebody may be rung is asked when they are chosen and
 * again, after the locks are held, at each claim: it then ends with the reason, or waits on if only the hour is against it.
 * Once the person is on the line the claim does not lapse before an interview would. The call in hand is in in-hand.ts,
 * attempts are in attempts.ts.
 */
import { sql } from 'kysely'
import { writeAudit } from '../audit/service.ts'
import type { ForceTx } from '../forces/service.ts'
import { newId } from '../platform/id.ts'
import { getSurvey, mainSurvey, type Survey } from '../surveys/service.ts'
import { putBackLapsed } from './call-back-state.ts'
import { type ClaimedCall, claimCandidate, findCallInHand, lockQueued } from './claim-queries.ts'
import { keepInHand, leaseEnd, reasonAgainst, undoTo } from './in-hand.ts'
import { dropExpiredLocks, takeLocks } from './lock-queries.ts'
import { isCallingTimeNow, localTimeNow, reasonNotNow } from './not-now.ts'
import { isOnABreak, refuseOnABreak, startCall } from './shifts/service.ts'
import { endUnrung } from './unrung.ts'

export { leaseEndOfSilence } from './call-back-state.ts'
export { chooseCallBacks } from './choosing.ts'
export type { ClaimedCall } from './claim-queries.ts'
export { deskOf } from './desks.ts'
export { putOffCall } from './in-hand.ts'
export { endCallOfInterview, holdCallOfInterview, lockCall } from './of-interview.ts'
export { reopenUnclaimed } from './reopen.ts'
export { previewSelection } from './selection-preview.ts'
export { findOnceHeld } from './shifts/queries.ts'

/**
 * The interviewer's call in hand, or the next one claimed for them; undefined if nobody is to be rung now. Throws
 * `on_a_break`.
 */
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
  if (inHand && (await keepInHand(tx, inHand))) {
    await startCall(tx, interviewer, inHand)
    return { ...inHand, leaseExpiresAt: leaseEnd(tx) }
  }
  // A call that was just taken out of their hands stays so, also where a break was to follow it: no problem undoes it.
  if (inHand && (await isOnABreak(tx, interviewer))) return undefined
  await refuseOnABreak(tx, interviewer)
  await releaseLapsed(tx)
  const survey = await getSurvey(tx, surveyKey)
  const passedOver: string[] = []
  for (;;) {
    const claim = await tryCandidate(tx, survey, interviewer, passedOver)
    if (claim === 'none') return undefined
    if (claim === 'passed over') continue
    await startCall(tx, interviewer, claim)
    return claim
  }
}

/**
 * Each candidate is tried under a savepoint. One that shares a person or a number with a call in hand, or may not be rung
 * any more or not at this hour, is rolled back with all the locks it took: a claimer never holds locks of one candidate
 * while waiting for those of another, so claimers can't wait for each other in a ring.
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
    isCallingTime: isCallingTimeNow(tx),
    localTime: localTimeNow(tx),
    passedOver,
  })
  if (!call) return 'none'
  const hasLocks = await takeLocks(tx, call, call.leaseExpiresAt)
  const reason = hasLocks ? await reasonAgainst(tx, survey, call) : undefined
  // The hour too: from when the person is safe may have been learnt while the locks were waited for.
  if (hasLocks && reason === undefined && !(await reasonNotNow(tx, call))) {
    await sql`release savepoint candidate`.execute(tx.db)
    await writeAudit(tx, { action: 'calls.claimed', subject: ['call_back', call.id], details: { claim: call.claimId } })
    return call
  }
  await undoTo(tx, 'candidate')
  passedOver.push(call.id)
  if (reason !== undefined) await endExcluded(tx, survey, call)
  return 'passed over'
}

/** The savepoint let go of the call-back, and its person may have been freed since: so it is asked again, under its lock. */
async function endExcluded(tx: ForceTx, survey: Survey, call: ClaimedCall): Promise<void> {
  if (!(await lockQueued(tx, call.id))) return
  const reason = await reasonAgainst(tx, survey, call)
  if (reason !== undefined) await endUnrung(tx, { id: call.id }, reason)
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
