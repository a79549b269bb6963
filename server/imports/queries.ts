import type { z } from 'zod'
import type { ForceTx } from '../forces/service.ts'
import { importResultShape } from '../platform/import/schema.ts'
import type { importsQuery, importsShape } from './schema.ts'

/** Imports, newest first. Ids are made in the order of time. */
export async function listImports(
  tx: ForceTx,
  { cursor, limit }: z.infer<typeof importsQuery>,
): Promise<z.infer<typeof importsShape>> {
  const rows = await tx.db
    .selectFrom('imports')
    .selectAll()
    .$if(cursor !== undefined, query => query.where('id', '<', cursor as string))
    .orderBy('id', 'desc')
    .limit(limit + 1)
    .execute()
  const imports = rows.slice(0, limit).map(row => ({
    id: row.id,
    kind: row.kind,
    fileName: row.file_name,
    profile: row.profile,
    status: row.status,
    origin: row.origin,
    receivedAt: row.received_at?.toString() ?? null,
    startedAt: row.started_at?.toString() ?? null,
    endedAt: row.ended_at?.toString() ?? null,
    undoneAt: row.undone_at?.toString() ?? null,
    result: importResultShape.nullable().parse(row.result),
  }))
  return { imports, nextCursor: rows.length > limit ? (imports.at(-1)?.id ?? null) : null }
}
