import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { type Column, DataTable } from '../../ui/DataTable.tsx'
import { formatCount, formatCounted, formatMoment } from '../../ui/format.ts'
import { PageHeader } from '../../ui/PageHeader.tsx'
import { EmptyState, ErrorState, Loading } from '../../ui/States.tsx'
import { boardQuery, type OnBoard, type ShiftState } from './api.ts'
import styles from './Shifts.module.css'
import { formatMinutes, reasonTitles, stateTitles } from './words.ts'

const forceRoute = getRouteApi('/f/$force')

/** The team leader's board: what each interviewer does now, and did today. */
export function Board() {
  const { force: membership } = forceRoute.useRouteContext()
  const { force } = forceRoute.useParams()
  const timeZone = membership?.timeZone ?? 'Europe/London'
  const { data, error, isPending, refetch } = useQuery(boardQuery(force))
  return (
    <div className="page stack">
      <PageHeader
        title="Shifts"
        about={data ? `Today, as of ${formatMoment(data.at, timeZone)}. ${summaryOf(data.interviewers)}` : undefined}
      />
      {isPending && <Loading what="the shifts" />}
      {error && !data && <ErrorState error={error} onRetry={() => void refetch()} />}
      {data?.interviewers.length === 0 && (
        <EmptyState title="Nobody has worked today">
          <p>An interviewer is listed here from their first call of the day.</p>
        </EmptyState>
      )}
      {data && data.interviewers.length > 0 && (
        <div className="card">
          <DataTable
            caption="Interviewers who worked today"
            columns={columnsFor(data.at)}
            rows={data.interviewers}
            keyOf={({ userId }) => userId}
          />
        </div>
      )}
    </div>
  )
}

function summaryOf(interviewers: readonly OnBoard[]): string {
  const now = (...states: readonly ShiftState[]) =>
    interviewers.filter(({ state }) => state && states.includes(state)).length
  const calls = interviewers.reduce((sum, { today }) => sum + today.calls, 0)
  return `${now('on_call', 'finishing')} on calls, ${now('between')} between calls, ${now('paused')} on breaks; ${formatCounted(calls, 'call')} in all.`
}

const minutesIn = (states: readonly ShiftState[]) => ({
  numeric: true,
  cell: ({ today }: OnBoard) => {
    const minutes = today.inStates.reduce((sum, each) => sum + (states.includes(each.state) ? each.minutes : 0), 0)
    return minutes === 0 ? '–' : formatMinutes(minutes)
  },
})

const columnsFor = (at: string): readonly Column<OnBoard>[] => [
  {
    header: 'Interviewer',
    cell: ({ name, kind }) => (
      <>
        {name}
        {kind && <span className={`small second ${styles.kind}`}>{kind}</span>}
      </>
    ),
  },
  { header: 'Now', cell: interviewer => <Now interviewer={interviewer} at={at} /> },
  { header: 'Calls', numeric: true, cell: ({ today }) => formatCount(today.calls) },
  { header: 'Interviews', numeric: true, cell: ({ today }) => formatCount(today.interviews) },
  {
    header: 'Average',
    numeric: true,
    cell: ({ today }) => (today.averageMinutes === null ? '–' : formatMinutes(today.averageMinutes)),
  },
  { header: 'On calls', ...minutesIn(['on_call', 'finishing']) },
  { header: 'Between calls', ...minutesIn(['between']) },
  { header: 'On breaks', ...minutesIn(['paused']) },
  { header: 'Idle', ...minutesIn(['idle']) },
]

function Now({ interviewer: { state, since, reason }, at }: { interviewer: OnBoard; at: string }) {
  if (!state) return <span className="second">Shift ended</span>
  const minutes = since ? Math.max(0, Date.parse(at) - Date.parse(since)) / 60_000 : 0
  return (
    <span className={styles.now} data-state={state}>
      {state === 'paused' && reason && reason !== 'break' ? reasonTitles[reason] : stateTitles[state]}
      <span className="second"> {formatMinutes(Math.floor(minutes))}</span>
    </span>
  )
}
