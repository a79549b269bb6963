import { queryOptions } from '@tanstack/react-query'
import type { z } from 'zod'
import type { FunnelShape, PreviewShape, RevisionsShape, SelectionShape } from '../../server/calls/selection/schema.ts'
import type { unitsShape } from '../../server/people/schema.ts'
import type { WantedSelection } from '../../server/surveys/schema.ts'
import { inForce, request } from '../api.ts'

export type { FunnelCounts, FunnelShape, PreviewShape, SelectionShape } from '../../server/calls/selection/schema.ts'
export type { ExclusionRule, WantedSelection } from '../../server/surveys/schema.ts'

const path = '/surveys/service-quality/selection'

export const selectionQuery = (force: string) =>
  queryOptions({
    queryKey: ['selection', force, 'rules'],
    queryFn: () => request<SelectionShape>(inForce(force, path)),
  })

export const historyQuery = (force: string) =>
  queryOptions({
    queryKey: ['selection', force, 'history'],
    queryFn: () => request<RevisionsShape>(inForce(force, `${path}/history`)),
  })

export const previewQuery = (force: string, selection: WantedSelection) =>
  queryOptions({
    queryKey: ['selection', force, 'preview', selection],
    queryFn: () => request<PreviewShape>(inForce(force, `${path}/preview`), { method: 'POST', body: { selection } }),
  })

export const funnelQuery = (force: string, days: { readonly from: string; readonly to: string }) =>
  queryOptions({
    queryKey: ['selection', force, 'funnel', days],
    queryFn: () => request<FunnelShape>(inForce(force, `${path}/funnel`), { query: { ...days } }),
  })

export const putSelection = (
  force: string,
  change: { readonly revision: number; readonly reason: string; readonly selection: WantedSelection },
) => request<SelectionShape>(inForce(force, path), { method: 'PUT', body: change })

type Units = z.infer<typeof unitsShape>

/** The units that a rule or a sample may name. */
export const unitsQuery = (force: string) =>
  queryOptions({
    queryKey: ['units', force],
    queryFn: async () => (await request<Units>(inForce(force, '/people/units'))).units,
  })
