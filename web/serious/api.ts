import { infiniteQueryOptions, type QueryClient, queryOptions } from '@tanstack/react-query'
import type { SeriousDetail, SeriousList, SeriousSummary } from '../../server/interviews/serious/schema.ts'
import { inForce, request } from '../api.ts'

export type { SeriousDetail, SeriousSummary }

export const seriousListQuery = (force: string, show: 'open' | 'all') =>
  infiniteQueryOptions({
    queryKey: ['serious', force, show],
    queryFn: ({ pageParam }) =>
      request<SeriousList>(inForce(force, '/serious'), { query: { show, cursor: pageParam, limit: 25 } }),
    initialPageParam: null as string | null,
    getNextPageParam: page => page.nextCursor,
    // Somebody may take one up, or another may come in, while the list stands open on a desk.
    refetchInterval: 30_000,
  })

export const seriousQuery = (force: string, id: string) =>
  queryOptions({
    queryKey: ['serious', force, 'one', id],
    queryFn: () => request<SeriousDetail>(ofReport(force, id)),
    // Every look leaves word of it, so it is not looked at again only because the window came to the front.
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  })

export const takeUp = (force: string, id: string) =>
  request<SeriousSummary>(`${ofReport(force, id)}/taken`, { method: 'PUT' })

export const forgetSerious = (client: QueryClient, force: string) =>
  client.invalidateQueries({ queryKey: ['serious', force] })

const ofReport = (force: string, id: string) => inForce(force, `/serious/${encodeURIComponent(id)}`)
