import { Button } from '@mantine/core'
import { type UseMutationResult, useMutation, useQuery } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { formatCount, formatCounted, formatMoment, wordsOf } from '../ui/format.ts'
import { PageHeader } from '../ui/PageHeader.tsx'
import { ErrorState, Loading } from '../ui/States.tsx'
import type { Books, BooksState } from './answers/books.ts'
import { LeftBehind } from './answers/LeftBehind.tsx'
import type { AttemptResult, CallBack, EndedInterview, Outcome } from './api.ts'
import { claimCall, summaryQuery } from './api.ts'
import { KeyFor } from './keys/KeyFor.tsx'
import { KeyLine } from './keys/KeyLine.tsx'
import { useKeys } from './keys/use-keys.ts'
import { OwnDay } from './shifts/OwnDay.tsx'
import { OnBreak, Pause, WasIdle } from './shifts/Pause.tsx'
import { useShift } from './shifts/use-shift.ts'
import { useFocusOnChange } from './use-focus-on-change.ts'
import { useWho } from './use-who.ts'
import styles from './Workstation.module.css'

/** How the last call left the interviewer's hands. */
export type Finished =
  | {
      readonly how: 'interview'
      readonly name: string
      readonly result: EndedInterview
      readonly follows: readonly string[]
    }
  | { readonly how: 'attempt'; readonly outcome: Outcome; readonly result: AttemptResult }
  | {
      readonly how: 'put_off'
      readonly name: string
      readonly appointmentAt: string
      readonly follows: readonly string[]
    }
  | { readonly how: 'put_back' }

interface BetweenCallsProps {
  readonly finished: Finished | null
  readonly books: Books
  readonly kept: BooksState
  /** The end of the last call isn't with the server yet. */
  readonly isLastLeaving: boolean
  /** A call went before it on the page, which has not just been opened. */
  readonly isNext: boolean
  readonly onClaim: (call: CallBack) => void
}

export function BetweenCalls({ finished, books, kept, isLastLeaving, isNext, onClaim }: BetweenCallsProps) {
  const heading = useFocusOnChange('between calls', isNext)
  const navigate = useNavigate()
  const who = useWho()
  const claim = useMutation({
    mutationFn: () => claimCall(who),
    onSuccess: async call => {
      if (!call) return
      await navigate({ to: '/f/$force/calls', params: { force: who.force }, search: {}, replace: true })
      onClaim(call)
    },
  })
  const { shift, change, fault, retry } = useShift()
  const isOnBreak = shift?.state === 'paused'
  useKeys({ claim: () => claim.mutate() }, !claim.isPending && !isLastLeaving && !isOnBreak)
  return (
    <div className="page stack">
      <PageHeader
        title="Calls"
        heading={heading}
        about="The next person is chosen for you: appointments first, then those whose turn it is."
      />
      {finished && <FinishedCall finished={finished} />}
      <LeftBehind books={books} state={kept} />
      {shift?.state === 'idle' && <WasIdle isBusy={change.isPending} onChange={change.mutate} />}
      <div className={styles.between}>
        <div className="stack">
          {shift && isOnBreak ? (
            <OnBreak shift={shift} isBusy={change.isPending} onChange={change.mutate} />
          ) : (
            <Claim claim={claim} isAnother={finished !== null} isLastLeaving={isLastLeaving} />
          )}
          {change.error && (
            <p className="notice bad" role="alert">
              {change.error.message}
            </p>
          )}
          {!shift &&
            (fault ? <ErrorState what="Your shift" error={fault} onRetry={retry} /> : <Loading what="your shift" />)}
          {shift && !isOnBreak && <Pause shift={shift} isBusy={change.isPending} onChange={change.mutate} />}
        </div>
        <div className="stack">
          {shift && <OwnDay shift={shift} />}
          <Queue />
        </div>
      </div>
      <KeyLine place="between" />
    </div>
  )
}

interface ClaimProps {
  readonly claim: UseMutationResult<CallBack | null, Error, void>
  readonly isAnother: boolean
  readonly isLastLeaving: boolean
}

