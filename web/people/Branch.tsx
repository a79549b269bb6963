import { type ReactNode, useState } from 'react'
import styles from './People.module.css'

interface BranchProps {
  readonly name: string
  readonly label: ReactNode
  readonly isOpenFirst?: boolean
  /** What is below; nothing: there is no button. */
  readonly children: ReactNode
}

/** One of a tree, with a button that opens what is below it. */
export function Branch({ name, label, isOpenFirst = false, children }: BranchProps) {
  const [isOpen, setOpen] = useState(isOpenFirst)
  return (
    <li>
      <div className={styles.branch}>
        {children ? (
          <button
            type="button"
            className={styles.opener}
            aria-expanded={isOpen}
            aria-label={`Show ${name}`}
            onClick={() => setOpen(!isOpen)}
          >
            <span aria-hidden="true">{isOpen ? '−' : '+'}</span>
          </button>
        ) : (
          <span aria-hidden="true" />
        )}
        <div>{label}</div>
      </div>
      {isOpen && children}
    </li>
  )
}
