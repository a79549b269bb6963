import type { Selectable, Updateable } from 'kysely'
import { sql } from 'kysely'
import { writeAudit } from '../audit/service.ts'
import type { ForceTx } from '../forces/service.ts'
import type { ForceTables, ImportedKind, ImportOrigin } from '../platform/tables.ts'
import { importUnknown } from './problems.ts'
import type { ImportsQuery } from './schema.ts'

export type ImportRecord = Selectable<ForceTables['imports']>

/** Imports, newest first, one more than asked for if there are more. Ids are made in the order of time. */
export async function listImportRecords(
  tx: ForceTx,
  { kind, status, origin, by, cursor, limit }: ImportsQuery,
): Promise<readonly ImportRecord[]> {
  return tx.db
    .selectFrom('imports')
    .selectAll()
    .where('status', '<>', 'receiving')
    .$if(kind !== undefined, query => query.where('kind', '=', kind as ImportedKind))
    .$if(status !== undefined, query => query.where('status', '=', status as ImportRecord['status']))
    .$if(origin !== undefined, query => query.where('origin', '=', origin as ImportOrigin))
    .$if(by !== undefined, query => query.where('started_by', '=', by as string))
    .$if(cursor !== undefined, query => query.where('id', '<', cursor as string))
    .orderBy('id', 'desc')
    .limit(limit + 1)
    .execute()
}

/** A system that sends each closed incident makes an import of each: only so many of the latest are looked at. */
const lookedAtForStarters = 5_000

export async function listStarters(tx: ForceTx): Promise<readonly string[]> {
  const { rows } = await sql<{ started_by: string }>`
    select distinct started_by from (
      select started_by from imports where status <> 'receiving' order by id desc limit ${lookedAtForStarters}) latest`.execute(
    tx.db,
  )
  return rows.map(row => row.started_by)
}

export async function findImport(tx: ForceTx, id: string): Promise<ImportRecord | undefined> {
  return tx.db.selectFrom('imports').selectAll().where('id', '=', id).executeTakeFirst()
}

/** The newest first. */
export async function listImportsById(tx: ForceTx, ids: readonly string[]): Promise<readonly ImportRecord[]> {
  if (ids.length === 0) return []
  return tx.db.selectFrom('imports').selectAll().where('id', 'in', ids).orderBy('id', 'desc').execute()
}

/** Throws `import_unknown`; one that is still coming in is not there yet. */
export async function getImport(tx: ForceTx, id: string): Promise<ImportRecord> {
  const found = await findImport(tx, id)
  if (!found || found.status === 'receiving') throw importUnknown(id)
  return found
}

export interface Arriving {
  readonly id: string
  readonly kind: ImportedKind
  readonly fileName: string
  readonly origin: ImportOrigin
}

export async function insertArriving(tx: ForceTx, { id, kind, fileName, origin }: Arriving): Promise<void> {
  await tx.db
    .insertInto('imports')
    .values({
      id,
      kind,
      file_name: fileName,
      profile: '',
      status: 'receiving',
      origin,
      started_by: tx.actor.name,
      received_at: tx.now.toString(),
    })
    .execute()
}

export async function deleteImport(tx: ForceTx, id: string): Promise<void> {
  await tx.db.deleteFrom('imports').where('id', '=', id).execute()
}

const minutesOfOneView = 10

/** That whoever acts looked at the content; once in a while, for a page that follows an import asks again and again. */
export async function noteView(tx: ForceTx, id: string): Promise<void> {
  const since = tx.now.subtract({ minutes: minutesOfOneView }).toString()
  const noted = await tx.db
    .selectFrom('audit_entries')
    .select('id')
    .where('subject_kind', '=', 'import')
    .where('subject_id', '=', id)
    .where('action', '=', 'imports.viewed')
    .where('actor', '=', tx.actor.name)
    .where(sql<boolean>`at > ${since}`)
    .limit(1)
    .executeTakeFirst()
  if (!noted) await writeAudit(tx, { action: 'imports.viewed', subject: ['import', id] })
}

/** Changes what is known of an import while it is in one of these states; false if it is not. */
export async function changeImport(
  tx: ForceTx,
  id: string,
  states: readonly ImportRecord['status'][],
  change: Omit<Updateable<ForceTables['imports']>, 'id' | 'status'>,
): Promise<boolean> {
  const changed = await tx.db
    .updateTable('imports')
    .set(change)
    .where('id', '=', id)
    .where('status', 'in', states)
    .returning('id')
    .executeTakeFirst()
  return changed !== undefined
}

export async function countRejects(tx: ForceTx, id: string): Promise<number> {
  const { rows } = await sql<{ number: number }>`
    select count(*) as number from import_rejects where import_id = ${id}`.execute(tx.db)
  return rows[0]?.number ?? 0
}

/** The next rejected rows after a line, as they stood. */
export async function listRejects(tx: ForceTx, id: string, afterLine: number, limit: number) {
  const rows = await tx.db
    .selectFrom('import_rejects')
    .select(['line', 'reason', 'cells_sealed', 'column_order'])
    .where('import_id', '=', id)
    .where('line', '>', afterLine)
    .orderBy('line')
    .limit(limit)
    .execute()
  return rows.map(({ line, reason, cells_sealed, column_order }) => ({
    line,
    reason,
    cells: JSON.parse(tx.seal.unseal('import_rejects.cells', cells_sealed)) as string[],
    columns: column_order ?? undefined,
  }))
}
