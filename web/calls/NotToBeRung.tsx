import { Button } from '@mantine/core'
import { careWords, type Heard } from './care.ts'
import styles from './Workstation.module.css'

interface NotToBeRungProps extends Heard {
  /** What happened is on its way: its answer belongs to this call. */
  readonly isAnyGoing: boolean
  readonly onLeave: () => void
}

/**
 * Heard from the server while the call is in hand: an import, or somebody else, made the person or the number one not to be
 * rung, or the call went to the queue again, or to somebody else. The interview goes on beside it.
 */
export function NotToBeRung({ isAnyGoing, onLeave, ...heard }: NotToBeRungProps) {
  const words = careWords(heard)
  if (words === null) return null
  return (
    <div className={styles.care}>
      <p className="notice bad" role="alert">
        <strong>{heard.begun ? 'Take care' : "Don't ring"}:</strong> {words}
      </p>
      {heard.over && (
        <Button fullWidth variant={heard.begun ? 'default' : 'filled'} disabled={isAnyGoing} onClick={onLeave}>
          Go on to the next call
        </Button>
      )}
    </div>
  )
}
