/**
 * Files that come in, by page, API, command or folder, each one row in `imports`.
 *
 *   receiving ──whole, looked into──> received ──try──> trying ──> received, with its trial
 *       └── broken off: gone             ├──read as──> received, looked into again
 *                                        ├──discard──> gone
 *                                        └──start──> waiting ──> running ──> done ──undo──> undoing ──> undone
 *                                                       ^           └──> failed    ^────refused──┘
 *                                                       └────────start────┘ └──read as──> received
 *
 * What failed half-way is undone as what is done, also once it is to be read anew: the batches before the fault stand.
 *
 * `moveImport` is the one place where the state changes, by a guarded write. The content lies sealed in `import_parts` until
 * it is taken in. What takes long is a job, and its work goes on in a process of its own (work.ts).
 */
import { isDeepStrictEqual } from 'node:util'
import { type Actor, writeAudit } from '../audit/service.ts'
import { isAtRest, moveImport } from '../forces/import-state.ts'
import { type ForceTx, inForce } from '../forces/service.ts'
import { newId } from '../platform/id.ts'
import { refuseOpenQuestions } from '../platform/import/inspection/questions.ts'
import { type Inspection, inspectionShape } from '../platform/import/inspection/schema.ts'
import { type ImportKind, parseProfile } from '../platform/import/profile.ts'
import { storableJson } from '../platform/json-text.ts'
import type { Platform } from '../platform/platform.ts'
import type { ImportOrigin } from '../platform/tables.ts'
import { cleanFileName } from './file-name.ts'
import { lookInto } from './look-into.ts'
import { jobOf } from './order.ts'
import { dropParts, hasParts, maximumFileBytes, storedSource, storeParts, whole } from './parts.ts'
import {
  importCutOff,
  importFileGone,
  importInAnotherState,
  importNotUndoable,
  importUnmapped,
  readAsNothing,
} from './problems.ts'
import { saveProfile } from './profiles.ts'
import { changeImport, deleteImport, getImport, type ImportRecord, insertArriving } from './queries.ts'
import type { ReadAs } from './schema.ts'
import { whyNotUndone } from './undo.ts'

export interface Arrival {
  readonly fileName: string | undefined
  readonly origin: ImportOrigin
  /** Where it was decided before. */
  readonly id?: string
  /** Without it the headings say. */
  readonly kind?: ImportKind
  readonly body: AsyncIterable<Uint8Array>
  /** How many bytes the sender said would come. */
  readonly declaredBytes?: number
  readonly limitBytes?: number
}

/**
 * Takes a file in as it streams and looks into it. Of one that breaks off, is too large or can't be read at all nothing is
 * kept. Throws `import_cut_off`, `import_too_large`, and the problems of `inspect`.
 */
export async function receiveFile(platform: Platform, slug: string, actor: Actor, arrival: Arrival): Promise<string> {
  const within = <Result>(work: (tx: ForceTx) => Promise<Result>) => inForce(platform, slug, actor, work)
  const fileName = cleanFileName(arrival.fileName)
  const { id: importId = newId(), kind, origin, declaredBytes, limitBytes = maximumFileBytes } = arrival
  await within(tx => insertArriving(tx, { id: importId, kind: kind ?? 'recipients', fileName, origin }))
  try {
    const body = whole(arrival.body, fileName)
    const size = await storeParts(platform, slug, actor, { importId, fileName }, body, limitBytes)
    if (declaredBytes !== undefined && size !== declaredBytes) throw importCutOff(fileName)
    const source = storedSource(platform, slug, actor, { importId, fileName, size })
    const inspection = await lookInto(platform, slug, actor, source, { kind })
    await within(async tx => {
      await moveImport(tx, importId, 'received', { ...seenAs(tx, inspection), bytes_total: size })
      await writeAudit(tx, {
        action: 'imports.received',
        subject: ['import', importId],
        details: { file: fileName, bytes: size, origin },
      })
    })
    return importId
  } catch (error) {
    await within(tx => deleteImport(tx, importId))
    throw error
  }
}

/** What is kept of an inspection, and of the way to read the file that it suggests. */
const seenAs = (tx: ForceTx, inspection: Inspection, profile = inspection.profile ?? '') => ({
  kind: inspection.kind ?? ('recipients' as const),
  profile,
  definition: storableJson(inspection.definition),
  header: storableJson(inspection.header),
  inspection_sealed: tx.seal.seal('imports.inspection', JSON.stringify(inspection)),
  trial_sealed: null,
  fault: null,
})

/** What was tried holds as long as the file is read in the same way, also where that way gets a name. */
const isReadTheSame = (row: ImportRecord, { kind, definition }: { kind: string; definition: string }): boolean =>
  row.kind === kind && isDeepStrictEqual(row.definition, JSON.parse(definition))

/**
 * Says how a file is to be read, and looks into it again by that. Throws `read_as_nothing`, `profile_unknown`,
 * `profile_unreadable`, `profile_built_in`, `import_in_another_state`, and the problems of `inspect`.
 */
