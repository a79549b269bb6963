import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query'
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  redirect,
} from '@tanstack/react-router'
import { ApiProblem, type Me, type Membership, meQuery } from './api.ts'
import type { Filters } from './imports/api.ts'
import { filtersOf } from './imports/words.ts'
import type { LineProblemKind } from './people/api.ts'
import { isLineProblem } from './people/words.ts'
import { raiseSessionEnd } from './sign-in/session-end.ts'
import { ForceLayout, LoadFault, NotFound, NothingYet } from './ui/Places.tsx'
import { landingFor } from './ui/pages.ts'

export const queryClient = new QueryClient({
  queryCache: new QueryCache({ onError: error => void signInAgain(error) }),
  mutationCache: new MutationCache({ onError: error => void signInAgain(error) }),
  defaultOptions: {
    // Without a line a press of a button says so at once, and doesn't wait to be done later.
    mutations: { networkMode: 'always' },
    queries: { staleTime: 30_000, retry: (times, error) => isPassing(error) && times < 2 },
  },
})

/** What may be over the next moment: the network, or a server that is starting. */
const isPassing = (error: Error) => !(error instanceof ApiProblem) || error.status === 0 || error.status >= 502

/** A session that has ended leads to the sign-in page, and from there back; a page with work in hand asks over itself. */
async function signInAgain(error: Error): Promise<void> {
  const { pathname, href } = router.state.location
  if (!(error instanceof ApiProblem) || error.status !== 401 || pathname === '/sign-in' || raiseSessionEnd()) return
  queryClient.removeQueries({ queryKey: meQuery.queryKey })
  await router.navigate({ to: '/sign-in', search: { redirect: href }, replace: true })
}

const rootRoute = createRootRouteWithContext<{ queryClient: QueryClient }>()({
  component: Outlet,
  notFoundComponent: NotFound,
  errorComponent: LoadFault,
})

async function signedIn(href: string): Promise<Me> {
  try {
    return await queryClient.ensureQueryData(meQuery)
  } catch (error) {
    if (error instanceof ApiProblem && error.status === 401)
      throw redirect({ to: '/sign-in', search: href === '/' ? {} : { redirect: href } })
    throw error
  }
}

const homeRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/',
  beforeLoad: async ({ location }) => {
    const me = await signedIn(location.href)
    const [force] = me.forces
    if (force) throw redirect({ to: '/f/$force', params: { force: force.slug } })
  },
  component: NothingYet,
})

const signInRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/sign-in',
  validateSearch: (search: Record<string, unknown>): { redirect?: string } =>
    // Only a place within Ringback: an address elsewhere would make the sign-in page a trap.
    typeof search.redirect === 'string' && /^\/(?![/\\])/.test(search.redirect) ? { redirect: search.redirect } : {},
  component: lazyRouteComponent(() => import('./sign-in/SignIn.tsx'), 'SignIn'),
})

const mailboxShortcut = createRoute({
  getParentRoute: () => rootRoute,
  path: '/mailbox',
  beforeLoad: async ({ location }) => {
    const me = await signedIn(location.href)
    const [force] = me.forces
    if (force) throw redirect({ to: '/f/$force/mailbox', params: { force: force.slug } })
  },
  component: NothingYet,
})

const forceRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/f/$force',
  beforeLoad: async ({ location, params }) => {
    const me = await signedIn(location.href)
    const force: Membership | undefined = me.forces.find(each => each.slug === params.force)
    return { me, force }
  },
  component: ForceLayout,
})

const forceHomeRoute = createRoute({
  getParentRoute: () => forceRoute,
  path: '/',
  beforeLoad: ({ context, params }) => {
    const landing = landingFor(context.force?.roles ?? [])
    if (landing) throw redirect({ to: landing, params })
  },
  component: NothingYet,
})

const inForce = () => forceRoute

const callsRoute = createRoute({
  getParentRoute: inForce,
  path: '/calls',
  validateSearch: (search: Record<string, unknown>): { at?: string } =>
    typeof search.at === 'string' ? { at: search.at } : {},
  component: lazyRouteComponent(() => import('./calls/Workstation.tsx'), 'Workstation'),
})

const shiftsRoute = createRoute({
  getParentRoute: inForce,
  path: '/shifts',
  component: lazyRouteComponent(() => import('./calls/shifts/Board.tsx'), 'Board'),
})

const alertsRoute = createRoute({
  getParentRoute: inForce,
  path: '/alerts',
  validateSearch: (search: Record<string, unknown>): { kind?: 'low' | 'high' } =>
    search.kind === 'low' || search.kind === 'high' ? { kind: search.kind } : {},
  component: lazyRouteComponent(() => import('./alerts/Alerts.tsx'), 'Alerts'),
})

const alertRoute = createRoute({
  getParentRoute: inForce,
  path: '/alerts/$id',
  component: lazyRouteComponent(() => import('./alerts/AlertPage.tsx'), 'AlertPage'),
})

const seriousReportsRoute = createRoute({
  getParentRoute: inForce,
  path: '/serious',
  validateSearch: (search: Record<string, unknown>): { show?: 'all' } => (search.show === 'all' ? { show: 'all' } : {}),
  component: lazyRouteComponent(() => import('./serious/SeriousReports.tsx'), 'SeriousReports'),
})

const seriousReportRoute = createRoute({
  getParentRoute: inForce,
  path: '/serious/$id',
  component: lazyRouteComponent(() => import('./serious/SeriousReport.tsx'), 'SeriousReport'),
})

