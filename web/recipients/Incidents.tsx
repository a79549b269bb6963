import type { UseQueryResult } from '@tanstack/react-query'
import { codeInWords } from '../imports/words.ts'
import { formatCount, formatDateTime, wordsOf } from '../ui/format.ts'
import { EmptyState, ErrorState } from '../ui/States.tsx'
import type { CallsOfRecipient, CallsOfService, Recipient, ServiceOfRecipient } from './api.ts'
import styles from './Recipients.module.css'
import { chanceWords, involvementWords, partTitle, reasonTitle } from './words.ts'

interface IncidentsProps {
  readonly recipient: Recipient
  /** What came of each service. */
  readonly calls: UseQueryResult<CallsOfRecipient>
  readonly timeZone: string
}

/** Each service the person received, the newest first. */
export function Incidents({ recipient, calls, timeZone }: IncidentsProps) {
  const { services, servicesInAll } = recipient
  if (services.length === 0)
    return (
      <EmptyState title="No incident is known of them">
        <p>They came in with one that is not there any more.</p>
      </EmptyState>
    )
  return (
    <div className="stack">
      {calls.isError && (
        <ErrorState what="What came of them" error={calls.error} onRetry={() => void calls.refetch()} />
      )}
      <ol className="stack">
        {services.map(service => (
          <li key={service.id} className="card stack">
            <Incident
              service={service}
              came={calls.data?.services.filter(({ serviceId }) => serviceId === service.id) ?? []}
              timeZone={timeZone}
            />
          </li>
        ))}
      </ol>
      {servicesInAll > services.length && (
        <p className="small second">
          The newest {formatCount(services.length)} of {formatCount(servicesInAll)}.
        </p>
      )}
    </div>
  )
}

interface IncidentProps {
  readonly service: ServiceOfRecipient
  readonly came: readonly CallsOfService[]
  readonly timeZone: string
}

function Incident({ service, came, timeZone }: IncidentProps) {
  const { incident, involvement, markers, exclusions, warnings, staff } = service
  const at = (instant: string | null, otherwise: string) => (instant ? formatDateTime(instant, timeZone) : otherwise)
  return (
    <>
      <div>
        <h2>{incident.categoryName ?? incident.categoryCode ?? 'An incident without a category'}</h2>
        <p className="small second">
          {[incident.reference, involvementWords(involvement), incident.unit, incident.grade && wordsOf(incident.grade)]
            .filter(Boolean)
            .join(' · ')}
        </p>
      </div>
      <div className={styles.columns}>
        <dl className={styles.facts}>
          <dt>Opened</dt>
          <dd>{at(incident.openedAt, 'Not known')}</dd>
          <dt>Arrived</dt>
          <dd>{at(incident.arrivedAt, incident.attended === false ? 'Nobody was sent' : 'Not known')}</dd>
          <dt>Closed</dt>
          <dd>{at(incident.closedAt, 'Still open')}</dd>
          {markers.length > 0 && (
            <>
              <dt>Markers</dt>
              <dd>{markers.join(', ')}</dd>
            </>
          )}
          {exclusions.length > 0 && (
            <>
              <dt>Unsafe by</dt>
              <dd className={styles.bad}>{exclusions.map(reasonTitle).join(', ')}</dd>
            </>
          )}
          {warnings.length > 0 && (
            <>
              <dt>On import</dt>
              <dd className={styles.attention}>{warnings.map(codeInWords).join('; ')}</dd>
            </>
          )}
        </dl>
        <dl className={styles.facts}>
          {staff.map(({ part, collarNumber, name }) => (
            <div key={`${part} ${collarNumber}`} className={styles.pair}>
              <dt>{partTitle(part)}</dt>
              <dd>
                {name ?? <span className="second">Nobody known</span>} {collarNumber}
              </dd>
            </div>
          ))}
          {came.map(service => (
            <div key={service.survey.key} className={styles.pair}>
              <dt>{service.survey.name}</dt>
              <dd>{cameTo(service)}</dd>
            </div>
          ))}
        </dl>
      </div>
    </>
  )
}

const statuses = { queued: 'Waits to be rung', claimed: 'Being rung', ended: 'Ended' } as const

function cameTo({ callBack, reason, selection }: CallsOfService): string {
  const drawn = selection?.probability != null ? `, drawn with a chance of ${chanceWords(selection.probability)}` : ''
  if (callBack) return (callBack.outcome?.title ?? statuses[callBack.status]) + drawn
  if (reason) return `Not rung: ${reasonTitle(reason).toLowerCase()}`
  return selection ? reasonTitle(selection.outcome) : 'To be chosen within the hour'
}
