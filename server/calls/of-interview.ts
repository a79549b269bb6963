/** A call-back and its interview: held while something is said in it, and ended with it. */
import type { ForceTx } from '../forces/service.ts'
import { endWithInterview, enterInterview } from './call-back-state.ts'
import { type ClaimedCall, lockCallBack, lockCallBackOfClaim } from './claim-queries.ts'
import { getHeld, keepOnTheLine } from './in-hand.ts'
import { freeLocks } from './lock-queries.ts'
import { callNotYours } from './problems.ts'
import { findOnceHeld } from './shifts/queries.ts'
import { goOnWithCall, leaveCall } from './shifts/service.ts'

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
    if (lost) throw callNotYours(lost.callBackId)
    return undefined
  }
  const found = await getHeld(tx, interviewer, row.id, row)
  const call = { ...found, hasInterview: true, isInInterview: true }
  if (!found.isInInterview || !found.hasInterview) await enterInterview(tx, call, interview.id)
  await keepOnTheLine(tx, call)
  await goOnWithCall(tx, interviewer, call)
  return call
}

/** The interview of a call-back has ended, and so has the call, also where it waited for an appointment: nobody is asked twice. */
export async function endCallOfInterview(tx: ForceTx, callBackId: string, outcome: string): Promise<void> {
  const row = await lockCallBack(tx, callBackId)
  if (!row) return
  await endWithInterview(tx, callBackId, outcome)
  await freeLocks(tx, callBackId)
  // An interview that a job ends was left long ago, and so was its shift (lookAfterShifts).
  if (row.claimed_by !== null && tx.actor.kind !== 'job') await leaveCall(tx, row.claimed_by, callBackId)
}
