/**
 * One import, for every kind of file.
 *
 *   open the file, choose the profile, check the whole ──> running ──batch──batch──batch──> finish ──> done
 *                                                             └── a fault: failed; the batches before it stay
 *
 * A batch is one transaction: its rows, its audit entry and the tally so far stand or fall together. A row is keyed by
 * what it says, so importing a file again after a fault completes it. An import whose process died goes on after the last
 * batch that stands. A dry run is one transaction, undone at its end: its counts are those of the real thing.
 */
import type { Actor } from '../audit/service.ts'
import { profileFor } from '../platform/import/inspection/profile-for.ts'
import { findProfile, type ImportKind, type NamedProfile, type Profile } from '../platform/import/profile.ts'
import { type ImportRow, openImport } from '../platform/import/reader.ts'
import type { ImportResult, RowOutcome } from '../platform/import/result.ts'
import type { Source } from '../platform/import/source.ts'
import type { Platform } from '../platform/platform.ts'
import type { ImportOrigin } from '../platform/tables.ts'
import { listKnownProfiles } from './import-profiles.ts'
import { openRejectsFile } from './import-rejects.ts'
import { ImportRun } from './import-run.ts'
import type { TrialNotes } from './import-trial.ts'
import { type ForceTx, inForce } from './service.ts'

export interface ImportOptions {
  readonly platform: Platform
  readonly slug: string
  readonly actor: Actor
  readonly source: Source
  /** The name of a profile or, where `profileFiles`, a path to one; without it the header row decides. */
  readonly profile?: string
  readonly profileFiles?: boolean
  /** How it is read, by somebody who has looked into it: instead of a profile's name. */
  readonly readAs?: NamedProfile
  /** The import that waits to be taken in, by whoever holds its lock; without it one is made. */
  readonly importId?: string
  /** How it came, where one is made. */
  readonly origin?: ImportOrigin
  /** In the transaction in which it is done. */
  readonly whenDone?: (tx: ForceTx) => Promise<void>
  readonly dryRun?: boolean
  /** What to note of each row beside the counts. */
  readonly notes?: Pick<TrialNotes, 'note'>
  /** Of a dry run: what to look at before all of it is undone. */
  readonly beforeUndo?: (tx: ForceTx, importId: string) => Promise<void>
  /** Where the rejected rows go: a path, or nowhere. Written even by a dry run. */
  readonly rejects?: string
  /** After each batch, outside its transaction. */
  readonly onProgress?: (rows: number, bytesRead: number) => void
  /** Rows in a batch: for tests. */
  readonly batchRows?: number
}

export interface ImportBatch {
  readonly importId: string
  readonly profile: Profile
  /** Whether every row of the file has been prepared, also those to come. */
  readonly isWholeSeen: boolean
}

export interface ImportWork<Row = ImportRow> {
  readonly kind: ImportKind
  /** Profiles beside those in `examples/profiles`, for a kind whose columns are fixed. */
  readonly profiles?: readonly NamedProfile[]
  /**
   * What is remembered from batch to batch is only what `prepare` sees, and it sees skipped rows again: so an import whose
   * process died can go on in another.
   */
  readonly mayGoOn?: boolean
  /** What depends on nothing but the row: done while the database has the batch before in hand. Without it, rows are as written. */
  prepare?(context: Pick<ForceTx, 'force' | 'seal' | 'now'>, profile: Profile): (row: ImportRow) => Row
  /**
   * What came of each row, in the order of the rows. Where that depends on rows to come that have not been seen, it asks
   * for the whole file before it writes anything, and is called again.
   */
  importBatch(
    tx: ForceTx,
    rows: readonly Row[],
    batch: ImportBatch,
  ): Promise<readonly RowOutcome[] | 'whole_file_needed'>
  /** Of a row of another shape, which is refused without being given to `importBatch`. */
  noteMisshapen?(row: ImportRow): void
  /** After the last batch, in a transaction of its own: what follows from the whole, with warnings about the whole. */
  finish?(tx: ForceTx, batch: ImportBatch): Promise<Readonly<Record<string, number>>>
}

export async function runImport<Row = ImportRow>(options: ImportOptions, work: ImportWork<Row>): Promise<ImportResult> {
  const file = await openImport(options.source, await profileOf(options, work))
  await file.check()
  const rejects = await openRejectsFile(options.rejects, file.header)
  try {
    const run = new ImportRun(options, work, file, rejects)
    return await (options.dryRun ? run.undone() : run.kept())
  } finally {
    await rejects.close()
  }
}

async function profileOf<Row>(
  { platform, slug, actor, source, profile, profileFiles = false, readAs }: ImportOptions,
  { kind, profiles }: ImportWork<Row>,
): Promise<NamedProfile> {
  const { known, force } = await inForce(platform, slug, actor, async tx => ({
    known: await listKnownProfiles(tx, kind, profiles),
    force: tx.force,
  }))
  if (profile !== undefined) return findProfile(kind, profile, known, profileFiles)
  return readAs ?? profileFor(source, known, { kind, country: force.country, timeZone: force.timeZone })
}
