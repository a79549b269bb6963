import { Button, PasswordInput, TextInput } from '@mantine/core'
import { type UseMutationResult, useMutation, useQuery } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { ApiProblem } from '../api.ts'
import { wordsOf } from '../ui/format.ts'
import { type Credentials, demoSignInsQuery, signIn } from './api.ts'
import { SecondStep } from './SecondStep.tsx'
import styles from './SignIn.module.css'

interface SignInStepsProps {
  readonly title: React.ReactNode
  /** The address of whoever was signed in, and is expected again, over the page that they left open. */
  readonly email?: string
  readonly onEntered: () => Promise<void>
}

/** The password, then the second step of those who have one: on its own page, or over another. */
export function SignInSteps({ title, email, onEntered }: SignInStepsProps) {
  const entering = useMutation({
    mutationFn: signIn,
    onSuccess: async ({ twoFactorRedirect }) => {
      if (!twoFactorRedirect) await onEntered()
    },
  })
  const needsCode = entering.data?.twoFactorRedirect ?? false
  return (
    <>
      <section className={email === undefined ? `card ${styles.card}` : 'stack'}>
        {title}
        {needsCode ? (
          <SecondStep onEntered={onEntered} onLeave={() => entering.reset()} />
        ) : (
          <SignInForm entering={entering} email={email ?? ''} />
        )}
      </section>
      {!needsCode && <DemoSignIns entering={entering} only={email} />}
    </>
  )
}

type Entering = UseMutationResult<Awaited<ReturnType<typeof signIn>>, Error, Credentials>

function SignInForm({ entering, email }: { readonly entering: Entering; readonly email: string }) {
  const [credentials, setCredentials] = useState<Credentials>({ email, password: '' })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    entering.mutate(credentials)
  }
  return (
    <form className="stack" onSubmit={submit}>
      {entering.error && (
        <p className="notice bad" role="alert">
          {faultOf(entering.error)}
        </p>
      )}
      <TextInput
        label="E-mail address"
        type="email"
        autoComplete="username"
        required
        withAsterisk={false}
        value={credentials.email}
        onChange={event => setCredentials({ ...credentials, email: event.currentTarget.value })}
      />
      <PasswordInput
        label="Password"
        autoComplete="current-password"
        required
        withAsterisk={false}
        visibilityToggleButtonProps={{ 'aria-label': 'Show the password' }}
        value={credentials.password}
        onChange={event => setCredentials({ ...credentials, password: event.currentTarget.value })}
      />
      <Button type="submit" loading={entering.isPending}>
        Sign in
      </Button>
    </form>
  )
}

function faultOf(error: Error): string {
  if (!(error instanceof ApiProblem)) return error.message
  if (error.status === 401 || error.status === 400)
    return 'The e-mail address and password don’t go together. Check both, or ask an administrator of your force for a new password.'
  if (error.status === 429) return 'Too many tries. Wait a minute, then try again.'
  return error.message
}

function DemoSignIns({ entering, only }: { readonly entering: Entering; readonly only: string | undefined }) {
  const all = useQuery(demoSignInsQuery).data ?? []
  const signIns = all.filter(({ email }) => only === undefined || email === only)
  if (signIns.length === 0) return null
  return (
    <section className={styles.demo} aria-labelledby="demo-title">
      <h2 id="demo-title">
        {only === undefined ? 'Or look round the demonstration as' : 'Or, in the demonstration, as'}
      </h2>
      <ul className={styles.roles}>
        {signIns.map(each => (
          <li key={each.email}>
            <button
              type="button"
              className={styles.role}
              disabled={entering.isPending}
              onClick={() => entering.mutate({ email: each.email, password: each.password })}
            >
              <strong>{wordsOf(each.role)}</strong>
              <span className="small second">{each.name}</span>
            </button>
          </li>
        ))}
      </ul>
      <p className="small second">The people are invented, and nobody is rung.</p>
    </section>
  )
}
