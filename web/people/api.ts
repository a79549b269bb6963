import { infiniteQueryOptions, type QueryClient, queryOptions } from '@tanstack/react-query'
import type { z } from 'zod'
import type {
  LineProblemKind,
  lineShape,
  OfficerShape,
  problemsShape,
  treeShape,
} from '../../server/people/lines/schema.ts'
import type { Mend, mailboxShape, mendsShape } from '../../server/people/mends/schema.ts'
import type { staffPage } from '../../server/people/schema.ts'
import { inForce, request } from '../api.ts'

type StaffPage = z.infer<typeof staffPage>
type Tree = z.infer<typeof treeShape>
type Mends = z.infer<typeof mendsShape>
type ProblemsPage = z.infer<typeof problemsShape>
export type StaffMember = StaffPage['staff'][number]
export type Unit = Tree['units'][number]
export type LineFault = ProblemsPage['problems'][number]
export type Officer = OfficerShape
export type { LineProblemKind, Mend }

export const staffQuery = (force: string, query: string) =>
  infiniteQueryOptions({
    queryKey: ['people', force, 'staff', query],
    queryFn: ({ pageParam }) =>
      request<StaffPage>(inForce(force, '/people/staff'), { query: { query, cursor: pageParam } }),
    initialPageParam: null as string | null,
    getNextPageParam: page => page.nextCursor,
  })

/** The few who may be meant by what was typed so far. */
export const meantQuery = (force: string, words: string) =>
  queryOptions({
    queryKey: ['people', force, 'meant', words],
    queryFn: async () =>
      (
        await request<StaffPage>(inForce(force, '/people/staff'), {
          query: { query: words, show: 'staying', limit: 8 },
        })
      ).staff,
    enabled: words.length > 1,
  })

/** Which problems: of a kind, in a unit and those below it; without either, all. */
export interface ProblemFilter {
  readonly kind: LineProblemKind | undefined
  readonly unit: string | undefined
}

export const problemsQuery = (force: string, { kind, unit }: ProblemFilter) =>
  infiniteQueryOptions({
    queryKey: ['people', force, 'problems', kind ?? null, unit ?? null],
    queryFn: ({ pageParam }) =>
      request<ProblemsPage>(inForce(force, '/people/problems'), {
        query: { kind, unit, cursor: pageParam, limit: 50 },
      }),
    initialPageParam: 0,
    getNextPageParam: page => page.nextCursor,
  })

/** What is wrong of one person. */
export const problemsOfQuery = (force: string, collarNumber: string) =>
  queryOptions({
    queryKey: ['people', force, 'problems of', collarNumber],
    queryFn: async () =>
      (await request<ProblemsPage>(inForce(force, '/people/problems'), { query: { of: collarNumber } })).problems,
  })

export const officerQuery = (force: string, collarNumber: string) =>
  queryOptions({
    queryKey: ['people', force, 'officer', collarNumber],
    queryFn: () => request<Officer>(ofStaff(force, collarNumber)),
  })

export const treeQuery = (force: string) =>
  queryOptions({
    queryKey: ['people', force, 'tree'],
    queryFn: () => request<Tree>(inForce(force, '/people/tree')),
  })

/** Those directly under a collar number; without one, those at the top. */
export const lineQuery = (force: string, under: string | undefined) =>
  queryOptions({
    queryKey: ['people', force, 'line', under ?? null],
    queryFn: async () =>
      (await request<z.infer<typeof lineShape>>(inForce(force, '/people/line'), { query: { under } })).people,
  })

/** A mend may change what every one of these pages says. */
export const forgetPeople = (client: QueryClient, force: string) =>
  client.invalidateQueries({ queryKey: ['people', force] })

const ofStaff = (force: string, collarNumber: string, what = '') =>
  inForce(force, `/people/staff/${encodeURIComponent(collarNumber)}${what}`)

/** What can be mended in place. `instead` is what the person saw: the server refuses if it is another by now. */
export type Mending =
  | { readonly what: 'email'; readonly collarNumber: string; readonly email: string; readonly instead: string | null }
  | {
      readonly what: 'supervisor'
      readonly collarNumber: string
      readonly supervisor: string
      readonly instead: string | null
    }
  | { readonly what: 'hand-over'; readonly collarNumber: string; readonly supervisor: string }
  | {
      readonly what: 'end'
      readonly collarNumber: string
      readonly lastDay: string | null
      /** Left out: the posting of that day, or the last before it. */
      readonly postingId?: string
      readonly instead?: string | null
    }

export async function sendMend(force: string, { what, collarNumber, ...body }: Mending): Promise<readonly Mend[]> {
  const method = what === 'hand-over' ? 'POST' : 'PUT'
  return (await request<Mends>(ofStaff(force, collarNumber, `/${what}`), { method, body })).mends
}

export const undoMends = (force: string, ids: readonly string[]) =>
  request<Mends>(inForce(force, '/people/mends/undo'), { method: 'POST', body: { ids } })

/** Of somebody whom the last whole export lacks: that they have not left; `false` takes it back. */
export const setStillHere = (force: string, collarNumber: string, isStillHere: boolean) =>
  request<null>(ofStaff(force, collarNumber, '/still-here'), { method: isStillHere ? 'PUT' : 'DELETE' })

/** Of a unit. `instead` is what the person saw: the server refuses if it is another by now. */
export interface MailboxMend {
  readonly unitId: string
  readonly mailbox: string | null
  readonly instead: string | null
}

export const setMailbox = (force: string, { unitId, ...body }: MailboxMend) =>
  request<z.infer<typeof mailboxShape>>(inForce(force, `/people/units/${unitId}/mailbox`), { method: 'PUT', body })
