import { useInfiniteQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import type { Membership } from '../api.ts'
import { MoreRows } from '../ui/DataTable.tsx'
import { formatMoment } from '../ui/format.ts'
import { PageHeader } from '../ui/PageHeader.tsx'
import { RatingChip } from '../ui/RatingChip.tsx'
import { EmptyState, ErrorState, Loading } from '../ui/States.tsx'
import styles from './Alerts.module.css'
import { type Alert, type AlertKind, alertsQuery } from './api.ts'
import { deliveryOf, incidentLine, officerName } from './words.ts'

const route = getRouteApi('/f/$force/alerts')
const forceRoute = getRouteApi('/f/$force')

export function Alerts() {
  const { kind = 'low' } = route.useSearch()
  const { force } = forceRoute.useRouteContext()
  if (!force) return null
  const seesAll = force.roles.some(role => ['team_leader', 'complaints', 'administrator'].includes(role))
  return (
    <div className={`page reading ${styles.page}`}>
      <PageHeader
        title={seesAll ? 'Alerts' : "Your team's alerts"}
        about="What people rated 1 or 5, and whether the supervisor has been told."
      />
      <nav className={styles.tabs} aria-label="Kinds of alert">
        <Link
          from="/f/$force/alerts"
          to="."
          search={{ kind: 'low' }}
          className={styles.tab}
          aria-current={kind === 'low' ? 'page' : undefined}
        >
          1s, to put right
        </Link>
        <Link
          from="/f/$force/alerts"
          to="."
          search={{ kind: 'high' }}
          className={styles.tab}
          aria-current={kind === 'high' ? 'page' : undefined}
        >
          5s, to pass on
        </Link>
      </nav>
      <AlertList force={force} kind={kind} />
    </div>
  )
}

function AlertList({ force, kind }: { readonly force: Membership; readonly kind: AlertKind }) {
  const query = useInfiniteQuery(alertsQuery(force.slug, kind))
  if (query.isPending) return <Loading what="alerts" />
  if (query.isError) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />
  const alerts = query.data.pages.flatMap(page => page.alerts)
  if (alerts.length === 0)
    return (
      <EmptyState title={kind === 'low' ? 'No 1s' : 'No 5s'}>
        <p>
          When somebody rates {kind === 'low' ? 'a 1' : 'a 5'} in an interview, it is shown here as soon as the
          interview ends, and goes by e-mail to the officer's supervisor.
        </p>
      </EmptyState>
    )
  return (
    <>
      <ul className={styles.list}>
        {alerts.map(alert => (
          <AlertRow key={alert.id} alert={alert} force={force} />
        ))}
      </ul>
      <MoreRows shown={alerts.length} more={query} />
    </>
  )
}

function AlertRow({ alert, force }: { readonly alert: Alert; readonly force: Membership }) {
  const delivery = deliveryOf(alert)
  return (
    <li>
      <Link to="/f/$force/alerts/$id" params={{ force: force.slug, id: alert.id }} className={styles.row}>
        <RatingChip rating={alert.kind === 'low' ? 1 : 5} size="large" />
        <span className={styles.body}>
          <span className={styles.officer}>{officerName(alert)}</span>
          <span>{alert.questions.map(question => question.title).join(' · ')}</span>
          <span className="small second">{incidentLine(alert, force.timeZone)}</span>
          <span className={`small ${styles[delivery.tone]}`}>{delivery.words}</span>
        </span>
        <span className={`small second ${styles.when}`}>{formatMoment(alert.createdAt, force.timeZone)}</span>
      </Link>
    </li>
  )
}
