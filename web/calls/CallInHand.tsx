import { Button } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useEffect, useState, useSyncExternalStore } from 'react'
import { ApiProblem, businessNowOf, meQuery } from '../api.ts'
import { EmptyState } from '../ui/States.tsx'
import { AnswersPanel } from './AnswersPanel.tsx'
import { openBook } from './answer-book.ts'
import type { Attempt, AttemptResult, CallBack } from './api.ts'
import { releaseCall } from './api.ts'
import type { Finished } from './BetweenCalls.tsx'
import { CallStatus } from './CallStatus.tsx'
import { Dialling } from './Dialling.tsx'
import { Interview } from './Interview.tsx'
import { PersonPanel } from './PersonPanel.tsx'
import { isLost, useLease } from './use-lease.ts'
import styles from './Workstation.module.css'

interface CallInHandProps {
  readonly call: CallBack
  readonly onChange: (call: CallBack | null) => void
  readonly onFinish: (how: Finished) => void
}

const forceRoute = getRouteApi('/f/$force')

/** Three columns: who is being spoken to, what is being asked, what was said. */
export function CallInHand({ call, onChange, onFinish }: CallInHandProps) {
  const { me, force } = forceRoute.useRouteContext()
  const slug = forceRoute.useParams().force
  const timeZone = force?.timeZone ?? 'Europe/London'
  const [book] = useState(() => openBook(slug, call.interview.id, call.interview.answers))
  const answers = useSyncExternalStore(book.subscribe, book.read)
  const [isDrafting, setDrafting] = useState(false)
  const lease = useLease(slug, call.id)
  const lost = lease.lost ?? (isLost(answers.fault) ? answers.fault : null)
  const isUnsaved = answers.unsaved.size > 0 || isDrafting
  useFaultSignIn(answers.fault)
  // Back from signing in again, say: what was unsaved is tried at once.
  useEffect(() => book.retry(), [book])
  useLeavingWarning(isUnsaved && !lost)

  if (lost) return <LostCall problem={lost} onLeave={() => onChange(null)} />
  const begun = call.isOnTheLine
  const recorded = (attempt: Attempt, result: AttemptResult) => {
    const outcome = call.outcomes.find(each => each.name === attempt.outcome)
    if (result.ended || ['retry', 'final', 'appointment'].includes(result.next)) {
      if (outcome) onFinish({ how: 'attempt', outcome, result })
      return
    }
    onChange({
      ...call,
      attemptsMade: call.attemptsMade + 1,
      isOnTheLine: result.next === 'interview',
      lastAttempt: { at: businessNowOf(me).toISOString(), outcome: attempt.outcome, note: attempt.note ?? null },
    })
  }
  return (
    <>
      <CallStatus
        startedAt={begun ? (call.lastAttempt?.at ?? null) : null}
        answers={answers}
        isDrafting={isDrafting}
        onRetry={() => book.retry()}
      />
      <div className={styles.columns}>
        <aside className={styles.side} aria-label="The person and the incident">
          {lease.unsafe && <Unsafe reason={lease.unsafe} begun={begun} />}
          <PersonPanel call={call} timeZone={timeZone} />
          {!begun && <PutBack slug={slug} call={call} onDone={() => onFinish({ how: 'put_back' })} />}
        </aside>
        {begun ? (
          <Interview
            slug={slug}
            call={call}
            book={book}
            answers={answers}
            onDrafting={setDrafting}
            onChange={onChange}
            onFinish={onFinish}
          />
        ) : (
          <Dialling slug={slug} call={call} timeZone={timeZone} now={businessNowOf(me)} onRecorded={recorded} />
        )}
        <aside className={styles.side} aria-label="Answers so far">
          <AnswersPanel call={call} answers={answers} />
        </aside>
      </div>
    </>
  )
}

/** A session that ended while an answer was being saved: asking who is signed in leads to the sign-in page. */
function useFaultSignIn(fault: Error | null): void {
  const client = useQueryClient()
  useEffect(() => {
    if (fault instanceof ApiProblem && fault.status === 401)
      void client.refetchQueries({ queryKey: meQuery.queryKey, type: 'all' })
  }, [fault, client])
}

function useLeavingWarning(isUnsaved: boolean): void {
  useEffect(() => {
    if (!isUnsaved) return
    const warn = (event: BeforeUnloadEvent) => event.preventDefault()
    window.addEventListener('beforeunload', warn)
    return () => window.removeEventListener('beforeunload', warn)
  }, [isUnsaved])
}

/** Heard from the server while the call is in hand: an import, or somebody else, made the person one not to be rung. */
function Unsafe({ reason, begun }: { readonly reason: string; readonly begun: boolean }) {
  return (
    <p className="notice bad" role="alert">
      <strong>{begun ? 'Take care' : "Don't ring"}:</strong> since you took this call a record came in by which this
      person is not to be rung ({reason.toLowerCase()}).{' '}
      {begun
        ? 'Ask whether they can speak, and stop if they would rather. What they said is kept.'
        : 'If they have refused already, record that; else put the call back.'}
    </p>
  )
}

function LostCall({ problem, onLeave }: { readonly problem: Error; readonly onLeave: () => void }) {
  return (
    <div className="page" role="alert">
      <EmptyState title="This call is no longer yours">
        <p>{problem.message}</p>
        <p>
          It was left alone for too long, or was opened somewhere else, and went back to the queue. Every answer that
          was shown as saved is kept. If you are still speaking to the person, thank them and say that somebody will
          ring again.
        </p>
        <Button onClick={onLeave}>Go on to the next call</Button>
      </EmptyState>
    </div>
  )
}

interface PutBackProps {
  readonly slug: string
  readonly call: CallBack
  readonly onDone: () => void
}

function PutBack({ slug, call, onDone }: PutBackProps) {
  const release = useMutation({ mutationFn: () => releaseCall(slug, call.id), onSuccess: onDone })
  return (
    <div className={styles.putBack}>
      <Button variant="default" fullWidth loading={release.isPending} onClick={() => release.mutate()}>
        Put the call back
      </Button>
      <p className="small second">If you can't ring now. No attempt is counted.</p>
      {release.error && (
        <p className="notice bad" role="alert">
          {release.error.message}
        </p>
      )}
    </div>
  )
}
