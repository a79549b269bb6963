import { isPutBack, type LeaseView } from './lease.ts'

export interface Heard extends Pick<LeaseView, 'over' | 'unsafe'> {
  /** They are being spoken to. */
  readonly begun: boolean
  /** They are spoken to on a number that is not to be rung any more; written, where this page knows it. */
  readonly isNumberGone: boolean
  readonly number: string | null
}

/**
 * What the interviewer is told of a call in hand that is not to be rung any more, or has gone from their hands: one reason,
 * and one thing to do. That the person is not to be rung comes before that their number is not, and both before the claim.
 */
export function careWords(heard: Heard): string | null {
  const { over, unsafe, isNumberGone, begun } = heard
  if (unsafe !== null || (begun && isNumberGone)) {
    const since = `since you took this call a record came in by which ${whatIsNotToBeRung(heard)}`
    const gone = over ? ', and the call has gone from your hands' : ''
    return `${since}${gone}. ${(begun ? whileSpeaking : beforeSpeaking)(over !== null)}`
  }
  if (!over) return null
  // Of a call that is somebody else's the page shows no interview, and says so itself.
  if (begun)
    return 'the call has been put back. If they are still on the line, go on: what they say is taken, unless somebody else has claimed the call.'
  return isPutBack(over)
    ? `If you rang already, record what happened, or start if they agree: it is taken, unless somebody else has claimed the call. ${over.message}`
    : `If you rang already and they refused, record that: nobody rings them again. ${over.message}`
}

function whatIsNotToBeRung({ unsafe, number }: Heard): string {
  if (unsafe !== null) return `this person is not to be rung (${unsafe.toLowerCase()})`
  return `the number you are speaking on${number === null ? '' : `, ${number},`} is not to be rung`
}

const whileSpeaking = (isOver: boolean): string =>
  isOver
    ? 'Ask whether they can speak, and stop if they would rather: what they say is taken, unless somebody else has claimed the call.'
    : 'Ask whether they can speak, and stop if they would rather. What they said is kept.'

const beforeSpeaking = (isOver: boolean): string =>
  `If they have refused already, record that; else ${isOver ? 'go on to the next call' : 'put the call back'}.`
