import { Button } from '@mantine/core'
import type { ReactNode } from 'react'
import { ApiProblem } from '../api.ts'
import styles from './Page.module.css'

/** Nothing to show: why, and what to do. */
export function EmptyState({ title, children }: { readonly title: string; readonly children?: ReactNode }) {
  return (
    <section className={`card ${styles.state}`}>
      <h2>{title}</h2>
      {children}
    </section>
  )
}

interface ErrorStateProps {
  readonly error: unknown
  /** Which part of the page it is, where a page has several. */
  readonly what?: string
  readonly onRetry?: () => void
}

/** What went wrong in the server's words, the number to quote, and a way on. */
export function ErrorState({ error, what = 'This', onRetry }: ErrorStateProps) {
  const problem = error instanceof ApiProblem ? error : undefined
  const words = error instanceof Error ? error.message : String(error)
  return (
    <section className={`card ${styles.state}`} role="alert">
      <h2>{problem?.status === 403 ? 'You may not see this' : `${what} can't be shown now`}</h2>
      <p>{words}</p>
      {problem?.requestId && (
        <p className="small second">
          When asking for help, quote request <code>{problem.requestId}</code>.
        </p>
      )}
      {onRetry && (
        <Button variant="default" onClick={onRetry}>
          Try again
        </Button>
      )}
    </section>
  )
}

export function Loading({ what, lines = 4 }: { readonly what: string; readonly lines?: number }) {
  return (
    <div className={styles.lines} role="status">
      <span className="visually-hidden">Loading {what}</span>
      {Array.from({ length: lines }, (_, index) => `line ${index}`).map(line => (
        <div key={line} className={styles.line} />
      ))}
    </div>
  )
}
