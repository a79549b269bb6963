import { type ForceTx, sharedIn } from '../forces/service.ts'
import { inspectionShape } from '../platform/import/inspection/schema.ts'
import { importResultShape } from '../platform/import/schema.ts'
import type { ImportedKind } from '../platform/tables.ts'
import { countRejects, type ImportRecord } from './queries.ts'
import { faultShape, type ImportDetail, type ImportShape, importStatus, type Trial, trialShape } from './schema.ts'
import { whyNotUndone } from './undo.ts'

/** An import in a list. */
export const present = (row: ImportRecord): ImportShape => ({
  id: row.id,
  kind: row.kind satisfies ImportedKind,
  fileName: row.file_name,
  profile: row.profile,
  status: importStatus.parse(row.status),
  origin: row.origin,
  receivedAt: row.received_at?.toString() ?? null,
  startedAt: row.started_at?.toString() ?? null,
  endedAt: row.ended_at?.toString() ?? null,
  undoneAt: row.undone_at?.toString() ?? null,
  result: importResultShape.nullable().parse(row.result),
})

/** One import with all that is known of it; what stands in the file only for who may read it. */
export async function presentDetail(tx: ForceTx, row: ImportRecord, mayReadContent: boolean): Promise<ImportDetail> {
  const trial = readTrial(tx, row)
  const inspection = tx.seal.unsealOptional('imports.inspection', row.inspection_sealed)
  const whyNot = await whyNotUndone(tx, row)
  return {
    ...present(row),
    startedBy: await nameOf(tx, row.started_by),
    bytesTotal: row.bytes_total,
    bytesRead: row.bytes_read,
    inspection: mayReadContent && inspection !== null ? inspectionShape.parse(JSON.parse(inspection)) : null,
    definition: row.definition as ImportDetail['definition'],
    trial: trial && !mayReadContent ? { ...trial, rejects: [] } : trial,
    fault: faultShape.nullable().parse(row.fault),
    rejects: await countRejects(tx, row.id),
    undo: { possible: whyNot === null, reason: whyNot },
  }
}

function readTrial(tx: ForceTx, row: ImportRecord): Trial | null {
  const trial = tx.seal.unsealOptional('imports.trial', row.trial_sealed)
  return trial === null ? null : trialShape.parse(JSON.parse(trial))
}

/** A user by their name; a command or the folder as it is called. */
async function nameOf(tx: ForceTx, startedBy: string): Promise<string> {
  const user = await sharedIn(tx).selectFrom('user').select('name').where('id', '=', startedBy).executeTakeFirst()
  return user?.name ?? startedBy
}
