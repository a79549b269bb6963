import { sql } from 'kysely'
import { writeAudit } from '../audit/service.ts'
import { reopenUnclaimed } from '../calls/service.ts'
import { lockImports } from '../forces/import-record.ts'
import { isAtRest, moveImport } from '../forces/import-state.ts'
import type { ForceTx } from '../forces/service.ts'
import { lockPostings } from '../people/posting-queries.ts'
import { resultAfter } from '../platform/import/result.ts'
import { importResultShape } from '../platform/import/schema.ts'
import type { ImportedKind } from '../platform/tables.ts'
import { dropParts } from './parts.ts'
import { importNotUndoable, importStateWords, type NotUndoable } from './problems.ts'
import type { ImportRecord } from './queries.ts'
import { findActed, touched } from './undo-acts.ts'
import { takeBack } from './undo-data.ts'
import { notUndoable, whyLater } from './undo-words.ts'
import { hasLater, listLater } from './what-is-later.ts'

/** Why an import can't be undone; null if it can, also where it failed: the batches before that stand. */
export async function whyNotUndone(tx: ForceTx, row: ImportRecord): Promise<NotUndoable | null> {
  if (!isAtRest(row)) return notUndoable(`This import ${importStateWords[row.status]}.`)
  if (!(await isTakenIn(tx, row))) return notUndoable('Nothing of it was taken in, so there is nothing to undo.')
  return whyNotNow(tx, row.id)
}

/** Whether it is done, or failed when batches of it stood. The rows are asked where the counts, which may be of a later start alone, say none. */
export async function isTakenIn(tx: ForceTx, row: ImportRecord): Promise<boolean> {
  if (row.status === 'done') return true
  if (!isAtRest(row) || row.started_at === null) return false
  if (resultAfter(importResultShape.nullable().parse(row.result)).takenInBefore !== undefined) return true
  const made = mainTables[row.kind].map(table => sql`select from ${sql.id(table)} where import_id = ${row.id}`)
  const changed = sql`select from import_before where import_id = ${row.id}`
  const { rows } = await sql<{ found: boolean }>`
    select ${sql.join(
      [changed, ...made].map(query => sql`exists (${query})`),
      sql` or `,
    )} as found`.execute(tx.db)
  return rows[0]?.found ?? false
}

/** Of what it takes in, something is in one of these. */
const mainTables = {
  staff: ['staff', 'postings'],
  recipients: ['services'],
  interviews: ['interviews'],
} as const satisfies Readonly<Record<ImportedKind, readonly string[]>>

/** Undoes it, all or nothing. Throws `import_not_undoable`, and then nothing has changed. */
export async function undoImport(tx: ForceTx, row: ImportRecord): Promise<void> {
  // Whoever imports, mends, claims, suppresses or changes a number waits here, or is seen by the look that follows.
  await lockImports(tx)
  if (row.kind === 'staff') await lockPostings(tx)
  // As the choosing does: what hangs on others first.
  const serviceIds = await lockTouched(tx, row.id, 'services')
  await lockTouched(tx, row.id, 'interviews')
  await sql`select id from call_backs where service_id = any(${serviceIds}::uuid[]) order by id for update`.execute(
    tx.db,
  )
  for (const table of ['recipients', 'incidents', 'staff'] as const)
    await sql`select id from ${sql.id(table)} where import_id = ${row.id} for update`.execute(tx.db)
  await sql`select id from recipients where id in (select n.recipient_id from recipient_numbers n
    where n.id in (select id from ${touched([row.id], 'recipient_numbers')} t)) for update`.execute(tx.db)
  const why = await whyNotNow(tx, row.id)
  if (why !== null) throw importNotUndoable(row.file_name, why)
  await takeBack(tx, row.id)
  if (row.started_at) await reopenUnclaimed(tx, serviceIds, row.started_at)
  await dropParts(tx, row.id)
  const change = { undone_at: tx.now.toString(), fault: null, inspection_sealed: null, trial_sealed: null }
  if (!(await moveImport(tx, row.id, 'undone', { ...change, undoing_from: null })))
    throw new Error(`the import ${row.id} was not being undone`)
  await writeAudit(tx, {
    action: 'imports.undone',
    subject: ['import', row.id],
    details: { kind: row.kind, file: row.file_name },
  })
  await tx.publish('calls.choosing_due', {})
  if (row.kind === 'staff') await tx.publish('people.addresses_changed', {})
}

async function lockTouched(tx: ForceTx, id: string, table: 'services' | 'interviews'): Promise<readonly string[]> {
  const { rows } = await sql<{ id: string }>`
    select id from ${sql.id(table)} where id in (select id from ${touched([id], table)} t) order by id for update`.execute(
    tx.db,
  )
  return rows.map(({ id: one }) => one)
}

/** The first of these that there is says why. */
async function whyNotNow(tx: ForceTx, id: string): Promise<NotUndoable | null> {
  const acted = await findActed(tx, [id])
  if (acted) return notUndoable(acted.why('this file'))
  return (await hasLater(tx, id)) ? whyLater(tx, id, await listLater(tx, id)) : null
}
