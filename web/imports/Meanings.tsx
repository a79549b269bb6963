import { type ReactNode, useState } from 'react'
import styles from './ImportPage.module.css'

interface MeaningsProps {
  /** Something in it is to be said. */
  readonly isOpen: boolean
  readonly summary: ReactNode
  readonly children: ReactNode
}

/** What the values of a column mean. It opens by itself, and doesn't shut on whoever says the last of them. */
export function Meanings({ isOpen, summary, children }: MeaningsProps) {
  const [wasOpen, setWasOpen] = useState(isOpen)
  if (isOpen && !wasOpen) setWasOpen(true)
  return (
    <details className={styles.meanings} open={wasOpen}>
      <summary>{summary}</summary>
      {children}
    </details>
  )
}
