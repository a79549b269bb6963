import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import type { z } from 'zod'
import type { staffPage, unitsShape } from '../../server/people/schema.ts'
import { inForce, request } from '../api.ts'

type StaffPage = z.infer<typeof staffPage>
type Units = z.infer<typeof unitsShape>
export type StaffMember = StaffPage['staff'][number]
export type Unit = Units['units'][number]

export const staffQuery = (force: string, query: string) =>
  infiniteQueryOptions({
    queryKey: ['staff', force, query],
    queryFn: ({ pageParam }) =>
      request<StaffPage>(inForce(force, '/people/staff'), { query: { query, cursor: pageParam } }),
    initialPageParam: null as string | null,
    getNextPageParam: page => page.nextCursor,
  })

export const unitsQuery = (force: string) =>
  queryOptions({
    queryKey: ['units', force],
    queryFn: async () => (await request<Units>(inForce(force, '/people/units'))).units,
  })
