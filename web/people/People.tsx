import { getRouteApi, Link } from '@tanstack/react-router'
import { PageHeader } from '../ui/PageHeader.tsx'
import { Tabs } from '../ui/Tabs.tsx'
import { useMendsOfVisit } from './mends-of-visit.ts'
import { usePeopleRights } from './PersonLink.tsx'
import { Problems } from './Problems.tsx'
import { Staff } from './Staff.tsx'
import { Tree } from './Tree.tsx'

const route = getRouteApi('/f/$force/people')

const titles = { list: 'Staff', tree: 'Tree', problems: 'Problems' } as const

export function People() {
  const { force } = route.useParams()
  const { tab: asked = 'list', query = '', kind, unit } = route.useSearch()
  const mends = useMendsOfVisit(force)
  // Problems are for those who may look into the history of people: for others there is no such tab.
  const { maySeeHistory } = usePeopleRights()
  const tabs = maySeeHistory ? (['list', 'tree', 'problems'] as const) : (['list', 'tree'] as const)
  const tab = tabs.find(each => each === asked) ?? 'list'
  return (
    <div className="page stack">
      <PageHeader title="People" about="Who works for the force, in which unit, and who is told of their 1s and 5s." />
      <Tabs label="Ways to look at people">
        {tabs.map(each => (
          <Link
            key={each}
            from="/f/$force/people"
            to="."
            search={each === 'list' ? {} : { tab: each }}
            // Else it is active with any search, that of the other tabs too.
            activeOptions={{ exact: true }}
            aria-current={each === tab ? 'page' : undefined}
          >
            {titles[each]}
          </Link>
        ))}
      </Tabs>
      {tab === 'list' && <Staff force={force} query={query} />}
      {tab === 'tree' && <Tree force={force} mends={mends} />}
      {tab === 'problems' && <Problems force={force} filter={{ kind, unit }} mends={mends} />}
    </div>
  )
}
