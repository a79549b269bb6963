import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { Membership } from '../api.ts'
import { type Column, DataTable } from '../ui/DataTable.tsx'
import { formatDateTime } from '../ui/format.ts'
import { EmptyState, ErrorState, Loading } from '../ui/States.tsx'
import { FilterLinks } from '../ui/Tabs.tsx'
import { type About, historyQuery } from './api.ts'

interface HistoryProps {
  readonly recipientId: string
  readonly force: Membership
  readonly about: About
}

const titles: Readonly<Record<About, string>> = { all: 'All', changes: 'What was done', views: 'Who looked' }

/** Who did what to the person, their numbers and their calls, and who looked. */
export function History({ recipientId, force, about }: HistoryProps) {
  return (
    <section className="card stack" aria-label="History">
      <FilterLinks label="Kinds of entry">
        {(Object.keys(titles) as About[]).map(each => (
          <Link
            key={each}
            from="/f/$force/recipients/$id"
            to="."
            search={each === 'all' ? { tab: 'history' } : { tab: 'history', about: each }}
            state={state => state}
            activeOptions={{ exact: true }}
            aria-current={each === about ? 'page' : undefined}
          >
            {titles[each]}
          </Link>
        ))}
      </FilterLinks>
      <Entries recipientId={recipientId} force={force} about={about} />
    </section>
  )
}

function Entries({ recipientId, force, about }: HistoryProps) {
  const history = useInfiniteQuery(historyQuery(force.slug, recipientId, about))
  if (history.isPending) return <Loading what="the history" />
  if (history.isError) return <ErrorState error={history.error} onRetry={() => void history.refetch()} />
  const entries = history.data.pages.flatMap(page => page.entries)
  if (entries.length === 0)
    return (
      <EmptyState title={about === 'views' ? 'Nobody looked at them before' : 'Nothing was done to them yet'}>
        <p>That you look now is kept, too.</p>
      </EmptyState>
    )
  return (
    <DataTable
      caption="History, the latest first"
      columns={columnsIn(force.timeZone)}
      rows={entries}
      keyOf={entry => entry.id}
      more={history}
    />
  )
}

type Entry = Awaited<ReturnType<NonNullable<ReturnType<typeof historyQuery>['queryFn']>>>['entries'][number]

const kinds: Readonly<Record<Entry['who']['kind'], string>> = {
  user: '',
  command: 'on the command line',
  job: 'by itself',
}

const columnsIn = (timeZone: string): readonly Column<Entry>[] => [
  { header: 'When', cell: entry => formatDateTime(entry.at, timeZone) },
  { header: 'What', cell: entry => entry.what },
  {
    header: 'Who',
    cell: ({ who }) => (
      <>
        {who.name}
        {kinds[who.kind] && <span className="small second"> {kinds[who.kind]}</span>}
      </>
    ),
  },
]
