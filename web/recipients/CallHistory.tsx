import type { UseQueryResult } from '@tanstack/react-query'
import { formatCounted, formatDateTime, wordsOf } from '../ui/format.ts'
import { EmptyState, ErrorState, Loading } from '../ui/States.tsx'
import type { CallsOfRecipient, CallsOfService, Recipient } from './api.ts'
import styles from './Recipients.module.css'

type CallBack = NonNullable<CallsOfService['callBack']>

interface CallHistoryProps {
  readonly recipient: Recipient
  readonly calls: UseQueryResult<CallsOfRecipient>
  readonly timeZone: string
}

/** Each call-back with its attempts and the interviews held: that they took place, and nothing of what was said. */
export function CallHistory({ recipient, calls, timeZone }: CallHistoryProps) {
  if (calls.isPending) return <Loading what="calls" />
  if (calls.isError) return <ErrorState error={calls.error} onRetry={() => void calls.refetch()} />
  const incidents = new Map(recipient.services.map(({ id, incident }) => [id, incident]))
  const called = calls.data.services.flatMap(service =>
    service.callBack ? [{ ...service, callBack: service.callBack }] : [],
  )
  if (called.length === 0)
    return (
      <EmptyState title="No call was made to them">
        <p>Nor does one wait for them. Whether they may be rung, and why, stands in the overview.</p>
      </EmptyState>
    )
  return (
    <ol className="stack">
      {called.map(({ serviceId, survey, callBack }) => {
        const incident = incidents.get(serviceId)
        return (
          <li key={callBack.id} className="card stack">
            <div>
              <h2>
                {survey.name}: {standing(callBack)}
              </h2>
              <p className="small second">
                {incident
                  ? [incident.categoryName, incident.reference].filter(Boolean).join(', ')
                  : 'An older incident'}
                {`. Chosen ${formatDateTime(callBack.chosenAt, timeZone)}.`}
              </p>
            </div>
            <Attempts callBack={callBack} timeZone={timeZone} />
            {callBack.interviews.map(interview => (
              <p key={interview.id}>
                <strong>Interview {wordsOf(interview.status).toLowerCase()}</strong>
                <span className="second">
                  {` from ${formatDateTime(interview.startedAt, timeZone)}`}
                  {interview.endedAt && ` to ${formatDateTime(interview.endedAt, timeZone)}`}
                </span>
              </p>
            ))}
          </li>
        )
      })}
    </ol>
  )
}

function standing({ status, outcome, attemptsMade }: CallBack): string {
  if (status === 'claimed') return 'being rung now'
  if (status === 'queued')
    return attemptsMade === 0 ? 'waits, not rung yet' : `waits, rung ${formatCounted(attemptsMade, 'time')}`
  return `ended, ${(outcome?.title ?? 'no outcome').toLowerCase()}`
}

function Attempts({ callBack, timeZone }: { readonly callBack: CallBack; readonly timeZone: string }) {
  const { attempts, status, appointmentAt, dueAt } = callBack
  return (
    <>
      {status === 'queued' && (
        <p>
          {appointmentAt
            ? `They agreed to be rung on ${formatDateTime(appointmentAt, timeZone)}.`
            : `Due ${formatDateTime(dueAt, timeZone)}.`}
        </p>
      )}
      {attempts.length > 0 && (
        <ol className={styles.attempts}>
          {attempts.map(attempt => (
            <li key={attempt.id}>
              <span className="second">{formatDateTime(attempt.at, timeZone)}</span>
              <div>
                <p>{attempt.outcome}</p>
                {attempt.note && <p className={styles.note}>{attempt.note}</p>}
                {attempt.appointmentAt && <p>Agreed: {formatDateTime(attempt.appointmentAt, timeZone)}</p>}
                <p className="small second">
                  {attempt.number ?? 'A number that is not known any more'}, by{' '}
                  {attempt.by ?? 'somebody not known any more'}
                </p>
              </div>
            </li>
          ))}
        </ol>
      )}
    </>
  )
}
