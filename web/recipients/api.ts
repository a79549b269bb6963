import { infiniteQueryOptions, type QueryClient, queryOptions } from '@tanstack/react-query'
import type { CallsOfRecipient, CallsOfService, HistoryPage, HistoryQuery } from '../../server/calls/schema.ts'
import type {
  FoundBy,
  FoundPerson,
  LiftRequest,
  NumberRequest,
  Recipient,
  RecipientNumber,
  SearchPage,
  SearchRequest,
  ServiceOfRecipient,
  Suppression,
  SuppressRequest,
} from '../../server/recipients/schema.ts'
import { inForce, request } from '../api.ts'

export type {
  CallsOfRecipient,
  CallsOfService,
  FoundBy,
  FoundPerson,
  LiftRequest,
  NumberRequest,
  Recipient,
  RecipientNumber,
  SearchPage,
  ServiceOfRecipient,
  Suppression,
  SuppressRequest,
}
export type Verdict = CallsOfRecipient['verdicts'][number]
export type About = HistoryQuery['about']

export interface Search {
  readonly query: string
  readonly by?: SearchRequest['by']
  readonly openedFrom?: string
  readonly openedTo?: string
  readonly show?: SearchRequest['show']
}

/** Every look leaves word of it, so nothing is looked at again only because the window came to the front. */
const lookedAt = { staleTime: 5 * 60_000, refetchOnWindowFocus: false, refetchOnReconnect: false }

/** What is looked for goes in the body: it is personal data, and addresses are kept by much that lies between. */
export const foundQuery = (force: string, search: Search) =>
  infiniteQueryOptions({
    ...lookedAt,
    queryKey: ['recipients', force, 'found', search],
    queryFn: ({ pageParam }) =>
      request<SearchPage>(inForce(force, '/recipients/search'), {
        method: 'POST',
        body: { ...search, cursor: pageParam },
      }),
    initialPageParam: null as string | null,
    getNextPageParam: page => page.nextCursor,
  })

const ofPerson = (force: string, id: string, rest = '') =>
  inForce(force, `/recipients/${encodeURIComponent(id)}${rest}`)

export const recipientQuery = (force: string, id: string) =>
  queryOptions({
    ...lookedAt,
    queryKey: ['recipients', force, 'person', id],
    queryFn: () => request<Recipient>(ofPerson(force, id)),
  })

export const callsQuery = (force: string, id: string) =>
  queryOptions({
    ...lookedAt,
    queryKey: ['recipients', force, 'calls', id],
    queryFn: () => request<CallsOfRecipient>(ofPerson(force, id, '/calls')),
  })

const historiesOf = (force: string, id: string) => ['recipients', force, 'history', id] as const

export const historyQuery = (force: string, id: string, about: About) =>
  infiniteQueryOptions({
    ...lookedAt,
    staleTime: 0,
    queryKey: [...historiesOf(force, id), about],
    queryFn: ({ pageParam }) =>
      request<HistoryPage>(ofPerson(force, id, '/history'), { query: { about, cursor: pageParam } }),
    initialPageParam: null as string | null,
    getNextPageParam: page => page.nextCursor,
  })

export const suppress = (force: string, id: string, body: SuppressRequest) =>
  request<Recipient>(ofPerson(force, id, '/suppressions'), { method: 'POST', body })

export const lift = (force: string, id: string, suppressionId: string, body: LiftRequest) =>
  request<Recipient>(ofPerson(force, id, `/suppressions/${encodeURIComponent(suppressionId)}/lift`), {
    method: 'POST',
    body,
  })

export const changeNumber = (force: string, id: string, numberId: string, body: NumberRequest) =>
  request<Recipient>(ofPerson(force, id, `/numbers/${encodeURIComponent(numberId)}`), { method: 'POST', body })

/**
 * A change is answered with the person as they are then. Whoever shares a number may be rung, or not, by it too: nobody's
 * page is believed any more. Only what stands on this one is read again at once, as every look leaves word of it.
 */
export function keepChanged(client: QueryClient, force: string, changed: Recipient): void {
  void client.invalidateQueries({ queryKey: ['recipients', force], refetchType: 'none' })
  client.setQueryData(recipientQuery(force, changed.id).queryKey, changed)
  void client.invalidateQueries({ queryKey: callsQuery(force, changed.id).queryKey })
  void client.invalidateQueries({ queryKey: historiesOf(force, changed.id) })
}
