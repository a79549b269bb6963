import type { ReactNode } from 'react'
import styles from './Tabs.module.css'

/** Parts of a page, each at an address of its own: links, of which one says `aria-current="page"`. */
export function Tabs({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <nav className={styles.tabs} aria-label={label}>
      {children}
    </nav>
  )
}

/** Which of the rows below are shown, each choice at an address of its own. */
export function FilterLinks({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <nav className={styles.filters} aria-label={label}>
      {children}
    </nav>
  )
}
