import { createPortal } from 'react-dom'
import { barStatusId } from '../../ui/Shell.tsx'
import styles from '../Workstation.module.css'

/** In the top bar: there may be words of an earlier page here that neither show nor are sent yet. */
export function StillLooking() {
  const bar = document.getElementById(barStatusId)
  if (!bar) return null
  return createPortal(
    <span className={`${styles.pill} ${styles.kept}`} role="status">
      <span className={styles.dotWaiting} /> What was kept here is being looked for
    </span>,
    bar,
  )
}
