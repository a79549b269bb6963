import { sql, type Updateable } from 'kysely'
import type { ForceTables, ImportStatus } from '../platform/tables.ts'
import type { ForceTx } from './service.ts'

/** From which states an import may come into each. */
const before: Readonly<Record<Exclude<ImportStatus, 'receiving'>, readonly ImportStatus[]>> = {
  received: ['receiving', 'trying', 'failed'],
  trying: ['received'],
  waiting: ['received', 'failed'],
  running: ['waiting'],
  done: ['running'],
  failed: ['waiting', 'running'],
  undoing: ['done', 'failed', 'received'],
  undone: ['undoing'],
}

/** Nobody has it in hand, so it could be undone. */
export const isAtRest = ({ status }: { readonly status: ImportStatus }): boolean => before.undoing.includes(status)

/**
 * The one place where an import's state changes, by a guarded write: of two who want it at once, one gets it. False: the
 * import is not there, or in a state from which there is no such step.
 */
export async function moveImport(
  tx: ForceTx,
  id: string,
  to: keyof typeof before,
  change: Omit<Updateable<ForceTables['imports']>, 'id' | 'status'> = {},
  from: readonly ImportStatus[] = before[to],
): Promise<boolean> {
  const moved = await tx.db
    .updateTable('imports')
    .set({ ...change, status: to })
    .where('id', '=', id)
    .where(
      'status',
      'in',
      from.filter(status => before[to].includes(status)),
    )
    .returning('id')
    .executeTakeFirst()
  return moved !== undefined
}

/** What could not be undone is what it was before, and says why not. False: it is not being undone. */
export async function moveBackFromUndoing(tx: ForceTx, id: string, undo_fault: string): Promise<boolean> {
  const moved = await tx.db
    .updateTable('imports')
    .set({ status: sql<ImportStatus>`coalesce(undoing_from, 'done')`, undoing_from: null, undo_fault })
    .where('id', '=', id)
    .where('status', '=', 'undoing')
    .returning('id')
    .executeTakeFirst()
  return moved !== undefined
}
