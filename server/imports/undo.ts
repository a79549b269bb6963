import type { ForceTx } from '../forces/service.ts'
import type { ImportRecord } from './queries.ts'

/** Why an import can't be undone, in words; null if it can. */
export async function whyNotUndone(_tx: ForceTx, row: ImportRecord): Promise<string | null> {
  return row.status === 'done' ? 'Undoing is not here yet.' : 'Only an import that is done can be undone.'
}
