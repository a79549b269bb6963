import { Button } from '@mantine/core'
import type { ApiProblem } from '../api.ts'
import { isPutBack } from './lease.ts'
import styles from './Workstation.module.css'

interface UnsafeProps {
  readonly reason: string
  /** They are being spoken to. */
  readonly begun: boolean
}

/** Heard from the server while the call is in hand: an import, or somebody else, made the person one not to be rung. */
export function Unsafe({ reason, begun }: UnsafeProps) {
  return (
    <p className="notice bad" role="alert">
      <strong>{begun ? 'Take care' : "Don't ring"}:</strong> since you took this call a record came in by which this
      person is not to be rung ({reason.toLowerCase()}).{' '}
      {begun
        ? 'Ask whether they can speak, and stop if they would rather. What they said is kept.'
        : 'If they have refused already, record that; else put the call back.'}
    </p>
  )
}

interface OutOfHandProps {
  readonly why: ApiProblem
  readonly onLeave: () => void
}

/** The server gave the call to the queue again, or to somebody else, while it may have been ringing here. */
export function OutOfHand({ why, onLeave }: OutOfHandProps) {
  return (
    <div className={styles.outOfHand}>
      <p className="notice bad" role="alert">
        <strong>Don't ring:</strong> {why.message}{' '}
        {isPutBack(why)
          ? 'If you rang already, what happened is still taken: record it, or start if they agree.'
          : 'If you rang already and they refused, record that: nobody rings them again.'}
      </p>
      <Button fullWidth onClick={onLeave}>
        Go on to the next call
      </Button>
    </div>
  )
}

interface PutBackByItselfProps {
  readonly words: string
  readonly onLeave: () => void
}

/** In the middle of an interview nothing was done for so long that the server gave the call to the queue again. */
export function PutBackByItself({ words, onLeave }: PutBackByItselfProps) {
  return (
    <div className="page reading stack">
      <section className="card stack" role="alert">
        <h1>The call was put back</h1>
        <p>{words}</p>
      </section>
      <div className="row">
        <Button onClick={onLeave}>Go on</Button>
      </div>
    </div>
  )
}
