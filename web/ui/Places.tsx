import { getRouteApi, Link, Outlet, useRouter } from '@tanstack/react-router'
import { PageHeader, useTitle } from './PageHeader.tsx'
import { mayOpen, pages } from './pages.ts'
import { Shell } from './Shell.tsx'
import { EmptyState, ErrorState } from './States.tsx'

const forceRoute = getRouteApi('/f/$force')

/** Everything under `/f/…`: the top bar, and the page if the person may open it. */
export function ForceLayout() {
  const { me, force } = forceRoute.useRouteContext()
  const { force: slug } = forceRoute.useParams()
  const path = useRouter().state.location.pathname
  if (!force) return <NoAccess what={`the force “${slug}”`} />
  const page = pages.find(each => path.startsWith(each.to.replace('$force', force.slug)))
  const isAllowed = !page || mayOpen(page, force.roles, me.demo)
  return (
    <Shell me={me} force={force}>
      {isAllowed ? <Outlet /> : <NoAccess what={page.title.toLowerCase()} />}
    </Shell>
  )
}

function NoAccess({ what }: { readonly what: string }) {
  useTitle('No access')
  return (
    <div className="page">
      <EmptyState title={`Your roles don't open ${what}`}>
        <p>If your work needs it, ask an administrator of your force for the role.</p>
        <Link to="/">Go to your start page</Link>
      </EmptyState>
    </div>
  )
}

/** Where somebody lands whose role has no page in this release. */
export function NothingYet() {
  return (
    <div className="page">
      <PageHeader title="Welcome to Ringback" />
      <EmptyState title="Nothing for you yet">
        <p>
          What people said about your work will be shown here: the 5s that go into your Performance Development Review,
          and what was learned from a 1.
        </p>
        <p className="second">Until then your supervisor is told of both by e-mail.</p>
      </EmptyState>
    </div>
  )
}

export function NotFound() {
  useTitle('Not found')
  return (
    <main className="page">
      <EmptyState title="There is no such page">
        <p>The address may be mistyped, or what it showed has gone.</p>
        <Link to="/">Go to your start page</Link>
      </EmptyState>
    </main>
  )
}

export function LoadFault({ error }: { readonly error: unknown }) {
  const router = useRouter()
  return (
    <main className="page">
      <PageHeader title="Fault" />
      <ErrorState error={error} onRetry={() => void router.invalidate()} />
    </main>
  )
}
