import { type ReactNode, type RefObject, useEffect } from 'react'
import styles from './Page.module.css'

/** The page's name (also the window's), what it is about, and what can be done here. */
export function PageHeader({ title, about, heading, children }: PageHeaderProps) {
  useTitle(title)
  return (
    <header className={styles.header}>
      <div>
        <h1 ref={heading} tabIndex={heading && -1}>
          {title}
        </h1>
        {about && <p className="second">{about}</p>}
      </div>
      {children && <div className={`row no-print ${styles.actions}`}>{children}</div>}
    </header>
  )
}

interface PageHeaderProps {
  readonly title: string
  readonly about?: ReactNode
  /** Where something else gives it the focus. */
  readonly heading?: RefObject<HTMLHeadingElement | null>
  readonly children?: ReactNode
}

export function useTitle(title: string): void {
  useEffect(() => {
    document.title = `${title} – Ringback`
  }, [title])
}