export async function readFileAs(
  platform: Platform,
  slug: string,
  actor: Actor,
  id: string,
  { kind, profile, definition, saveAs }: ReadAs,
): Promise<void> {
  if (profile === undefined && definition === undefined) throw readAsNothing()
  const within = <Result>(work: (tx: ForceTx) => Promise<Result>) => inForce(platform, slug, actor, work)
  const row = await within(tx => getImport(tx, id))
  const source = sourceOf(platform, slug, actor, row)
  const inspection = await lookInto(platform, slug, actor, source, { kind, profile, definition })
  await within(async tx => {
    const { trial_sealed, ...read } = { ...seenAs(tx, inspection, saveAs ?? profile), kind }
    const seen = isReadTheSame(row, read) ? read : { ...read, trial_sealed }
    if (definition && saveAs !== undefined) await saveProfile(tx, { name: saveAs, kind, definition })
    const isRead =
      (await changeImport(tx, id, ['received'], seen)) || (await moveImport(tx, id, 'received', seen, ['failed']))
    if (!isRead) throw importInAnotherState(id, (await getImport(tx, id)).status, 'read in another way')
    await writeAudit(tx, {
      action: 'imports.read_as',
      subject: ['import', id],
      details: { kind, profile: saveAs ?? profile ?? null },
    })
  })
}

/** The kept content of an import. Throws `import_file_gone` where none was kept. */
export function sourceOf(platform: Platform, slug: string, actor: Actor, row: ImportRecord) {
  if (row.bytes_total === null) throw importFileGone(row.file_name)
  return storedSource(platform, slug, actor, { importId: row.id, fileName: row.file_name, size: row.bytes_total })
}

/** Asks for a dry run. Throws `import_unmapped`, `import_question_open`, `import_file_gone`, `import_in_another_state`. */
export async function tryImport(tx: ForceTx, id: string): Promise<void> {
  await refuseUnreadable(tx, await getImport(tx, id))
  await move(tx, id, 'trying', 'tried')
  await writeAudit(tx, { action: 'imports.try_asked', subject: ['import', id] })
  await tx.addJobs([jobOf({ step: 'try', slug: tx.force.slug, importId: id })])
}

export interface StartOptions {
  /** Interviews that are new raise alerts. */
  readonly alerts?: boolean
  /** Whoever starts it and does the work himself leaves a job for the case that he dies. */
  readonly jobInSeconds?: number
  /** Nobody has looked at how it would be read, so what only looks right isn't enough: a profile has to know its headings. */
  readonly unseen?: boolean
}

/** Asks for a file to be taken in. Throws `import_unmapped`, `import_question_open`, `import_file_gone`, `import_in_another_state`. */
export async function startImport(
  tx: ForceTx,
  id: string,
  { alerts = false, jobInSeconds, unseen = false }: StartOptions = {},
): Promise<void> {
  const row = await getImport(tx, id)
  const inspection = await refuseUnreadable(tx, row)
  if (unseen && inspection && (inspection.profile ?? inspection.nearest) === null) throw importUnmapped(row.file_name)
  await move(tx, id, 'waiting', 'started', { fault: null, undo_fault: null, ended_at: null, bytes_read: 0 })
  await writeAudit(tx, { action: 'imports.start_asked', subject: ['import', id], details: { alerts } })
  await tx.addJobs([jobOf({ step: 'run', slug: tx.force.slug, importId: id, alerts }, jobInSeconds)])
}

/** Asks for an import to be undone. Throws `import_not_undoable`, `import_in_another_state`. */
export async function askUndo(tx: ForceTx, id: string): Promise<void> {
  const row = await getImport(tx, id)
  if (!isAtRest(row)) throw importInAnotherState(id, row.status, 'undone')
  const why = await whyNotUndone(tx, row)
  if (why !== null) throw importNotUndoable(row.file_name, why)
  await move(tx, id, 'undoing', 'undone', { undo_fault: null, undoing_from: row.status }, [row.status])
  await writeAudit(tx, { action: 'imports.undo_asked', subject: ['import', id] })
  await tx.addJobs([jobOf({ step: 'undo', slug: tx.force.slug, importId: id })])
}

/** What was seen in the file. Throws unless the definition reads it and answers what the file alone can't tell. */
async function refuseUnreadable(tx: ForceTx, row: ImportRecord): Promise<Inspection | undefined> {
  if (row.status !== 'received' && row.status !== 'failed') return undefined // told by the move that follows
  const sealed = tx.seal.unsealOptional('imports.inspection', row.inspection_sealed)
  if (sealed === null || !(await hasParts(tx, row.id))) throw importFileGone(row.file_name)
  const inspection = inspectionShape.parse(JSON.parse(sealed))
  const definition = (row.definition ?? {}) as Readonly<Record<string, unknown>>
  refuseOpenQuestions(row.file_name, inspection, definition)
  if (Object.keys(definition.columns ?? {}).length === 0) throw importUnmapped(row.file_name)
  parseProfile({ ...definition, kind: row.kind }, row.profile || row.file_name)
  return inspection
}

async function move(
  tx: ForceTx,
  id: string,
  to: Parameters<typeof moveImport>[2],
  wanted: string,
  change: Parameters<typeof moveImport>[3] = {},
  from?: Parameters<typeof moveImport>[4],
): Promise<void> {
  if (!(await moveImport(tx, id, to, change, from)))
    throw importInAnotherState(id, (await getImport(tx, id)).status, wanted)
}

/** Forgets a file that was not taken in. What failed half-way keeps its record, for rows name it. Throws `import_in_another_state`, `import_file_gone`. */
export async function discardImport(tx: ForceTx, id: string): Promise<void> {
  const row = await getImport(tx, id)
  const isIdle = await changeImport(tx, id, ['received', 'failed'], { inspection_sealed: null, trial_sealed: null })
  if (!isIdle) throw importInAnotherState(id, row.status, 'discarded')
  if (row.started_at !== null && !(await hasParts(tx, id))) throw importFileGone(row.file_name)
  await dropParts(tx, id)
  if (row.started_at === null) await deleteImport(tx, id)
  await writeAudit(tx, { action: 'imports.discarded', subject: ['import', id], details: { file: row.file_name } })
}
