import { getRouteApi, Link } from '@tanstack/react-router'
import { PageHeader } from '../ui/PageHeader.tsx'
import { Tabs } from '../ui/Tabs.tsx'
import { FileDrop } from './FileDrop.tsx'
import { Files } from './Files.tsx'
import { Profiles } from './Profiles.tsx'

const route = getRouteApi('/f/$force/imports')
const forceRoute = getRouteApi('/f/$force')

/** Files that came in, by whatever way, and the profiles by which they are read. */
export function Imports() {
  const { force } = forceRoute.useParams()
  const mayChange = forceRoute.useRouteContext().force?.roles.includes('administrator') ?? false
  const { show, ...filters } = route.useSearch()
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
      {show === 'profiles' ? (
        <Profiles force={force} mayChange={mayChange} />
      ) : (
        <Files force={force} filters={filters} />
      )}
    </div>
  )
}
