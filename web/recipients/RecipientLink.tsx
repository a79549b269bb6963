import { getRouteApi, Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { mayOpen, pages } from '../ui/pages.ts'

const forceRoute = getRouteApi('/f/$force')

/** What was looked for on the list. It is personal data, so it goes with the entry of the browser's history, not in the address. */
export interface LookedFor {
  readonly query: string
  readonly by?: 'part_of_name'
}

declare module '@tanstack/react-router' {
  interface HistoryState {
    lookedFor?: LookedFor
  }
}

function useMaySeeRecipients(): boolean {
  const { me, force } = forceRoute.useRouteContext()
  const page = pages.find(({ to }) => to === '/f/$force/recipients')
  return page !== undefined && mayOpen(page, force?.roles ?? [], me.demo)
}

interface RecipientLinkProps {
  readonly id: string
  readonly children: ReactNode
}

/** Somebody who received a service, leading to their page. The list's search goes along, for the way back. */
export function RecipientLink({ id, children }: RecipientLinkProps) {
  const { force } = forceRoute.useParams()
  return (
    <Link to="/f/$force/recipients/$id" params={{ force, id }} search={{}} state={state => state}>
      {children}
    </Link>
  )
}

/** A log number, leading to the people of that incident for whoever may see them. */
export function PeopleOfIncident({ reference }: { readonly reference: string }) {
  const { force } = forceRoute.useParams()
  if (!useMaySeeRecipients()) return <>{reference}</>
  return (
    <Link
      to="/f/$force/recipients"
      params={{ force }}
      search={{}}
      state={state => ({ ...state, lookedFor: { query: reference } })}
    >
      {reference}
    </Link>
  )
}
