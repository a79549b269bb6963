/**
 * Shifts: what an interviewer does with their time, for their own day and for the team leader's board.
 *
 *              ┌──────── claim ────────┐
 *   between ───┘                       v          ┌──> finishing ──the call ends──> paused
 *      ^ ^                          on_call ──────┘        (a break asked for in a call waits for its end)
 *      │ └──────the call ends──────────┘
 *      └── back to work ── paused          any but paused ──no sign of life──> idle ──a sign──> on_call, between
 *
 * A shift begins with the first call or when the interviewer says so, and ends when they say so or have given no sign for
 * hours. The states of a shift follow each other without a gap; the shift is locked while they change. What an interviewer
 * does changes their own shift alone; what happens to them is found by the minute (tasks).
 */
import { writeAudit } from '../../audit/service.ts'
import type { ForceTx } from '../../forces/service.ts'
import { callInHand, onABreak } from './problems.ts'
import {
  changeState,
  endShift,
  findLastSign,
  findState,
  lockOffCall,
  lockSilent,
  noteSign,
  noteSignOnCall,
  openShift,
} from './queries.ts'
import {
  afterCall,
  afterLosingCall,
  afterSignInCall,
  afterSilence,
  afterWish,
  hasCall,
  isElsewhere,
  isSameState,
  type StateOfShift,
} from './rules.ts'
import type { ShiftChange } from './schema.ts'

interface CallOfShift {
  readonly id: string
  readonly claimId: string
}

export const isOnABreak = async (tx: ForceTx, interviewer: string): Promise<boolean> =>
  (await findState(tx, interviewer))?.state === 'paused'

/** Throws `on_a_break`. */
export async function refuseOnABreak(tx: ForceTx, interviewer: string): Promise<void> {
  if (await isOnABreak(tx, interviewer)) throw onABreak()
}

/** They claimed a call. Throws `on_a_break` if they paused at the same moment. */
export async function startCall(tx: ForceTx, interviewer: string, call: CallOfShift): Promise<void> {
  const moved = await move(tx, interviewer, now =>
    now?.state === 'paused' ? now : afterSignInCall(now, { callBackId: call.id, claimId: call.claimId }),
  )
  if (moved.state === 'paused') throw onABreak()
}

/** Something was done in a call: whoever was thought idle is on it again, unless it is one of before that comes late. */
export async function goOnWithCall(tx: ForceTx, interviewer: string, call: CallOfShift): Promise<void> {
  if (await noteSignOnCall(tx, interviewer, call.claimId)) return
  await move(tx, interviewer, now =>
    isElsewhere(now, call) ? now : afterSignInCall(now, { callBackId: call.id, claimId: call.claimId }),
  )
}

/** Whether they have another call in hand than this, or are on a break. */
export const isBusyElsewhere = async (tx: ForceTx, interviewer: string, call: CallOfShift): Promise<boolean> =>
  isElsewhere(await findState(tx, interviewer), call)

/** Whether they have done nothing for so long; who is in no shift has gone. */
export async function isSilentFor(tx: ForceTx, interviewer: string, minutes: number): Promise<boolean> {
  const lastSign = await findLastSign(tx, interviewer)
  return !lastSign || Temporal.Instant.compare(lastSign, tx.now.subtract({ minutes })) <= 0
}

/** By their own act the call is out of their hands. */
export async function leaveCall(tx: ForceTx, interviewer: string, callBackId: string): Promise<void> {
  const now = await findState(tx, interviewer)
  if (now?.callBackId === callBackId && hasCall(now))
    await move(tx, interviewer, state => (state?.callBackId === callBackId ? afterCall(state) : state))
}

/** Throws `call_in_hand`: a shift ends after a call, not in it. */
export async function changeShift(tx: ForceTx, interviewer: string, change: ShiftChange): Promise<void> {
  const { state, reason } = change
  if (state === 'ended') await endOwnShift(tx, interviewer)
  else await move(tx, interviewer, now => afterWish(now, { state, reason }))
  await writeAudit(tx, {
    action: 'shifts.changed',
    subject: ['user', interviewer],
    details: { state, reason: reason ?? null },
  })
}

async function endOwnShift(tx: ForceTx, interviewer: string): Promise<void> {
  if (!(await findState(tx, interviewer))) return
  const { id } = await openShift(tx, interviewer)
  if (hasCall(await findState(tx, interviewer))) throw callInHand()
  await endShift(tx, id)
}

/** One step of a shift, begun if need be; a step to where they are already leaves the state as it is. */
async function move(
  tx: ForceTx,
  interviewer: string,
  step: (now: StateOfShift | undefined) => StateOfShift | undefined,
): Promise<StateOfShift> {
  const { id } = await openShift(tx, interviewer)
  const now = await findState(tx, interviewer)
  const next = step(now) ?? now
  if (!next) throw new Error(`the shift ${id} has no state, and is given none`)
  if (!isSameState(now, next)) await changeState(tx, { id, userId: interviewer }, [now?.state ?? 'none'], next)
  await noteSign(tx, id)
  return next
}

/** Every minute: who lost their call, or gives no sign, becomes idle; and who was silent for hours has gone home. */
export async function lookAfterShifts(tx: ForceTx): Promise<void> {
  const { idleAfterMinutes, shiftEndsAfterMinutes } = tx.force.settings
  for (const userId of await lockOffCall(tx)) await idle(tx, userId, () => afterLosingCall)
  const since = tx.now.subtract({ minutes: idleAfterMinutes })
  for (const userId of await lockSilent(tx, since, ['between', 'on_call', 'finishing']))
    await idle(tx, userId, afterSilence)
  const gone = tx.now.subtract({ minutes: shiftEndsAfterMinutes })
  for (const userId of await lockSilent(tx, gone, ['idle', 'paused'])) {
    const { id } = await openShift(tx, userId)
    if (hasCall(await findState(tx, userId))) continue
    await endShift(tx, id)
    await writeAudit(tx, {
      action: 'shifts.changed',
      subject: ['user', userId],
      details: { state: 'ended', reason: null },
    })
  }
}

async function idle(tx: ForceTx, userId: string, step: (now: StateOfShift) => StateOfShift): Promise<void> {
  const { id } = await openShift(tx, userId)
  const now = await findState(tx, userId)
  if (now) await changeState(tx, { id, userId }, [now.state], step(now))
}
