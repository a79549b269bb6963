/** A telephone in the page, whatever makes it: what the controls show of it, and what they ask of it. */
export interface Phone {
  readonly read: () => PhoneView
  readonly subscribe: (listener: () => void) => () => void
  /** `numberId` is only kept, so that the ring is known again. */
  ring(numberId: string, dial: string): void
  mute(isMuted: boolean): void
  hold(isHeld: boolean): void
  /** One of 0–9, * and #. */
  tone(key: string): void
  hangUp(why?: EndedByUs): void
  /** Hangs up, and leaves the telephone system. */
  close(): void
}

export interface PhoneView {
  /** `refused`: the telephone system does not know the account. */
  readonly line: 'connecting' | 'ready' | 'lost' | 'refused'
  /** The last ring, also when it is over. */
  readonly ring: Ring | null
}

export interface Ring {
  readonly numberId: string
  readonly stage: 'dialling' | 'ringing' | 'talking' | 'over'
  /** On the clock of the page (`performance.now`), once it rings. */
  readonly ringsSinceMs: number | null
  /** How long it rang, once that is known. */
  readonly ringSeconds: number | null
  readonly isMuted: boolean
  readonly isHeld: boolean
  /** The keys that were heard to go out. */
  readonly tones: string
  readonly ending: Ending | null
}

/** The interviewer hung up, or the page did. */
type EndedByUs = 'ended_here' | 'not_to_be_rung'

export type Ending =
  | EndedByUs
  | 'ended_there'
  | 'busy'
  | 'no_answer'
  | 'declined'
  | 'no_such_number'
  | 'unreachable'
  | 'no_microphone'
  | 'line_lost'
  | 'failed'

/** Why the telephone in the page can't ring, where waiting is in vain. */
export const faultOf = ({ line }: PhoneView): string | null =>
  line === 'refused' ? 'The telephone system refused your account: ask your team leader.' : null

export const isUnderWay = (ring: Ring | null): ring is Ring => ring !== null && ring.stage !== 'over'

export const isUnanswered = (ring: Ring | null): boolean => isUnderWay(ring) && ring.stage !== 'talking'

/** Somebody who may not be rung any more is not to hear it ring; with whom one speaks, one goes on speaking. */
export function ringNoLonger(phone: Phone | null): void {
  if (isUnanswered(phone?.read().ring ?? null)) phone?.hangUp('not_to_be_rung')
}

/** Whoever is rung has this long to come to the telephone (Ofcom's policy on persistent misuse). */
export const leastRingSeconds = 15

/** For how long this number rang, or has been ringing; `null` if it wasn't rung in the page. */
export function secondsRung(ring: Ring | null, numberId: string, nowMs: number): number | null {
  if (ring?.numberId !== numberId) return null
  if (ring.ringSeconds !== null || ring.ringsSinceMs === null) return ring.ringSeconds
  return Math.round((nowMs - ring.ringsSinceMs) / 1000)
}

/** What an attempt says of the ring, if this number was rung in the page. */
export function rangFor(phone: Phone | null, numberId: string): { readonly ringSeconds?: number } {
  const ring = phone?.read().ring
  return ring?.numberId === numberId && ring.ringSeconds !== null ? { ringSeconds: ring.ringSeconds } : {}
}

const endings: Readonly<Record<Ending, string>> = {
  ended_here: 'You hung up.',
  not_to_be_rung: 'Hung up by this page: this number is not to be rung now.',
  ended_there: 'They hung up.',
  busy: 'Engaged.',
  no_answer: 'No answer.',
  declined: 'The call was declined.',
  no_such_number: 'The telephone system knows no such number.',
  unreachable: 'The number can’t be reached now.',
  no_microphone: 'The browser has no microphone, or was not allowed to use it. Allow it for this page, and ring again.',
  line_lost: 'The line to the telephone system was lost.',
  failed: 'The call failed.',
}

/** What the interviewer reads of a ring; how long it rang is part of it once it is over. */
export function wordsOfRing({ stage, isHeld, isMuted, ending, ringSeconds }: Ring): string {
  if (stage === 'dialling') return 'Dialling …'
  if (stage === 'ringing') return 'Ringing …'
  if (stage === 'talking') return isHeld ? 'On hold' : isMuted ? 'Muted: they don’t hear you' : 'On the line'
  const rang = ringSeconds === null ? '' : ` It rang for ${ringSeconds} ${ringSeconds === 1 ? 'second' : 'seconds'}.`
  return `${endings[ending ?? 'failed']}${rang}`
}
