/** What takes long: trying a file, and taking it in. */
import type { Actor } from '../audit/service.ts'
import { moveImport } from '../forces/import-state.ts'
import type { ImportOptions } from '../forces/run-import.ts'
import { type ForceTx, inForce } from '../forces/service.ts'
import { importInterviews } from '../interviews/service.ts'
import { importStaff } from '../people/staff-import.ts'
import { parseProfile } from '../platform/import/profile.ts'
import type { ImportResult } from '../platform/import/result.ts'
import type { Platform } from '../platform/platform.ts'
import { Problem } from '../platform/problem.ts'
import { importRecipients } from '../recipients/service.ts'
import { dropParts } from './parts.ts'
import { changeImport, getImport, type ImportRecord } from './queries.ts'
import type { Trial } from './schema.ts'
import { type StartOptions, sourceOf } from './service.ts'

export interface Work {
  readonly platform: Platform
  readonly slug: string
  readonly actor: Actor
  readonly importId: string
}

const within = ({ platform, slug, actor }: Work, work: (tx: ForceTx) => Promise<void>) =>
  inForce(platform, slug, actor, work)

/** Takes the file in; where it can't be, the import has failed and says why. */
export async function takeIn(work: Work, options: StartOptions): Promise<void> {
  const row = await inForce(work.platform, work.slug, work.actor, tx => getImport(tx, work.importId))
  if (row.status !== 'waiting' && row.status !== 'running') return
  try {
    await importerOf(
      row,
      options,
    )({
      ...readingOf(work, row),
      importId: row.id,
      async whenDone(tx) {
        await dropParts(tx, row.id)
        await changeImport(tx, row.id, ['done'], { inspection_sealed: null, trial_sealed: null })
      },
    })
  } catch (error) {
    await within(work, tx => fail(tx, row, error))
    if (!(error instanceof Problem)) throw error
  }
}

/** Says what would come of the file, and changes nothing. */
export async function tryOut(work: Work): Promise<void> {
  const row = await inForce(work.platform, work.slug, work.actor, tx => getImport(tx, work.importId))
  if (row.status !== 'trying') return
  try {
    const result = await importerOf(row, {})({ ...readingOf(work, row), dryRun: true })
    const trial: Trial = { result, selection: null, rejects: [], warningLines: {} }
    await within(work, async tx => {
      const trial_sealed = tx.seal.seal('imports.trial', JSON.stringify(trial))
      await moveImport(tx, row.id, 'received', { trial_sealed, fault: null })
    })
  } catch (error) {
    await within(work, async tx => {
      await moveImport(tx, row.id, 'received', { trial_sealed: null, fault: faultOf(error) })
    })
    if (!(error instanceof Problem)) throw error
  }
}

type Importer = (options: ImportOptions) => Promise<ImportResult>

function importerOf({ kind }: ImportRecord, { alerts = false }: StartOptions): Importer {
  if (kind === 'staff') return importStaff
  if (kind === 'recipients') return importRecipients
  return options => importInterviews({ ...options, alerts })
}

function readingOf({ platform, slug, actor }: Work, row: ImportRecord): ImportOptions {
  const profile = parseProfile(row.definition, row.profile || row.file_name)
  return {
    platform,
    slug,
    actor,
    source: sourceOf(platform, slug, actor, row),
    readAs: { name: row.profile, profile },
  }
}

async function fail(tx: ForceTx, row: ImportRecord, error: unknown): Promise<void> {
  const fault = faultOf(error)
  const ended_at = tx.now.toString()
  if (await moveImport(tx, row.id, 'failed', { fault, ended_at })) return
  await changeImport(tx, row.id, ['failed'], { fault })
}

/** As an RFC 9457 problem would say it; anything else is told in the log alone. */
const faultOf = (error: unknown): string =>
  JSON.stringify(
    error instanceof Problem
      ? { code: error.code, title: error.title, details: error.details }
      : { code: 'internal', title: 'Ringback failed here. The log has the cause under this import.', details: {} },
  )
