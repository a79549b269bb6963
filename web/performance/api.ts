import { queryOptions } from '@tanstack/react-query'
import type { AppendixA, Headlines, Reported, ReportedUnits } from '../../server/performance/schema.ts'
import { inForce, request } from '../api.ts'

export type { AppendixA, AppendixSection, Headlines, Measure, Reported } from '../../server/performance/schema.ts'

const minuteMs = 60_000

export const reportedUnitsQuery = (force: string) =>
  queryOptions({
    queryKey: ['performance units', force],
    queryFn: () => request<ReportedUnits>(inForce(force, '/performance/units')),
    staleTime: 5 * minuteMs,
  })

export const appendixQuery = (force: string, { from, to, unit }: Reported) =>
  queryOptions({
    queryKey: ['appendix a', force, from, to, unit],
    queryFn: () => request<AppendixA>(inForce(force, '/performance/appendix-a'), { query: { from, to, unit } }),
  })

export const headlinesQuery = (force: string, { from, to, unit }: Reported) =>
  queryOptions({
    queryKey: ['headlines', force, from, to, unit],
    queryFn: () => request<Headlines>(inForce(force, '/performance/headlines'), { query: { from, to, unit } }),
  })
