import { getRouteApi, Link } from '@tanstack/react-router'
import { PageHeader } from '../ui/PageHeader.tsx'
import { Tabs } from '../ui/Tabs.tsx'
import { Funnel } from './Funnel.tsx'
import { History } from './History.tsx'
import { Rules } from './Rules.tsx'

const route = getRouteApi('/f/$force/selection')
const forceRoute = getRouteApi('/f/$force')

const tabs = [
  { show: undefined, title: 'Rules and sample' },
  { show: 'funnel', title: 'Funnel' },
  { show: 'history', title: 'History' },
] as const

/** Who is rung: by which rules, what they come to, and how they came to be. */
export function Selection() {
  const { force } = forceRoute.useRouteContext()
  const search = route.useSearch()
  if (!force) return null
  const readsRules = force.roles.some(role => role === 'administrator' || role === 'analyst')
  const show = readsRules ? search.show : 'funnel'
  return (
    <div className="page stack">
      <PageHeader
        title="Who is rung"
        about="The rules that keep people from being rung, the sample that is drawn of the others, and what they come to."
      />
      {readsRules && (
        <Tabs label="Parts of this page">
          {tabs.map(tab => (
            <Link
              key={tab.title}
              from="/f/$force/selection"
              to="."
              search={tab.show ? { show: tab.show } : {}}
              // Else the first is active with any search.
              activeOptions={{ exact: true }}
              aria-current={show === tab.show ? 'page' : undefined}
            >
              {tab.title}
            </Link>
          ))}
        </Tabs>
      )}
      {show === undefined && <Rules slug={force.slug} mayEdit={force.roles.includes('administrator')} />}
      {show === 'funnel' && <Funnel slug={force.slug} timeZone={force.timeZone} />}
      {show === 'history' && <History slug={force.slug} timeZone={force.timeZone} />}
    </div>
  )
}
