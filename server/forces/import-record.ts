import { sql } from 'kysely'
import { writeAudit } from '../audit/service.ts'
import type { Connection } from '../platform/database.ts'
import { type ImportResult, resultAfter } from '../platform/import/result.ts'
import { importResultShape } from '../platform/import/schema.ts'
import { storableJson } from '../platform/json-text.ts'
import { Problem } from '../platform/problem.ts'
import { trySessionLock } from '../platform/session-lock.ts'
import type { ImportedKind, ImportOrigin } from '../platform/tables.ts'
import { moveImport } from './import-state.ts'
import { importInterrupted } from './problems.ts'
import type { ForceTx } from './service.ts'

/** What the row in `imports` says of a file from its start on. */
export interface ImportFacts {
  readonly kind: ImportedKind
  readonly fileName: string
  readonly bytes: number
  readonly origin: ImportOrigin
  readonly profile: { readonly name: string; readonly profile: object }
  readonly header: readonly string[]
}

/** A force's imports take turns, whatever their kind: incidents and units are made by more than one of them. */
export async function lockImports(tx: ForceTx): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`import ${tx.force.slug}`}, 0))`.execute(tx.db)
}

/** Held for as long as a process works on an import, and free when that process dies. */
export const importLock = (slug: string, importId: string): string => `import ${slug} ${importId}`

/** A row for an import that nobody announced. */
export async function recordNewImport(tx: ForceTx, id: string, facts: ImportFacts): Promise<void> {
  await tx.db
    .insertInto('imports')
    .values({
      id,
      kind: facts.kind,
      file_name: facts.fileName,
      origin: facts.origin,
      status: 'running',
      started_by: tx.actor.name,
      started_at: tx.now.toString(),
      ...readingOf(facts),
    })
    .execute()
}

/**
 * Starts an import that waits. One that runs already was left by a process that died: its tally is given back, to go on from,
 * where the kind of import can; else it starts again, and its tally says how much an earlier start took in.
 */
export async function takeOverImport(
  tx: ForceTx,
  id: string,
  facts: ImportFacts,
  mayGoOn: boolean,
): Promise<ImportResult> {
  const found = await tx.db
    .selectFrom('imports')
    .select(['status', 'result', 'started_at'])
    .where('id', '=', id)
    .executeTakeFirst()
  const told = importResultShape.nullable().parse(found?.result ?? null)
  if (found?.status === 'running' && told && mayGoOn) return told
  // What an earlier start left stays, so it began then: what people did since is not undone with it.
  const result = resultAfter(told)
  const change = {
    started_at: found?.started_at?.toString() ?? tx.now.toString(),
    result: JSON.stringify(result),
    ...readingOf(facts),
  }
  if (found?.status === 'running') await tx.db.updateTable('imports').set(change).where('id', '=', id).execute()
  else if (!(await moveImport(tx, id, 'running', change)))
    throw new Error(`the import ${id} does not wait: it is ${found?.status ?? 'not there'}`)
  await tx.db.deleteFrom('import_rejects').where('import_id', '=', id).execute()
  return result
}

const readingOf = ({ bytes, profile, header }: ImportFacts) => ({
  profile: profile.name,
  definition: storableJson(profile.profile),
  header: storableJson(header),
  bytes_total: bytes,
  bytes_read: 0,
})

/** Throws where it runs no longer, so that the batch is not kept: it may have been failed by another process, and undone since. */
export async function recordProgress(tx: ForceTx, id: string, result: ImportResult, bytesRead: number): Promise<void> {
  const recorded = await tx.db
    .updateTable('imports')
    .set({ result: JSON.stringify(result), bytes_read: bytesRead })
    .where('id', '=', id)
    .where('status', '=', 'running')
    .returning('id')
    .executeTakeFirst()
  if (!recorded) throw new Error(`the import ${id} ran no longer when a batch of it was taken in`)
}

export async function recordEnd(tx: ForceTx, id: string, result: ImportResult, bytes: number): Promise<void> {
  const change = { result: JSON.stringify(result), bytes_read: bytes, ended_at: tx.now.toString(), fault: null }
  if (!(await moveImport(tx, id, 'done', change))) throw new Error(`the import ${id} ran no longer when it was done`)
}

/** Its result is what the last batch that stands said, also where it failed before it began. */
export async function recordFailure(tx: ForceTx, id: string, error: unknown): Promise<void> {
  await moveImport(tx, id, 'failed', { fault: faultOf(error), ended_at: tx.now.toString() })
}

/**
 * Imports whose process died and whose file is not kept, so that no job takes them up again: they have failed. Their batches
 * stay, and importing the file again completes it.
 */
export async function failAbandoned(tx: ForceTx, connection: Connection, exceptId: string): Promise<void> {
  const running = await tx.db
    .selectFrom('imports')
    .select(['id', 'file_name'])
    .where('status', '=', 'running')
    .where('id', '<>', exceptId)
    .where(({ not, exists, selectFrom }) =>
      not(exists(selectFrom('import_parts').select('position').whereRef('import_parts.import_id', '=', 'imports.id'))),
    )
    .execute()
  for (const { id, file_name } of running) {
    const lock = await trySessionLock(connection, importLock(tx.force.slug, id))
    if (!lock) continue
    const fault = faultOf(importInterrupted(file_name))
    if (await moveImport(tx, id, 'failed', { fault, ended_at: tx.now.toString() }))
      await writeAudit(tx, { action: 'imports.failed', subject: ['import', id], details: { file: file_name } })
    await lock.release()
  }
}

/** As an RFC 9457 problem would say it; anything else is told in the log alone. */
export const faultOf = (error: unknown): string =>
  storableJson(
    error instanceof Problem
      ? { code: error.code, status: error.status, ...withoutContent(error) }
      : { code: 'internal', status: 500, title: 'Ringback failed here. The log has the cause.', details: {} },
  )

/** What is kept lies open: words of the file, which may be somebody's name, are told only to whoever sent it. */
function withoutContent({ title, details: { meant, added, ...details } }: Problem) {
  const words = [meant, added].flat().filter(word => typeof word === 'string')
  return { title: words.reduce((text, word) => text.replaceAll(`"${word}"`, '"…"'), title), details }
}
