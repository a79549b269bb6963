/** What takes long: trying a file, taking it in. One process at a time works on an import, under a lock that dies with it. */
import { writeAudit } from '../audit/service.ts'
import { previewSelection } from '../calls/service.ts'
import { faultOf, importLock } from '../forces/import-record.ts'
import { moveBackFromUndoing, moveImport } from '../forces/import-state.ts'
import { TrialNotes } from '../forces/import-trial.ts'
import type { ImportOptions } from '../forces/run-import.ts'
import { type ForceTx, inForce } from '../forces/service.ts'
import { importInterviews } from '../interviews/service.ts'
import { importStaff } from '../people/staff-import.ts'
import { parseProfile } from '../platform/import/profile.ts'
import type { ImportResult } from '../platform/import/result.ts'
import type { Platform } from '../platform/platform.ts'
import { Problem } from '../platform/problem.ts'
import { trySessionLock } from '../platform/session-lock.ts'
import { importRecipients } from '../recipients/service.ts'
import { mendOf } from './mend-of-reject.ts'
import type { Order } from './order.ts'
import { dropParts } from './parts.ts'
import { changeImport, findImport, type ImportRecord } from './queries.ts'
import type { Trial } from './schema.ts'
import { sourceOf } from './service.ts'
import { undoImport } from './undo.ts'

/** Busy: another process has it in hand. An order whose import is not in the state for it is done already. */
export type Performed = 'done' | 'busy'

export async function perform(platform: Platform, order: Order): Promise<Performed> {
  const lock = await trySessionLock(platform.database.connection, importLock(order.slug, order.importId))
  if (!lock) return 'busy'
  try {
    await steps[order.step](platform, order)
    return 'done'
  } finally {
    await lock.release()
  }
}

const steps: Readonly<Record<Order['step'], (platform: Platform, order: Order) => Promise<void>>> = {
  try: tryOut,
  run: takeIn,
  undo,
}

const within = <Result>(platform: Platform, { slug, actor }: Order, work: (tx: ForceTx) => Promise<Result>) =>
  inForce(platform, slug, actor, work)

/** Takes the file in; where it can't be, the import has failed and says why. */
async function takeIn(platform: Platform, order: Order): Promise<void> {
  const row = await within(platform, order, tx => findImport(tx, order.importId))
  if (row?.status !== 'waiting' && row?.status !== 'running') return
  await unlessFaulty(
    () =>
      importerOf(
        row,
        order,
      )({
        ...readingOf(platform, order, row),
        importId: row.id,
        async whenDone(tx) {
          await dropParts(tx, row.id)
          await changeImport(tx, row.id, ['done'], { inspection_sealed: null, trial_sealed: null })
        },
      }),
    error => within(platform, order, tx => failImport(tx, order, error)),
  )
}

/** Says what would come of the file, and changes nothing. */
async function tryOut(platform: Platform, order: Order): Promise<void> {
  const row = await within(platform, order, tx => findImport(tx, order.importId))
  if (row?.status !== 'trying') return
  await unlessFaulty(
    async () => {
      const notes = new TrialNotes()
      const progress = progressOf(platform, order, row)
      let selection: Trial['selection'] = null
      const result = await importerOf(
        row,
        order,
      )({
        ...readingOf(platform, order, row),
        dryRun: true,
        notes,
        onProgress: progress.note,
        async beforeUndo(tx, tried) {
          if (row.kind === 'recipients') selection = await previewSelection(tx, tried)
        },
      })
      await progress.written()
      const rejects = notes.rejects.map(({ line, reason, cells }) => ({
        line,
        reason,
        mend: mendOf(reason),
        cells: [...cells],
      }))
      const trial: Trial = { result, selection, rejects, warningLines: notes.warningLines }
      await within(platform, order, async tx => {
        const trial_sealed = tx.seal.seal('imports.trial', JSON.stringify(trial))
        await moveImport(tx, row.id, 'received', { trial_sealed, fault: null, bytes_read: 0 })
      })
    },
    error => within(platform, order, tx => failImport(tx, order, error)),
  )
}

/**
 * How far a trial is, in transactions of their own: what the trial itself writes is undone. One at a time; what comes
 * while one is written is told by a later one.
 */
function progressOf(platform: Platform, order: Order, { id }: ImportRecord) {
  let writing: Promise<unknown> | undefined
  return {
    note(_rows: number, bytes_read: number) {
      writing ??= within(platform, order, tx => changeImport(tx, id, ['trying'], { bytes_read }))
        // The trial is worth more than the word of how far it is.
        .catch(() => undefined)
        .finally(() => {
          writing = undefined
        })
    },
    written: async () => {
      await writing
    },
  }
}

/** Takes back what the import did, or says why not, and then it is as before. What is no refusal of ours is tried again. */
async function undo(platform: Platform, order: Order): Promise<void> {
  try {
    await within(platform, order, async tx => {
      const row = await findImport(tx, order.importId)
      if (row?.status === 'undoing') await undoImport(tx, row)
    })
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    await within(platform, order, tx => failImport(tx, order, error))
  }
}

/** What went wrong is kept with the import; if it is no refusal of ours, it is thrown on, to be logged. */
async function unlessFaulty(work: () => Promise<unknown>, keep: (error: unknown) => Promise<void>): Promise<void> {
  try {
    await work()
  } catch (error) {
    await keep(error)
    if (!(error instanceof Problem)) throw error
  }
}

/** One that could not be tried or undone is what it was before; one that could not be taken in has failed. */
export async function failImport(
  tx: ForceTx,
  { step, importId }: Pick<Order, 'step' | 'importId'>,
  error: unknown,
): Promise<void> {
  const fault = faultOf(error)
  if (step === 'undo') {
    if (await moveBackFromUndoing(tx, importId, fault))
      await writeAudit(tx, {
        action: 'imports.undo_failed',
        subject: ['import', importId],
        details: { code: JSON.parse(fault).code },
      })
    return
  }
  const moved =
    (await moveImport(tx, importId, 'received', { fault, trial_sealed: null, bytes_read: 0 }, ['trying'])) ||
    (await moveImport(tx, importId, 'failed', { fault, ended_at: tx.now.toString() }))
  if (!moved) await changeImport(tx, importId, ['failed'], { fault })
}

type Importer = (options: ImportOptions) => Promise<ImportResult>

function importerOf({ kind }: ImportRecord, { alerts = false }: Order): Importer {
  if (kind === 'staff') return importStaff
  if (kind === 'recipients') return importRecipients
  return options => importInterviews({ ...options, alerts })
}

function readingOf(platform: Platform, { slug, actor }: Order, row: ImportRecord): ImportOptions {
  const profile = parseProfile(row.definition, row.profile || row.file_name)
  return {
    platform,
    slug,
    actor,
    source: sourceOf(platform, slug, actor, row),
    readAs: { name: row.profile, profile },
  }
}
