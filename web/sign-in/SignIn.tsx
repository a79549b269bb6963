import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { Mark } from '../ui/Mark.tsx'
import { useTitle } from '../ui/PageHeader.tsx'
import { setupQuery } from './api.ts'
import styles from './SignIn.module.css'
import { SignInSteps } from './SignInSteps.tsx'

const route = getRouteApi('/sign-in')

export function SignIn() {
  useTitle('Sign in')
  const enter = useEnter()
  return (
    <main className={styles.page}>
      <p className={styles.brand}>
        <Mark /> Ringback
      </p>
      <FirstSteps />
      <SignInSteps title={<h1>Sign in</h1>} onEntered={enter} />
    </main>
  )
}

function useEnter() {
  const { redirect } = route.useSearch()
  // Loaded afresh: whoever was signed in before at this browser leaves nothing of theirs in the page.
  return async () => window.location.replace(redirect ?? '/')
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
