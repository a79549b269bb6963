import { type ReactNode, useEffect } from 'react'
import styles from './Page.module.css'

/** The page's name (also the window's), what it is about, and what can be done here. */
export function PageHeader({ title, about, children }: PageHeaderProps) {
  useTitle(title)
  return (
    <header className={styles.header}>
      <div>
        <h1>{title}</h1>
        {about && <p className="second">{about}</p>}
      </div>
      {children && <div className={`row no-print ${styles.actions}`}>{children}</div>}
    </header>
  )
}

interface PageHeaderProps {
  readonly title: string
  readonly about?: ReactNode
  readonly children?: ReactNode
}

export function useTitle(title: string): void {
  useEffect(() => {
    document.title = `${title} – Ringback`
  }, [title])
}
