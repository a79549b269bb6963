import { infiniteQueryOptions, keepPreviousData, type QueryClient, queryOptions } from '@tanstack/react-query'
import type { z } from 'zod'
import type {
  importDetail,
  importProfileShape,
  importProfilesShape,
  importShape,
  importsShape,
} from '../../server/imports/schema.ts'
import type { Inspection } from '../../server/platform/import/inspection/schema.ts'
import type { importResultShape } from '../../server/platform/import/schema.ts'
import { addressOf, inForce, request, upload } from '../api.ts'

export type { Inspection }
export type ImportResult = z.infer<typeof importResultShape>
export type PastImport = z.infer<typeof importShape>
export type ImportDetail = z.infer<typeof importDetail>
export type ImportStatus = PastImport['status']
export type Trial = NonNullable<ImportDetail['trial']>
export type Column = Inspection['columns'][number]
export type Question = Inspection['questions'][number]
export type ImportProfile = z.infer<typeof importProfileShape>

const followMs = 1000

/** Something goes on by itself: the page follows it. */
export const isMoving = (status: ImportStatus): boolean =>
  status === 'trying' || status === 'waiting' || status === 'running' || status === 'undoing'

/** Which imports a list shows. */
export type Filters = Partial<Pick<PastImport, 'kind' | 'status' | 'origin'>> & { readonly by?: string }

export const importsQuery = (force: string, filters: Filters) =>
  infiniteQueryOptions({
    queryKey: ['imports', force, filters],
    initialPageParam: '',
    queryFn: ({ pageParam }) =>
      request<z.infer<typeof importsShape>>(inForce(force, '/imports'), { query: { ...filters, cursor: pageParam } }),
    placeholderData: keepPreviousData,
    // A file moves on without this page: the list of a moment ago says what no longer is.
    staleTime: 0,
    getNextPageParam: last => last.nextCursor,
    refetchInterval: ({ state }) =>
      state.data?.pages.some(page => page.imports.some(each => isMoving(each.status))) && 2 * followMs,
  })

/** A file came or went: no list of them is right any more. */
export const forgetImports = (client: QueryClient, force: string) =>
  void client.invalidateQueries({ queryKey: ['imports', force] })

export const importQuery = (force: string, id: string) =>
  queryOptions({
    queryKey: ['import', force, id],
    queryFn: () => request<ImportDetail>(pathOf(force, id)),
    // Whether it can be undone changes with other imports, and these are a link away.
    staleTime: 0,
    refetchInterval: ({ state }) => state.data && isMoving(state.data.status) && followMs,
  })

export const profilesQuery = (force: string) =>
  queryOptions({
    queryKey: ['import-profiles', force],
    queryFn: async () =>
      (await request<z.infer<typeof importProfilesShape>>(inForce(force, '/import-profiles'))).profiles,
  })

const pathOf = (force: string, id: string, rest = '') => inForce(force, `/imports/${encodeURIComponent(id)}${rest}`)

export interface FileUpload {
  readonly file: File
  readonly onProgress: (sentBytes: number) => void
  readonly signal: AbortSignal
}

/** Sends a file to be looked at; nothing is taken in yet. */
export const uploadFile = (force: string, { file, onProgress, signal }: FileUpload) =>
  upload<ImportDetail>(inForce(force, '/imports/files'), {
    file,
    query: { fileName: file.name },
    onProgress,
    signal,
  })

export interface ReadAs {
  readonly kind: PastImport['kind']
  readonly profile?: string
  readonly definition?: Readonly<Record<string, unknown>>
  readonly saveAs?: string
}

export const readAs = (force: string, id: string, body: ReadAs) =>
  request<ImportDetail>(pathOf(force, id, '/read-as'), { method: 'PUT', body })

export type Step = 'try' | 'start' | 'undo'

export const takeStep = (force: string, id: string, step: Step) =>
  request<ImportDetail>(pathOf(force, id, `/${step}`), { method: 'POST' })

export const discardImport = (force: string, id: string) => request<null>(pathOf(force, id), { method: 'DELETE' })

export const rejectsAddress = (force: string, id: string) => addressOf(pathOf(force, id, '/rejects.csv'))

export const deleteProfile = (force: string, name: string) =>
  request<null>(inForce(force, `/import-profiles/${encodeURIComponent(name)}`), { method: 'DELETE' })
