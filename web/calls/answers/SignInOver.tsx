import { Button } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { type Me, meQuery } from '../../api.ts'
import { SignInSteps } from '../../sign-in/SignInSteps.tsx'
import { Dialog } from '../../ui/Dialog.tsx'

interface SignInOverProps {
  readonly me: Me
  /** What waits here for this sign-in, in words; empty if nothing does. */
  readonly waiting: string
  readonly isOpen: boolean
  readonly onSignedIn: () => void
}

/** The session has ended, and the call hasn't: signing in again leaves everything on the screen as it is. */
export function SignInOver({ me, waiting, isOpen, onSignedIn }: SignInOverProps) {
  const client = useQueryClient()
  const [other, setOther] = useState<Me | null>(null)
  const entered = async () => {
    const now = await client.fetchQuery({ ...meQuery, staleTime: 0 })
    if (now.user.id !== me.user.id) return setOther(now)
    setOther(null)
    onSignedIn()
  }
  return (
    // Neither Escape nor a press beside it leads back: without a session nothing behind it works. And whoever comes by is not
    // to read a name, a number, or what was said.
    <Dialog title="Sign in again" isOpen={isOpen} onClose={null} isScreen>
      {other ? (
        <AnotherPerson me={me} other={other} waiting={waiting} onBack={() => setOther(null)} />
      ) : (
        <SignInSteps
          title={
            <p>
              You were signed out. {waiting ? `Kept here: ${waiting}. ` : ''}Sign in as {me.user.name}, and go on where
              you are.
            </p>
          }
          email={me.user.email}
          onEntered={entered}
        />
      )}
    </Dialog>
  )
}

interface AnotherPersonProps {
  readonly me: Me
  readonly other: Me
  readonly waiting: string
  readonly onBack: () => void
}

function AnotherPerson({ me, other, waiting, onBack }: AnotherPersonProps) {
  return (
    <>
      <p className="notice" role="alert">
        <strong>You signed in as {other.user.name}.</strong> This call is {me.user.name}'s.{' '}
        {waiting && `What is kept here (${waiting}) stays sealed, and is sent when ${me.user.name} signs in again.`}
      </p>
      {/* A fresh page: nothing of the one person is left in it for the other. */}
      <Button onClick={() => window.location.assign('/')}>Leave this call, and go on as {other.user.name}</Button>
      <Button variant="default" onClick={onBack}>
        Sign in as {me.user.name}
      </Button>
    </>
  )
}
