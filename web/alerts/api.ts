import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import type { z } from 'zod'
import type { AlertDetail, alertKind, alertShape } from '../../server/alerts/schema.ts'
import { inForce, request } from '../api.ts'

export type AlertKind = z.infer<typeof alertKind>
export type Alert = z.infer<typeof alertShape>

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
    queryFn: () => request<AlertDetail>(inForce(force, `/alerts/${encodeURIComponent(id)}`)),
  })
