import type { ForceTx } from '../forces/service.ts'
import { importNotUndoable } from './problems.ts'
import { getImport, type ImportRecord } from './queries.ts'

/** Why an import can't be undone, in words; null if it can. */
export async function whyNotUndone(_tx: ForceTx, row: ImportRecord): Promise<string | null> {
  return row.status === 'done' ? 'Undoing is not here yet.' : 'Only an import that is done can be undone.'
}

/** Asks for an import to be undone. Throws `import_not_undoable`. */
export async function undoImport(tx: ForceTx, id: string): Promise<void> {
  const whyNot = await whyNotUndone(tx, await getImport(tx, id))
  if (whyNot !== null) throw importNotUndoable(id, whyNot)
}