function Claim({ claim, isAnother, isLastLeaving }: ClaimProps) {
  return (
    <section className={`card ${styles.claim}`} aria-labelledby="claim-title">
      <h2 id="claim-title">{isAnother ? 'Ready for the next one?' : 'Ready to ring?'}</h2>
      <p className="second">The call is yours until you finish it or put it back.</p>
      <Button size="md" loading={claim.isPending} disabled={isLastLeaving} onClick={() => claim.mutate()}>
        Take the next call&nbsp; <KeyFor action="claim" />
      </Button>
      {isLastLeaving && <p className="second">The end of the last call goes first.</p>}
      {claim.data === null && !claim.isPending && (
        <p className="notice" role="status">
          Nobody is to be rung just now. A call comes back when its time to try again is due; try in a few minutes. If
          it stays like this within calling hours, ask your team leader whether new recipients have been imported.
        </p>
      )}
      {claim.error && (
        <p className="notice bad" role="alert">
          {claim.error.message}
        </p>
      )}
    </section>
  )
}

const forceRoute = getRouteApi('/f/$force')

function FinishedCall({ finished }: { readonly finished: Finished }) {
  const { force } = forceRoute.useRouteContext()
  const timeZone = force?.timeZone ?? 'Europe/London'
  if (finished.how === 'put_off')
    return (
      <p className="notice good" role="status">
        <strong>The interview with {finished.name} goes on</strong> on {formatMoment(finished.appointmentAt, timeZone)}.
        What was said is kept, and counts when it is finished. {finished.follows.map(each => `${each} now.`).join(' ')}
      </p>
    )
  if (finished.how === 'put_back')
    return (
      <p className="notice good" role="status">
        Put back. Somebody else can take the call, and no attempt was counted.
      </p>
    )
  if (finished.how === 'attempt') {
    const { outcome, result } = finished
    const due = result.dueAt ? formatMoment(result.dueAt, timeZone) : null
    return (
      <p className="notice good" role="status">
        <strong>{outcome.title}</strong>, recorded.{' '}
        {due ? `The call comes back on ${due}.` : 'The person will not be rung again for this.'}
      </p>
    )
  }
  const { result, follows, name } = finished
  const raised = result.alerts.low + result.alerts.high
  return (
    <section className="notice good stack" role="status">
      <p>
        <strong>The interview with {name} is recorded</strong> as {wordsOf(result.status).toLowerCase()}, with{' '}
        {formatCounted(result.ratings, 'rating')}.
      </p>
      {raised > 0 && follows.length > 0 ? (
        <ul>
          {follows.map(each => (
            <li key={each}>{each}.</li>
          ))}
        </ul>
      ) : (
        <p>{raised > 0 ? 'It raises an alert.' : 'No rating of it raises an alert, so no supervisor is e-mailed.'}</p>
      )}
    </section>
  )
}

function Queue() {
  const { data, error, refetch } = useQuery(summaryQuery(useWho()))
  if (!data && error) return <ErrorState what="The queue" error={error} onRetry={() => void refetch()} />
  if (!data) return <Loading what="the queue" />
  const excluded = data.exclusions.reduce((sum, each) => sum + each.services, 0)
  return (
    <section aria-labelledby="queue-title" className="card stack">
      <h2 id="queue-title">The queue</h2>
      <dl className={`figures ${styles.queue}`}>
        {[
          ['Due now', data.dueNow],
          ['Waiting in all', data.queued],
          ['Being rung', data.claimed],
          ['Ended', data.ended],
        ].map(([title, value]) => (
          <div key={title}>
            <dt>{title}</dt>
            <dd>{formatCount(Number(value))}</dd>
          </div>
        ))}
      </dl>
      {excluded > 0 && (
        <details>
          <summary>{formatCounted(excluded, 'service')} kept out of the queue</summary>
          <ul className={styles.exclusions}>
            {data.exclusions.map(({ reason, services }) => (
              <li key={reason}>
                {wordsOf(reason)} <span>{formatCount(services)}</span>
              </li>
            ))}
          </ul>
        </details>
      )}
    </section>
  )
}
