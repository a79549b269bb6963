import { queryOptions } from '@tanstack/react-query'
import { inForce, request } from '../api.ts'

type ImportKind = 'staff' | 'recipients' | 'interviews'

export interface ImportResult {
  readonly rows: number
  readonly created: number
  readonly updated: number
  readonly unchanged: number
  readonly rejected: number
  readonly blank: number
  readonly reasons: Readonly<Record<string, number>>
  readonly warnings: Readonly<Record<string, number>>
}

export interface PastImport {
  readonly id: string
  readonly kind: ImportKind
  readonly fileName: string
  readonly profile: string | null
  readonly status: string
  readonly startedAt: string
  readonly endedAt: string | null
  readonly result: ImportResult | null
}

export const importsQuery = (force: string) =>
  queryOptions({
    queryKey: ['imports', force],
    queryFn: async () => (await request<{ imports: readonly PastImport[] }>(inForce(force, '/imports'))).imports,
  })

/** Interviews held elsewhere come by command: `ringback import interviews`. */
export type UploadKind = Exclude<ImportKind, 'interviews'>

export interface Upload {
  readonly kind: UploadKind
  readonly file: File
  readonly isDryRun: boolean
}

export const uploadImport = (force: string, { kind, file, isDryRun }: Upload) =>
  request<ImportResult>(inForce(force, `/imports/${kind}`), {
    method: 'POST',
    query: { dryRun: isDryRun || undefined, fileName: file.name },
    body: file,
  })
