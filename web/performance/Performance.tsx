import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { ApiProblem, businessNowOf } from '../api.ts'
import { formatCounted, formatPeriod, localOf } from '../ui/format.ts'
import { PageHeader } from '../ui/PageHeader.tsx'
import { EmptyState, ErrorState, Loading } from '../ui/States.tsx'
import { AppendixTables } from './AppendixTables.tsx'
import { appendixQuery, headlinesQuery, type Reported, reportedUnitsQuery } from './api.ts'
import { Download } from './Download.tsx'
import { Filters } from './Filters.tsx'
import { MeasureCards } from './MeasureCards.tsx'
import styles from './Performance.module.css'
import { allOf, presets } from './periods.ts'
import { QuestionBars } from './QuestionBars.tsx'

const route = getRouteApi('/f/$force/performance')
const forceRoute = getRouteApi('/f/$force')

/** What people said: for a period and a unit, both in the address, so that it can be sent to somebody. */
export function Performance() {
  const { force: slug } = forceRoute.useParams()
  const { me, force } = forceRoute.useRouteContext()
  const search = route.useSearch()
  const units = useQuery(reportedUnitsQuery(slug))
  if (units.isPending)
    return (
      <div className="page">
        <Loading what="the figures" />
      </div>
    )
  if (units.isError)
    return (
      <div className="page">
        <ErrorState error={units.error} onRetry={() => void units.refetch()} />
      </div>
    )
  const { firstDay, lastDay } = units.data
  if (!firstDay || !lastDay) return <NothingYet />
  const today = localOf(businessNowOf(me), force?.timeZone ?? 'Europe/London').slice(0, 10)
  const all = allOf(firstDay, lastDay)
  const reported: Reported = { from: search.from ?? all.from, to: search.to ?? all.to, unit: search.unit }
  return (
    <Report
      slug={slug}
      reported={reported}
      filters={<Filters reported={reported} units={units.data.units} presets={presets(firstDay, lastDay, today)} />}
    />
  )
}

function NothingYet() {
  return (
    <div className="page">
      <PageHeader title="Performance" />
      <EmptyState title="No interview has ended yet">
        <p>As soon as the first one does, its ratings are counted here.</p>
      </EmptyState>
    </div>
  )
}

interface ReportProps {
  readonly slug: string
  readonly reported: Reported
  readonly filters: React.ReactNode
}

function Report({ slug, reported, filters }: ReportProps) {
  const appendix = useQuery(appendixQuery(slug, reported))
  const headlines = useQuery(headlinesQuery(slug, reported))
  const table = appendix.data
  const fault = appendix.error ?? headlines.error
  const hasAnswers = table && table.dissatisfaction.questions > 0
  const period = reported.from <= reported.to ? formatPeriod(reported.from, reported.to) : 'no period'
  return (
    <div className="page stack">
      <PageHeader
        title={`Performance, ${reported.unit ?? 'all units'}`}
        about={table ? `${formatCounted(table.successfulCallBacks, 'successful call-back')}, ${period}` : period}
      >
        {hasAnswers && <Download table={table} reported={reported} slug={slug} />}
      </PageHeader>
      {filters}
      {fault && (
        <Fault
          error={fault}
          reported={reported}
          onRetry={() => void Promise.all([appendix.refetch(), headlines.refetch()])}
        />
      )}
      {!fault && !table && <Loading what="the figures" />}
      {!fault && table && !hasAnswers && (
        <EmptyState title="Nobody gave a rating in this period">
          <p>
            No interview with a rating ended from {period} {reported.unit && `in ${reported.unit}`}. Choose other days,
            or all units.
          </p>
          <Link from="/f/$force/performance" to="." search={{}}>
            Show all there is
          </Link>
        </EmptyState>
      )}
      {!fault && hasAnswers && (
        <>
          {headlines.data && <MeasureCards measures={headlines.data.measures} />}
          <div className={styles.two}>
            <QuestionBars table={table} />
            {headlines.data && <Sentences sentences={headlines.data.sentences} />}
          </div>
          <AppendixTables table={table} period={period} />
        </>
      )}
    </div>
  )
}

function Sentences({ sentences }: { readonly sentences: readonly string[] }) {
  return (
    <section className="card stack" aria-labelledby="sentences-title">
      <h2 id="sentences-title">In words</h2>
      <ul className={styles.sentences}>
        {sentences.map(sentence => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
      <p className="small second">
        Shares are of answers, pooled over the questions of a section, not of people. Intervals are for answers (95%,
        Wilson): answers of one person hang together, so the true uncertainty is a little wider.
      </p>
    </section>
  )
}

function Fault({
  error,
  reported,
  onRetry,
}: {
  readonly error: Error
  readonly reported: Reported
  readonly onRetry: () => void
}) {
  const isUnknownUnit = error instanceof ApiProblem && error.code === 'unit_unknown'
  if (!isUnknownUnit || !reported.unit) return <ErrorState error={error} onRetry={onRetry} />
  return (
    <EmptyState title={`There is no unit “${reported.unit}”`}>
      <p>It may have been renamed. Choose one from the list, or look at all units.</p>
      <Link from="/f/$force/performance" to="." search={{ from: reported.from, to: reported.to }}>
        Show all units
      </Link>
    </EmptyState>
  )
}
