import { Button } from '@mantine/core'
import type { ApiProblem } from '../api.ts'
import { isPutBack } from './lease.ts'
import styles from './Workstation.module.css'

interface UnsafeProps {
  readonly reason: string
  /** They are being spoken to. */
  readonly begun: boolean
  readonly isInHand: boolean
}

/** Heard from the server while the call is in hand: an import, or somebody else, made the person one not to be rung. */
export function Unsafe({ reason, begun, isInHand }: UnsafeProps) {
  return (
    <p className="notice bad" role="alert">
      <strong>{begun ? 'Take care' : "Don't ring"}:</strong> since you took this call a record came in by which this
      person is not to be rung ({reason.toLowerCase()}).{' '}
      {begun
        ? 'Ask whether they can speak, and stop if they would rather. What they said is kept.'
        : `If they have refused already, record that${isInHand ? '; else put the call back' : ''}.`}
    </p>
  )
}

interface OutOfHandProps {
  readonly why: ApiProblem
  /** They are being spoken to. */
  readonly begun: boolean
  /** They became one not to be rung, too. */
  readonly isUnsafe: boolean
  /** What happened is on its way: its answer belongs to this call. */
  readonly isAnyGoing: boolean
  readonly onLeave: () => void
}

/** The server gave the call to the queue again, or to somebody else, while it may have been ringing here. */
export function OutOfHand({ why, begun, isUnsafe, isAnyGoing, onLeave }: OutOfHandProps) {
  const taken = begun
    ? 'If they are still on the line, go on: what they say is taken, unless somebody else has claimed the call.'
    : isPutBack(why) && !isUnsafe
      ? 'If you rang already, record what happened, or start if they agree: it is taken, unless somebody else has claimed the call.'
      : 'If you rang already and they refused, record that: nobody rings them again.'
  return (
    <div className={styles.outOfHand}>
      <p className="notice bad" role="alert">
        <strong>{begun ? 'Take care' : "Don't ring"}:</strong> {taken} {why.message}
      </p>
      <Button fullWidth disabled={isAnyGoing} onClick={onLeave}>
        Go on to the next call
      </Button>
    </div>
  )
}
