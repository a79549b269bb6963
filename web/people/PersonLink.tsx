import { getRouteApi, Link } from '@tanstack/react-router'
import { calledBy } from './words.ts'

const forceRoute = getRouteApi('/f/$force')

/** Who may see a person's history; the server holds the same rule. */
const seeHistory: readonly string[] = ['administrator', 'team_leader']

export function usePeopleRights(): { readonly maySeeHistory: boolean; readonly mayMend: boolean } {
  const roles = forceRoute.useRouteContext().force?.roles ?? []
  return { maySeeHistory: roles.some(role => seeHistory.includes(role)), mayMend: roles.includes('administrator') }
}

/** Somebody by rank, name and collar number, leading to their page for whoever may open it. */
export function PersonLink({ person, withoutNumber = false }: PersonLinkProps) {
  const { force } = forceRoute.useParams()
  const { maySeeHistory } = usePeopleRights()
  const { collarNumber } = person
  const words = [calledBy(person), withoutNumber ? '' : collarNumber].filter(Boolean).join(' ')
  // Of a supervisor who is not known there is a number and no page.
  if (!maySeeHistory || person.name === null) return <>{words}</>
  return (
    <Link to="/f/$force/people/$collarNumber" params={{ force, collarNumber }}>
      {words}
    </Link>
  )
}

interface PersonLinkProps {
  readonly person: {
    readonly collarNumber: string
    readonly rank: string | null
    readonly name: string | null
  }
  /** Where the number stands beside it already. */
  readonly withoutNumber?: boolean
}
