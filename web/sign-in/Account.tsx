import { Button, PasswordInput, TextInput } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { PageHeader } from '../ui/PageHeader.tsx'
import { ErrorState, Loading } from '../ui/States.tsx'
import {
  type Enrolment,
  faultOfCode,
  secondFactorQuery,
  startSecondFactor,
  stopSecondFactor,
  verifyCode,
} from './api.ts'
import styles from './SignIn.module.css'

/** A person's own sign-in: the second step after the password, on and off. */
export function Account() {
  const { data, error, refetch } = useQuery(secondFactorQuery)
  const [enrolment, setEnrolment] = useState<Enrolment | null>(null)
  return (
    <div className="page stack">
      <PageHeader title="Your sign-in" about="A password can be seen or guessed. A code from your own device can't." />
      <section className={`card stack ${styles.account}`} aria-labelledby="second-step">
        <h2 id="second-step">Second step</h2>
        {error && <ErrorState error={error} onRetry={() => void refetch()} />}
        {!error && data === undefined && <Loading what="your sign-in" />}
        {data === true && !enrolment && <TurnOff />}
        {data === false && !enrolment && <TurnOn onStarted={setEnrolment} />}
        {enrolment && <Enrol enrolment={enrolment} onDone={() => setEnrolment(null)} />}
      </section>
    </div>
  )
}

function TurnOn({ onStarted }: { readonly onStarted: (enrolment: Enrolment) => void }) {
  const starting = useMutation({ mutationFn: startSecondFactor, onSuccess: onStarted })
  return (
    <>
      <p>It is off: your password alone signs you in.</p>
      <PasswordForm action="Turn it on" changing={starting} />
    </>
  )
}

function TurnOff() {
  const client = useQueryClient()
  const stopping = useMutation({
    mutationFn: stopSecondFactor,
    onSuccess: () => client.invalidateQueries({ queryKey: secondFactorQuery.queryKey }),
  })
  return (
    <>
      <p className="notice good" role="status">
        <strong>It is on.</strong> After your password you are asked for a code from your authenticator app.
      </p>
      <PasswordForm action="Turn it off" changing={stopping} />
    </>
  )
}

interface PasswordFormProps {
  readonly action: string
  readonly changing: {
    readonly mutate: (password: string) => void
    readonly isPending: boolean
    readonly error: Error | null
  }
}

function PasswordForm({ action, changing }: PasswordFormProps) {
  const [password, setPassword] = useState('')
  return (
    <form
      className="stack"
      onSubmit={event => {
        event.preventDefault()
        changing.mutate(password)
      }}
    >
      {changing.error && (
        <p className="notice bad" role="alert">
          {faultOfCode(changing.error, 'password')}
        </p>
      )}
      <PasswordInput
        label="Your password"
        autoComplete="current-password"
        required
        withAsterisk={false}
        visibilityToggleButtonProps={{ 'aria-label': 'Show the password' }}
        value={password}
        onChange={event => setPassword(event.currentTarget.value)}
      />
      <Button type="submit" loading={changing.isPending}>
        {action}
      </Button>
    </form>
  )
}

/** The secret goes into the app, the codes go into a drawer; the first code from the app proves that it worked. */
function Enrol({ enrolment, onDone }: { readonly enrolment: Enrolment; readonly onDone: () => void }) {
  const client = useQueryClient()
  const [code, setCode] = useState('')
  const confirming = useMutation({
    mutationFn: () => verifyCode('totp', code),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: secondFactorQuery.queryKey })
      onDone()
    },
  })
  const key = new URL(enrolment.totpURI).searchParams.get('secret') ?? ''
  return (
    <form
      className="stack"
      onSubmit={event => {
        event.preventDefault()
        confirming.mutate()
      }}
    >
      <p>
        1. In your authenticator app, add an account by its key, or <a href={enrolment.totpURI}>open the app here</a>.
      </p>
      <p>
        Key: <code className={styles.key}>{key.match(/.{1,4}/g)?.join(' ')}</code>
      </p>
      <p>2. Keep these back-up codes where your device isn't. Each signs you in once. They are shown only now.</p>
      <ul className={styles.codes} aria-label="Back-up codes">
        {enrolment.backupCodes.map(each => (
          <li key={each}>
            <code>{each}</code>
          </li>
        ))}
      </ul>
      {confirming.error && (
        <p className="notice bad" role="alert">
          {faultOfCode(confirming.error, 'totp')}
        </p>
      )}
      <TextInput
        label="3. The code that the app shows now"
        inputMode="numeric"
        autoComplete="one-time-code"
        required
        withAsterisk={false}
        value={code}
        onChange={event => setCode(event.currentTarget.value)}
      />
      <Button type="submit" loading={confirming.isPending}>
        Finish
      </Button>
      <Button variant="default" onClick={onDone}>
        Leave it off
      </Button>
    </form>
  )
}
