import { useInfiniteQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import type { Membership } from '../api.ts'
import { type Column, DataTable, type More } from '../ui/DataTable.tsx'
import { formatCount, formatMoment } from '../ui/format.ts'
import { PageHeader } from '../ui/PageHeader.tsx'
import { EmptyState, ErrorState, Loading } from '../ui/States.tsx'
import { Tabs } from '../ui/Tabs.tsx'
import { type SeriousSummary, seriousListQuery } from './api.ts'
import styles from './Serious.module.css'
import { hasReachedNobody } from './words.ts'

const route = getRouteApi('/f/$force/serious')
const forceRoute = getRouteApi('/f/$force')

/** What was said in calls that can't wait, for the desks that deal with it. */
export function SeriousReports() {
  const { show = 'open' } = route.useSearch()
  const { force } = forceRoute.useRouteContext()
  const reports = useInfiniteQuery(seriousListQuery(force?.slug ?? '', show))
  if (!force) return null
  const open = reports.data?.pages.at(-1)?.open
  return (
    <div className="page stack">
      <PageHeader title="Serious" about="Said in calls, told to a desk at once, and taken up by somebody." />
      <Tabs label="Which reports">
        <Link
          from="/f/$force/serious"
          to="."
          search={{}}
          activeOptions={{ exact: true }}
          aria-current={show === 'open' ? 'page' : undefined}
        >
          Not taken up{open !== undefined && ` ${formatCount(open)}`}
        </Link>
        <Link
          from="/f/$force/serious"
          to="."
          search={{ show: 'all' }}
          aria-current={show === 'all' ? 'page' : undefined}
        >
          All
        </Link>
      </Tabs>
      {reports.isPending && <Loading what="reports" />}
      {reports.isError && <ErrorState error={reports.error} onRetry={() => void reports.refetch()} />}
      {reports.data && (
        <Reports rows={reports.data.pages.flatMap(page => page.reports)} more={reports} show={show} force={force} />
      )}
    </div>
  )
}

interface ReportsProps {
  readonly rows: readonly SeriousSummary[]
  readonly more: More
  readonly show: 'open' | 'all'
  readonly force: Membership
}

function Reports({ rows, more, show, force }: ReportsProps) {
  if (rows.length === 0)
    return (
      <EmptyState title={show === 'open' ? 'Nothing waits for a desk' : 'Nothing serious was said so far'}>
        <p>
          When an interviewer takes down an emergency, a safeguarding concern, a crime, a risk of self-harm, a complaint
          or a wish for an update, it is here at once.
        </p>
      </EmptyState>
    )
  return <DataTable caption="Reports" columns={columnsFor(force)} rows={rows} keyOf={report => report.id} more={more} />
}

const columnsFor = ({ slug, timeZone }: Membership): readonly Column<SeriousSummary>[] => [
  {
    header: 'What',
    cell: ({ id, title }) => (
      <Link to="/f/$force/serious/$id" params={{ force: slug, id }}>
        {title}
      </Link>
    ),
  },
  { header: 'Said', cell: ({ at }) => formatMoment(at, timeZone) },
  { header: 'Incident', cell: ({ incident }) => incident.reference },
  { header: 'Unit', cell: ({ incident }) => incident.unit ?? '–' },
  { header: 'Interviewer', cell: ({ reportedBy }) => reportedBy },
  {
    header: 'Taken up',
    cell: report =>
      report.taken ? (
        `${report.taken.by}, ${formatMoment(report.taken.at, timeZone)}`
      ) : (
        <span className={styles.waiting}>
          {hasReachedNobody(report) ? 'Nobody, and nobody was reached' : 'Nobody yet'}
        </span>
      ),
  },
]
