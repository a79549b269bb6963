import { createPortal } from 'react-dom'
import { barStatusId } from '../../ui/Shell.tsx'
import styles from '../Workstation.module.css'

interface StillLookingProps {
  /** Why it isn't looked for any more, until it is asked for. */
  readonly fault: Error | null
  readonly onRetry: () => void
}

/** In the top bar: there may be words of an earlier page here that neither show nor are sent yet. */
export function StillLooking({ fault, onRetry }: StillLookingProps) {
  const bar = document.getElementById(barStatusId)
  if (!bar) return null
  return createPortal(
    <span className={`${styles.pill} ${styles.kept}`} role="status">
      <span className={styles.dotWaiting} />{' '}
      {fault ? `What was kept here can't be looked for: ${fault.message}` : 'What was kept here is being looked for'}
      {fault && (
        <button type="button" className={styles.link} onClick={onRetry}>
          Try again
        </button>
      )}
    </span>,
    bar,
  )
}
