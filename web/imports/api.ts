import { queryOptions } from '@tanstack/react-query'
import type { z } from 'zod'
import type { importsShape } from '../../server/imports/schema.ts'
import type { importResultShape } from '../../server/platform/import/schema.ts'
import { inForce, request } from '../api.ts'

type Imports = z.infer<typeof importsShape>
export type ImportResult = z.infer<typeof importResultShape>
export type PastImport = Imports['imports'][number]

export const importsQuery = (force: string) =>
  queryOptions({
    queryKey: ['imports', force],
    queryFn: async () => (await request<Imports>(inForce(force, '/imports'))).imports,
  })

export type UploadKind = PastImport['kind']

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
