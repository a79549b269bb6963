import type { ForceTx } from '../forces/service.ts'
import { listUserNames } from '../people/users-queries.ts'
import { inspectionShape } from '../platform/import/inspection/schema.ts'
import { importResultShape } from '../platform/import/schema.ts'
import type { ImportedKind } from '../platform/tables.ts'
import { countRejects, type ImportRecord, listImportRecords, listStarters } from './queries.ts'
import {
  faultShape,
  type ImportDetail,
  type ImportShape,
  type ImportsQuery,
  importStatus,
  type Trial,
  trialShape,
} from './schema.ts'
import { isTakenIn, whyNotUndone } from './undo.ts'

/** Imports of a page of the list, and who there is to choose among. */
export async function presentList(tx: ForceTx, query: ImportsQuery) {
  const rows = await listImportRecords(tx, query)
  const shown = rows.slice(0, query.limit)
  const starters = await listStarters(tx)
  const names = await listUserNames(tx, [...starters, ...shown.map(row => row.started_by)])
  return {
    imports: shown.map(row => present(row, names)),
    nextCursor: rows.length > query.limit ? (shown.at(-1)?.id ?? null) : null,
    starters: starters
      .map(id => ({ id, name: names.get(id) ?? id }))
      .sort((one, other) => one.name.localeCompare(other.name, 'en')),
  }
}

const present = (row: ImportRecord, names: ReadonlyMap<string, string>): ImportShape => ({
  id: row.id,
  kind: row.kind satisfies ImportedKind,
  fileName: row.file_name,
  profile: row.profile,
  status: importStatus.parse(row.status),
  origin: row.origin,
  startedBy: names.get(row.started_by) ?? row.started_by,
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
    ...present(row, await listUserNames(tx, [row.started_by])),
    bytesTotal: row.bytes_total,
    bytesRead: row.bytes_read,
    inspection: mayReadContent && inspection !== null ? inspectionShape.parse(JSON.parse(inspection)) : null,
    // What is no known profile is made of what stands in the file.
    definition: mayReadContent || row.profile !== '' ? (row.definition as ImportDetail['definition']) : null,
    trial: trial && !mayReadContent ? { ...trial, rejects: [] } : trial,
    fault: faultShape.nullable().parse(row.fault),
    rejects: await countRejects(tx, row.id),
    undo: {
      possible: whyNot === null,
      reason: whyNot?.why ?? null,
      others: [...(whyNot?.others ?? [])],
      fault: faultShape.nullable().parse(row.undo_fault),
      isTakenIn: whyNot === null || (await isTakenIn(tx, row)),
    },
  }
}

function readTrial(tx: ForceTx, row: ImportRecord): Trial | null {
  const trial = tx.seal.unsealOptional('imports.trial', row.trial_sealed)
  return trial === null ? null : trialShape.parse(JSON.parse(trial))
}

/** Whether there are rows in it. */
export const hasContent = ({ inspection, trial }: ImportDetail): boolean =>
  inspection !== null || (trial !== null && trial.rejects.length > 0)