const isDay = (value: unknown): value is string => typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value)

const performanceRoute = createRoute({
  getParentRoute: inForce,
  path: '/performance',
  validateSearch: (search: Record<string, unknown>): { from?: string; to?: string; unit?: string } => ({
    ...(isDay(search.from) ? { from: search.from } : {}),
    ...(isDay(search.to) ? { to: search.to } : {}),
    ...(typeof search.unit === 'string' && search.unit ? { unit: search.unit } : {}),
  }),
  component: lazyRouteComponent(() => import('./performance/Performance.tsx'), 'Performance'),
})

interface PeopleSearch {
  readonly tab?: 'tree' | 'problems'
  readonly query?: string
  readonly kind?: LineProblemKind
  /** The id of one: what is wrong in it, or below it. */
  readonly unit?: string
}

const peopleRoute = createRoute({
  getParentRoute: inForce,
  path: '/people',
  validateSearch: (search: Record<string, unknown>): PeopleSearch => ({
    ...(search.tab === 'tree' || search.tab === 'problems' ? { tab: search.tab } : {}),
    ...(typeof search.query === 'string' && search.query ? { query: search.query } : {}),
    ...(isLineProblem(search.kind) ? { kind: search.kind } : {}),
    ...(typeof search.unit === 'string' && search.unit ? { unit: search.unit } : {}),
  }),
  component: lazyRouteComponent(() => import('./people/People.tsx'), 'People'),
})

const officerRoute = createRoute({
  getParentRoute: inForce,
  path: '/people/$collarNumber',
  component: lazyRouteComponent(() => import('./people/Officer.tsx'), 'OfficerPage'),
})

interface RecipientsSearch {
  readonly openedFrom?: string
  readonly openedTo?: string
  readonly show?: 'suppressed'
}

const recipientsRoute = createRoute({
  getParentRoute: inForce,
  path: '/recipients',
  validateSearch: (search: Record<string, unknown>): RecipientsSearch => ({
    ...(isDay(search.openedFrom) ? { openedFrom: search.openedFrom } : {}),
    ...(isDay(search.openedTo) ? { openedTo: search.openedTo } : {}),
    ...(search.show === 'suppressed' ? { show: search.show } : {}),
  }),
  component: lazyRouteComponent(() => import('./recipients/Recipients.tsx'), 'Recipients'),
})

interface RecipientSearch {
  readonly tab?: 'incidents' | 'calls' | 'history'
  readonly about?: 'changes' | 'views'
}

const recipientRoute = createRoute({
  getParentRoute: inForce,
  path: '/recipients/$id',
  validateSearch: ({ tab, about }: Record<string, unknown>): RecipientSearch => ({
    ...(tab === 'incidents' || tab === 'calls' || tab === 'history' ? { tab } : {}),
    ...(about === 'changes' || about === 'views' ? { about } : {}),
  }),
  component: lazyRouteComponent(() => import('./recipients/RecipientPage.tsx'), 'RecipientPage'),
})

const importsRoute = createRoute({
  getParentRoute: inForce,
  path: '/imports',
  validateSearch: (search: Record<string, unknown>): Filters & { show?: 'profiles' } => ({
    ...(search.show === 'profiles' ? { show: search.show } : {}),
    ...filtersOf(search),
  }),
  component: lazyRouteComponent(() => import('./imports/Imports.tsx'), 'Imports'),
})

const importRoute = createRoute({
  getParentRoute: inForce,
  path: '/imports/$id',
  component: lazyRouteComponent(() => import('./imports/ImportPage.tsx'), 'ImportPage'),
})

const selectionRoute = createRoute({
  getParentRoute: inForce,
  path: '/selection',
  validateSearch: (search: Record<string, unknown>): { show?: 'funnel' | 'history'; from?: string; to?: string } => ({
    ...(search.show === 'funnel' || search.show === 'history' ? { show: search.show } : {}),
    ...(isDay(search.from) ? { from: search.from } : {}),
    ...(isDay(search.to) ? { to: search.to } : {}),
  }),
  component: lazyRouteComponent(() => import('./selection/Selection.tsx'), 'Selection'),
})

const mailboxRoute = createRoute({
  getParentRoute: inForce,
  path: '/mailbox',
  validateSearch: (search: Record<string, unknown>): { message?: string } =>
    typeof search.message === 'string' ? { message: search.message } : {},
  component: lazyRouteComponent(() => import('./mailbox/Mailbox.tsx'), 'Mailbox'),
})

const accountRoute = createRoute({
  getParentRoute: inForce,
  path: '/account',
  component: lazyRouteComponent(() => import('./sign-in/Account.tsx'), 'Account'),
})

const routeTree = rootRoute.addChildren([
  homeRoute,
  signInRoute,
  mailboxShortcut,
  forceRoute.addChildren([
    forceHomeRoute,
    callsRoute,
    shiftsRoute,
    alertsRoute,
    alertRoute,
    seriousReportsRoute,
    seriousReportRoute,
    performanceRoute,
    peopleRoute,
    officerRoute,
    recipientsRoute,
    recipientRoute,
    importsRoute,
    importRoute,
    selectionRoute,
    mailboxRoute,
    accountRoute,
  ]),
])

export const router = createRouter({
  routeTree,
  context: { queryClient },
  defaultPreload: false,
  scrollRestoration: true,
})

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}
