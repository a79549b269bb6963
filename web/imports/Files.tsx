import { useInfiniteQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { type Column, DataTable } from '../ui/DataTable.tsx'
import { formatDateTime } from '../ui/format.ts'
import { EmptyState, ErrorState, Loading } from '../ui/States.tsx'
import { type Filters, importsQuery, type PastImport } from './api.ts'
import { FileFilters } from './FileFilters.tsx'
import styles from './Imports.module.css'
import { Status } from './Status.tsx'
import { inShort, kindWords, originWords } from './words.ts'

const forceRoute = getRouteApi('/f/$force')

interface FilesProps {
  readonly force: string
  readonly filters: Filters
}

/** Every file that came in, by whatever way, the newest first. */
export function Files({ force, filters }: FilesProps) {
  const timeZone = forceRoute.useRouteContext().force?.timeZone ?? 'Europe/London'
  const imports = useInfiniteQuery(importsQuery(force, filters))
  if (imports.isPending) return <Loading what="imports" />
  if (imports.isError) return <ErrorState error={imports.error} onRetry={() => void imports.refetch()} />
  const rows = imports.data.pages.flatMap(page => page.imports)
  const starters = imports.data.pages[0]?.starters ?? []
  if (starters.length === 0)
    return (
      <EmptyState title="Nothing imported yet">
        <p>Import the staff first, then recipients: so every recipient’s officers are known from the start.</p>
      </EmptyState>
    )
  return (
    <div className="card stack">
      <FileFilters filters={filters} starters={starters} />
      {rows.length === 0 ? (
        <EmptyState title="No import fits these filters">
          <p>Remove a filter to see more.</p>
          <Link to="/f/$force/imports" params={{ force }} search={{}}>
            Show every import
          </Link>
        </EmptyState>
      ) : (
        <DataTable
          caption="Imports"
          columns={columnsIn(force, timeZone)}
          rows={rows}
          keyOf={each => each.id}
          more={imports}
        />
      )}
    </div>
  )
}

const columnsIn = (force: string, timeZone: string): readonly Column<PastImport>[] => [
  {
    header: 'File',
    cell: each => (
      <Link to="/f/$force/imports/$id" params={{ force, id: each.id }} className={styles.name}>
        {each.fileName}
      </Link>
    ),
  },
  {
    header: 'What',
    cell: each => (
      <>
        {kindWords[each.kind]}
        {each.profile && <span className={`small second ${styles.under}`}>{each.profile}</span>}
      </>
    ),
  },
  { header: 'State', cell: each => <Status status={each.status} /> },
  { header: 'Rows', cell: each => (each.result ? inShort(each.result) : <span className="second">–</span>) },
  {
    header: 'When',
    cell: each => (
      <>
        {formatDateTime(each.undoneAt ?? each.endedAt ?? each.startedAt ?? each.receivedAt ?? '', timeZone)}
        <span className={`small second ${styles.under}`}>
          {originWords[each.origin]}, {each.startedBy}
        </span>
      </>
    ),
  },
]
