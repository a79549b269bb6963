import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { inForce, request } from '../api.ts'

export interface StaffMember {
  readonly collarNumber: string
  readonly rank: string
  readonly name: string
  readonly email: string | null
  readonly unit: string | null
  readonly supervisor: { readonly collarNumber: string; readonly name: string } | null
  readonly problems: readonly string[]
}

export interface Unit {
  readonly id: string
  readonly name: string
  readonly kind: string
  readonly parentId: string | null
  readonly mailbox: string | null
}

interface StaffPage {
  readonly staff: readonly StaffMember[]
  readonly nextCursor: string | null
}

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
    queryFn: async () => (await request<{ units: readonly Unit[] }>(inForce(force, '/people/units'))).units,
  })
