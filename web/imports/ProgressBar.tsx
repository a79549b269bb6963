import type { ReactNode } from 'react'
import styles from './ProgressBar.module.css'

interface ProgressBarProps {
  readonly label: string
  readonly done: number
  /** Unknown: the bar says only that something goes on. */
  readonly of: number | null
  readonly children?: ReactNode
}

/** How far something is, as a bar and in per cent; said aloud at every tenth, not at every step. */
export function ProgressBar({ label, done, of, children }: ProgressBarProps) {
  const percent = of ? Math.min(100, Math.floor((done / of) * 100)) : null
  return (
    <div className={styles.progress}>
      <div className={`figures ${styles.line}`}>
        <strong>{label}</strong>
        <span className={styles.percent}>{percent === null ? '' : `${percent}%`}</span>
      </div>
      <progress className={styles.bar} aria-label={label} max={100} {...(percent === null ? {} : { value: percent })} />
      {children && <div className={`figures small second ${styles.line}`}>{children}</div>}
      <span className="visually-hidden" role="status">
        {label}
        {percent !== null && `: ${Math.floor(percent / 10) * 10}%`}
      </span>
    </div>
  )
}
