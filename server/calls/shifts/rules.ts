import type { PauseReason, ShiftState } from '../../platform/tables.ts'
import type { ShiftChange } from './schema.ts'

/** The state an interviewer is in; with a claim, they have that call in hand. */
export interface StateOfShift {
  readonly state: ShiftState
  readonly reason: PauseReason | null
  readonly callBackId: string | null
  readonly claimId: string | null
}

type Call = Pick<StateOfShift, 'callBackId' | 'claimId'>

const noCall: Call = { callBackId: null, claimId: null }
const between: StateOfShift = { state: 'between', reason: null, ...noCall }
const onCall = ({ callBackId, claimId }: Call): StateOfShift => ({
  state: 'on_call',
  reason: null,
  callBackId,
  claimId,
})

export const hasCall = (now: StateOfShift | undefined): boolean => (now?.claimId ?? null) !== null

/** Where an interviewer's wish leads from the state they are in. A break never begins in the middle of a call: it waits for the end. */
export function afterWish(
  now: StateOfShift | undefined,
  wish: ShiftChange & { readonly state: 'between' | 'paused' | 'finishing' },
): StateOfShift {
  const reason = wish.reason ?? null
  if (now && hasCall(now)) {
    if (wish.state !== 'between') return { ...now, state: 'finishing', reason }
    return onCall(now)
  }
  return wish.state === 'between' ? between : { state: 'paused', reason, ...noCall }
}

/** A call was claimed, or something was done in one: on a call, unless this is to be the last before a break. */
export const afterSignInCall = (now: StateOfShift | undefined, call: Call): StateOfShift =>
  now?.state === 'finishing' && now.claimId === call.claimId ? now : onCall(call)

/** What comes late of a call before takes nobody off the call they are on, or out of a break. */
export const isElsewhere = (now: StateOfShift | undefined, { claimId }: Pick<StateOfShift, 'claimId'>): boolean =>
  now?.state === 'paused' || (hasCall(now) && now?.claimId !== claimId)

/** The call is out of their hands, by their own act. */
export const afterCall = (now: StateOfShift): StateOfShift =>
  now.state === 'finishing' ? { state: 'paused', reason: now.reason, ...noCall } : between

/** No sign of life: a call that is still in hand stays so, and goes on with the next sign. */
export const afterSilence = (now: StateOfShift): StateOfShift => ({ ...now, state: 'idle', reason: null })

/** The call was put back or ended for them, because nothing happened. */
export const afterLosingCall: StateOfShift = { state: 'idle', reason: null, ...noCall }

export const isSameState = (a: StateOfShift | undefined, b: StateOfShift): boolean =>
  a !== undefined && a.state === b.state && a.reason === b.reason && a.claimId === b.claimId
