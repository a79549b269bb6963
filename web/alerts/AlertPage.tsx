import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import type { Membership } from '../api.ts'
import { PeopleOfIncident } from '../recipients/RecipientLink.tsx'
import { formatDateTime } from '../ui/format.ts'
import { PageHeader } from '../ui/PageHeader.tsx'
import { isRating, RatingChip } from '../ui/RatingChip.tsx'
import { ErrorState, Loading } from '../ui/States.tsx'
import styles from './Alerts.module.css'
import { type Alert, alertQuery } from './api.ts'
import { deliveryOf, notNamed, officerName } from './words.ts'

const route = getRouteApi('/f/$force/alerts/$id')
const forceRoute = getRouteApi('/f/$force')

export function AlertPage() {
  const { id } = route.useParams()
  const { force } = forceRoute.useRouteContext()
  const query = useQuery(alertQuery(force?.slug ?? '', id))
  if (!force) return null
  return (
    <div className={`page reading ${styles.page}`}>
      <p className={styles.back}>
        <Link to="/f/$force/alerts" params={{ force: force.slug }} search={{ kind: query.data?.kind ?? 'low' }}>
          ← All alerts
        </Link>
      </p>
      {query.isPending && <Loading what="the alert" />}
      {query.isError && <ErrorState error={query.error} onRetry={() => void query.refetch()} />}
      {query.data && <AlertDetails alert={query.data} force={force} />}
    </div>
  )
}

function AlertDetails({ alert, force }: { readonly alert: Alert; readonly force: Membership }) {
  const { incident } = alert
  return (
    <>
      <PageHeader
        title={officerName(alert)}
        about={
          alert.kind === 'low' ? 'Rated 1 in a call-back. To be put right.' : 'Rated 5 in a call-back. To be passed on.'
        }
      />
      <section className={`card ${styles.details}`}>
        <h2>What was rated</h2>
        <ul className={styles.questions}>
          {alert.questions.map(question => (
            <li key={question.key}>
              {question.title}
              {isRating(question.rating) && <RatingChip rating={question.rating} word />}
            </li>
          ))}
        </ul>
      </section>
      <section className={`card ${styles.details}`}>
        <h2>About</h2>
        {!incident && <p>{notNamed}</p>}
        <dl className={styles.facts}>
          {incident && (
            <>
              <dt>Incident</dt>
              <dd>
                <PeopleOfIncident reference={incident.reference} />
              </dd>
              <dt>Category</dt>
              <dd>{incident.categoryName ?? 'Not known'}</dd>
              <dt>Opened</dt>
              <dd>{incident.openedAt ? formatDateTime(incident.openedAt, force.timeZone) : 'Not known'}</dd>
              <dt>Unit</dt>
              <dd>{incident.unit ?? 'Not known'}</dd>
            </>
          )}
          <dt>Raised</dt>
          <dd>{formatDateTime(alert.createdAt, force.timeZone)}</dd>
        </dl>
      </section>
      <DeliveryDetails alert={alert} force={force} />
    </>
  )
}

function DeliveryDetails({ alert, force }: { readonly alert: Alert; readonly force: Membership }) {
  const delivery = deliveryOf(alert)
  return (
    <section className={`card ${styles.details}`}>
      <h2>Who has been told</h2>
      <p className={styles[delivery.tone]}>{delivery.words}</p>
      {alert.delivery.acceptedAt && (
        <p className="small second">
          The mail server took it on {formatDateTime(alert.delivery.acceptedAt, force.timeZone)}
          {alert.delivery.lastReply && `, saying “${alert.delivery.lastReply}”`}.
        </p>
      )}
      {alert.delivery.status === 'refused' && (
        <p className="notice bad">
          It will not be tried again by itself. Check the address of {alert.addressee?.name ?? 'the supervisor'} under
          People, and tell them meanwhile.
        </p>
      )}
    </section>
  )
}
