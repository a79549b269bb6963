import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { inForce, request } from '../api.ts'

export type AlertKind = 'low' | 'high'

export interface Alert {
  readonly id: string
  readonly kind: AlertKind
  readonly createdAt: string
  readonly officer: { readonly collarNumber: string; readonly rank: string; readonly name: string } | null
  readonly questions: readonly { readonly key: string; readonly title: string; readonly rating: number }[]
  readonly addressee: { readonly kind: 'staff' | 'unit' | 'force'; readonly name: string } | null
  readonly delivery: {
    readonly status: 'queued' | 'accepted' | 'refused' | 'kept' | 'none'
    readonly lastReply: string | null
    readonly acceptedAt: string | null
  }
  readonly incident: {
    readonly reference: string
    readonly categoryName: string | null
    readonly openedAt: string | null
    readonly unit: string | null
  }
}

interface AlertPage {
  readonly alerts: readonly Alert[]
  readonly nextCursor: string | null
}

const listAlerts = (force: string, kind: AlertKind, cursor: string | null) =>
  request<AlertPage>(inForce(force, '/alerts'), { query: { kind, cursor, limit: 25 } })

export const alertsQuery = (force: string, kind: AlertKind) =>
  infiniteQueryOptions({
    queryKey: ['alerts', force, kind],
    queryFn: ({ pageParam }) => listAlerts(force, kind, pageParam),
    initialPageParam: null as string | null,
    getNextPageParam: page => page.nextCursor,
  })

export const alertQuery = (force: string, id: string) =>
  queryOptions({
    queryKey: ['alert', force, id],
    queryFn: () => request<Alert>(inForce(force, `/alerts/${encodeURIComponent(id)}`)),
  })
