import { Button, PasswordInput, TextInput } from '@mantine/core'
import { type UseMutationResult, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import { ApiProblem, meQuery } from '../api.ts'
import { wordsOf } from '../ui/format.ts'
import { Mark } from '../ui/Mark.tsx'
import { useTitle } from '../ui/PageHeader.tsx'
import { type Credentials, demoSignInsQuery, setupQuery, signIn } from './api.ts'
import { SecondStep } from './SecondStep.tsx'
import styles from './SignIn.module.css'

const route = getRouteApi('/sign-in')

export function SignIn() {
  useTitle('Sign in')
  const enter = useEnter()
  const entering = useMutation({
    mutationFn: signIn,
    onSuccess: async ({ twoFactorRedirect }) => {
      if (!twoFactorRedirect) await enter()
    },
  })
  const needsCode = entering.data?.twoFactorRedirect ?? false
  return (
    <main className={styles.page}>
      <p className={styles.brand}>
        <Mark /> Ringback
      </p>
      <FirstSteps />
      <section className={`card ${styles.card}`}>
        <h1>Sign in</h1>
        {needsCode ? (
          <SecondStep onEntered={enter} onLeave={() => entering.reset()} />
        ) : (
          <SignInForm entering={entering} />
        )}
      </section>
      {!needsCode && <DemoSignIns entering={entering} />}
    </main>
  )
}

function useEnter() {
  const client = useQueryClient()
  const navigate = useNavigate()
  const { redirect } = route.useSearch()
  return async () => {
    client.removeQueries({ queryKey: meQuery.queryKey })
    await navigate({ href: redirect ?? '/', replace: true })
  }
}
type Entering = UseMutationResult<Awaited<ReturnType<typeof signIn>>, Error, Credentials>

function SignInForm({ entering }: { readonly entering: Entering }) {
  const [credentials, setCredentials] = useState<Credentials>({ email: '', password: '' })
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

function DemoSignIns({ entering }: { readonly entering: Entering }) {
  const signIns = useQuery(demoSignInsQuery).data ?? []
  if (signIns.length === 0) return null
  return (
    <section className={styles.demo} aria-labelledby="demo-title">
      <h2 id="demo-title">Or look round the demonstration as</h2>
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

/** An empty system can't be signed in to: it says how to begin. */
function FirstSteps() {
  const { data } = useQuery(setupQuery)
  if (!data?.empty) return null
  return (
    <section className="notice stack">
      <p>
        <strong>There is no force yet.</strong> On the machine that runs Ringback, enter:
      </p>
      {data.steps.map(step => (
        <code key={step} className={styles.step}>
          {step}
        </code>
      ))}
    </section>
  )
}
