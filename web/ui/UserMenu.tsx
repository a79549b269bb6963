import { Button, useMantineColorScheme } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useId, useRef } from 'react'
import { type Me, type Membership, request } from '../api.ts'
import { wordsOf } from './format.ts'
import styles from './UserMenu.module.css'

const schemes = [
  { value: 'auto', title: 'As the system' },
  { value: 'light', title: 'Light' },
  { value: 'dark', title: 'Dark' },
] as const

interface UserMenuProps {
  readonly me: Me
  readonly force: Membership
}

/** Who is signed in. The browser's own popover: a library's menu would be a seventh of what the first page loads. */
export function UserMenu({ me, force }: UserMenuProps) {
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  const signOut = useSignOut()
  const id = useId()
  const popover = useRef<HTMLDivElement>(null)
  const others = me.forces.filter(other => other.slug !== force.slug)
  return (
    <>
      <Button variant="default" size="compact-sm" radius="xl" className={styles.user} popoverTarget={id}>
        {me.user.name}
        <span className={styles.role}>, {wordsOf(force.roles[0] ?? 'guest').toLowerCase()}</span>
      </Button>
      <div ref={popover} id={id} popover="auto" className={styles.menu}>
        <p className="small second">
          {me.user.email}
          <br />
          {force.roles.map(role => wordsOf(role)).join(', ')}
        </p>
        {others.map(other => (
          <Link
            key={other.slug}
            to="/f/$force"
            params={{ force: other.slug }}
            onClick={() => popover.current?.hidePopover()}
          >
            Go to {other.name}
          </Link>
        ))}
        <Link to="/f/$force/account" params={{ force: force.slug }} onClick={() => popover.current?.hidePopover()}>
          Your sign-in
        </Link>
        <fieldset>
          <legend className="small second">Colours</legend>
          {schemes.map(scheme => (
            <label key={scheme.value}>
              <input
                type="radio"
                name="colours"
                checked={colorScheme === scheme.value}
                onChange={() => setColorScheme(scheme.value)}
              />
              {scheme.title}
            </label>
          ))}
        </fieldset>
        {signOut.error && (
          <p className="notice bad" role="alert">
            {signOut.error.message}
          </p>
        )}
        <Button variant="default" fullWidth loading={signOut.isPending} onClick={() => signOut.mutate()}>
          Sign out
        </Button>
      </div>
    </>
  )
}

function useSignOut() {
  return useMutation({
    mutationFn: () => request('/api/auth/sign-out', { method: 'POST', body: {} }),
    // Loaded afresh: nothing of this person, nor a key of theirs, stays in the page for the next one.
    onSuccess: () => window.location.assign('/sign-in'),
  })
}
