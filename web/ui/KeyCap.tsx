import styles from './Chip.module.css'

/** What to press, printed on the control. The control's own name needn't say it again. */
export function KeyCap({ children }: { readonly children: string }) {
  return (
    <span className={styles.key} aria-hidden="true">
      {children}
    </span>
  )
}
