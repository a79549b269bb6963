import { Button, Menu, useMantineColorScheme } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { type Me, type Membership, request } from '../api.ts'
import { formatDateTime, wordsOf } from './format.ts'
import { Mark } from './Mark.tsx'
import { pagesFor } from './pages.ts'
import styles from './Shell.module.css'

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

const schemes = [
  { value: 'auto', title: 'As the system' },
  { value: 'light', title: 'Light' },
  { value: 'dark', title: 'Dark' },
] as const

function UserMenu({ me, force }: Omit<ShellProps, 'children'>) {
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  const signOut = useSignOut()
  const others = me.forces.filter(other => other.slug !== force.slug)
  return (
    <Menu width={240}>
      <Menu.Target>
        <Button variant="default" size="compact-sm" radius="xl" className={styles.user}>
          {me.user.name}
          <span className={styles.role}>, {wordsOf(force.roles[0] ?? 'guest').toLowerCase()}</span>
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>
          {me.user.email}
          <br />
          {force.roles.map(role => wordsOf(role)).join(', ')}
        </Menu.Label>
        {others.map(other => (
          <Menu.Item key={other.slug} component={Link} to={`/f/${other.slug}`}>
            Go to {other.name}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Label>Colours</Menu.Label>
        {schemes.map(scheme => (
          <Menu.Item
            key={scheme.value}
            role="menuitemradio"
            aria-checked={colorScheme === scheme.value}
            leftSection={<span className={styles.tick}>{colorScheme === scheme.value ? '✓' : ''}</span>}
            onClick={() => setColorScheme(scheme.value)}
          >
            {scheme.title}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Item onClick={() => signOut.mutate()}>Sign out</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}

function useSignOut() {
  const client = useQueryClient()
  const navigate = useNavigate()
  return useMutation({
    mutationFn: () => request('/api/auth/sign-out', { method: 'POST', body: {} }),
    onSuccess: async () => {
      client.clear()
      await navigate({ to: '/sign-in' })
    },
  })
}
