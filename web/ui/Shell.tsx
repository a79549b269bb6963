import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { Me, Membership } from '../api.ts'
import { formatDateTime } from './format.ts'
import { Mark } from './Mark.tsx'
import { pagesFor } from './pages.ts'
import styles from './Shell.module.css'
import { UserMenu } from './UserMenu.tsx'

/** Where a page may put what belongs in the top bar (`createPortal`), such as the state of a call. */
export const barStatusId = 'bar-status'

interface ShellProps {
  readonly me: Me
  readonly force: Membership
  readonly children: ReactNode
}

export function Shell({ me, force, children }: ShellProps) {
  return (
    <>
      <a className={styles.skip} href="#content">
        Skip to the content
      </a>
      <header className={`${styles.bar} no-print`}>
        <Link to="/" className={styles.brand}>
          <Mark /> Ringback
        </Link>
        <nav className={styles.nav} aria-label="Pages">
          {pagesFor(force.roles, me.demo).map(page => (
            <Link key={page.to} to={page.to} params={{ force: force.slug }} className={styles.link}>
              {page.title}
            </Link>
          ))}
        </nav>
        <div id={barStatusId} className={styles.status} />
        <span className={styles.force}>{force.name}</span>
        <UserMenu me={me} force={force} />
      </header>
      {me.demo && (
        <aside className={`${styles.demo} no-print`} aria-label="Demonstration">
          Demonstration: Ringback's clock says {formatDateTime(me.businessNow, force.timeZone)}. The people are
          invented.
        </aside>
      )}
      <main id="content" tabIndex={-1} className={styles.main}>
        {children}
      </main>
    </>
  )
}
