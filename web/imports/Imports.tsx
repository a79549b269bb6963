import { useInfiniteQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { type Column, DataTable } from '../ui/DataTable.tsx'
import { formatDateTime } from '../ui/format.ts'
import { PageHeader } from '../ui/PageHeader.tsx'
import { EmptyState, ErrorState, Loading } from '../ui/States.tsx'
import { Tabs } from '../ui/Tabs.tsx'
import { importsQuery, type PastImport } from './api.ts'
import { FileDrop } from './FileDrop.tsx'
import styles from './Imports.module.css'
import { Profiles } from './Profiles.tsx'
import { Status } from './Status.tsx'
import { inShort, kindWords, originWords } from './words.ts'

const route = getRouteApi('/f/$force/imports')
const forceRoute = getRouteApi('/f/$force')

/** Files that came in, by whatever way, and the profiles by which they are read. */
export function Imports() {
  const { force } = forceRoute.useParams()
  const mayChange = forceRoute.useRouteContext().force?.roles.includes('administrator') ?? false
  const { show } = route.useSearch()
  return (
    <div className="page stack">
      <PageHeader
        title="Imports"
        about="Nothing in a file is dropped or changed in silence, and the same file twice changes nothing."
      />
      {mayChange && <FileDrop force={force} />}
      <Tabs label="Files or profiles">
        <Link
          from="/f/$force/imports"
          to="."
          search={{}}
          activeOptions={{ exact: true }}
          aria-current={show ? undefined : 'page'}
        >
          Files
        </Link>
        <Link from="/f/$force/imports" to="." search={{ show: 'profiles' }} aria-current={show ? 'page' : undefined}>
          Profiles
        </Link>
      </Tabs>
      {show === 'profiles' ? <Profiles force={force} mayChange={mayChange} /> : <Files force={force} />}
    </div>
  )
}

function Files({ force }: { readonly force: string }) {
  const timeZone = forceRoute.useRouteContext().force?.timeZone ?? 'Europe/London'
  const imports = useInfiniteQuery(importsQuery(force))
  if (imports.isPending) return <Loading what="imports" />
  if (imports.isError) return <ErrorState error={imports.error} onRetry={() => void imports.refetch()} />
  const rows = imports.data.pages.flatMap(page => page.imports)
  if (rows.length === 0)
    return (
      <EmptyState title="Nothing imported yet">
        <p>Import the staff first, then recipients: so every recipient’s officers are known from the start.</p>
      </EmptyState>
    )
  return (
    <div className="card">
      <DataTable
        caption="Imports"
        columns={columnsIn(force, timeZone)}
        rows={rows}
        keyOf={each => each.id}
        more={imports}
      />
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
        <span className={`small second ${styles.under}`}>{originWords[each.origin]}</span>
      </>
    ),
  },
]
