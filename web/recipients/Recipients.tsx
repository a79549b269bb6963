import { getRouteApi, useLocation } from '@tanstack/react-router'
import { PageHeader } from '../ui/PageHeader.tsx'
import { Found } from './Found.tsx'
import { SearchForm } from './SearchForm.tsx'

const route = getRouteApi('/f/$force/recipients')
const forceRoute = getRouteApi('/f/$force')

/** Finding somebody who received a service. */
export function Recipients() {
  const { force } = forceRoute.useRouteContext()
  const filters = route.useSearch()
  const lookedFor = useLocation({ select: ({ state }) => state.lookedFor })
  if (!force) return null
  const search = { ...filters, query: lookedFor?.query ?? '', by: lookedFor?.by }
  return (
    <div className="page stack">
      <PageHeader
        title="Recipients"
        about="People who received a service: whether they may be rung, why, and every call. Each look is kept in their history."
      />
      <div className="card stack">
        <SearchForm search={search} />
        <Found force={force} search={search} />
      </div>
    </div>
  )
}
