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
import { sql } from 'kysely'
import { type Actor, writeAudit } from '../audit/service.ts'
import { newId } from '../platform/id.ts'
import { profileFor } from '../platform/import/inspection/profile-for.ts'
import { importRowsUnstorable } from '../platform/import/problems.ts'
import { findProfile, type ImportKind, type NamedProfile, type Profile } from '../platform/import/profile.ts'
import { type ImportRow, type OpenedFile, openImport, type WrittenRow } from '../platform/import/reader.ts'
import { count, emptyResult, type ImportResult, type RowOutcome, tally } from '../platform/import/result.ts'
import type { Source } from '../platform/import/source.ts'
import type { Platform } from '../platform/platform.ts'
import { trySessionLock } from '../platform/session-lock.ts'
import type { ImportOrigin } from '../platform/tables.ts'
import { type Batch, prepareAll, readBatches } from './import-batches.ts'
import { listKnownProfiles } from './import-profiles.ts'
import {
  failAbandoned,
  type ImportFacts,
  importLock,
  recordEnd,
  recordFailure,
  recordNewImport,
  recordProgress,
  takeOverImport,
} from './import-record.ts'
import { keepRejects, openRejectsFile, type RejectedRow, type RejectsFile } from './import-rejects.ts'
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
  /** Prepares every row of the file, also those to come, where what comes of one depends on them. Reads it once, however often it is called. */
  seeWhole(): Promise<void>
}

export interface ImportWork<Row = ImportRow> {
  readonly kind: ImportKind
  /** Profiles beside those in `examples/profiles`, for a kind whose columns are fixed. */
  readonly profiles?: readonly NamedProfile[]
  /** Nothing is remembered from batch to batch, so an import whose process died can go on in another. */
  readonly mayGoOn?: boolean
  /** What depends on nothing but the row: done while the database has the batch before in hand. Without it, rows are as written. */
  prepare?(context: Pick<ForceTx, 'force' | 'seal' | 'now'>, profile: Profile): (row: ImportRow) => Row
  /** What came of each row, in the order of the rows. */
  importBatch(tx: ForceTx, rows: readonly Row[], batch: ImportBatch): Promise<readonly RowOutcome[]>
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

type InTransaction = <Result>(work: (tx: ForceTx) => Promise<Result>) => Promise<Result>

/** Carries the result of a dry run out of the transaction that it undoes. */
class Undone extends Error {}

class ImportRun<Row> {
  /** A dry run is never the import that it tries: that one stays to be followed meanwhile. */
  private readonly importId: string
  private result = emptyResult()
  private readonly options: ImportOptions
  private readonly work: ImportWork<Row>
  private readonly file: OpenedFile
  private readonly rejects: RejectsFile

  constructor(options: ImportOptions, work: ImportWork<Row>, file: OpenedFile, rejects: RejectsFile) {
    this.importId = (options.dryRun ? undefined : options.importId) ?? newId()
    this.options = options
    this.work = work
    this.file = file
    this.rejects = rejects
  }

  async undone(): Promise<ImportResult> {
    try {
      await this.inForce(async tx => {
        await this.run(work => work(tx))
        await this.options.beforeUndo?.(tx, this.importId)
        throw new Undone()
      })
    } catch (error) {
      if (!(error instanceof Undone)) throw error
    }
    return this.result
  }

  async kept(): Promise<ImportResult> {
    const { platform, slug, importId } = this.options
    const { connection } = platform.database
    // Whoever was given an import holds its lock.
    const lock = importId === undefined ? await trySessionLock(connection, importLock(slug, this.importId)) : undefined
    try {
      await this.inForce(tx => failAbandoned(tx, connection, this.importId))
      await this.run(work => this.inForce(work))
    } catch (error) {
      await this.inForce(tx => this.fail(tx, error))
      throw error
    } finally {
      await lock?.release()
    }
    return this.result
  }

  private readonly inForce: InTransaction = work =>
    inForce(this.options.platform, this.options.slug, this.options.actor, work)

  private async run(transaction: InTransaction): Promise<void> {
    const { force, seal, now } = await transaction(tx => this.start(tx))
    const prepare = this.work.prepare?.({ force, seal, now }, this.file.profile.profile) ?? (row => row as Row)
    const context = this.contextOf(prepare)
    const batches = readBatches(this.file, {
      prepare,
      skipRows: this.result.rows,
      maximumRows: this.options.batchRows,
    })
    for await (const batch of batches) {
      // Taken over only when the transaction stands, so a failed import says what was kept.
      this.result = await transaction(tx => this.importBatch(tx, batch, context)).catch(error => {
        throw isUnstorable(error) ? this.unstorable(batch, error) : error
      })
      this.options.onProgress?.(this.result.rows, batch.bytesRead)
    }
    await transaction(tx => this.end(tx, context))
  }

  private async start(tx: ForceTx): Promise<ForceTx> {
    const { source, origin = 'command', importId, dryRun } = this.options
    const facts: ImportFacts = {
      kind: this.work.kind,
      fileName: source.fileName,
      bytes: source.size,
      origin,
      profile: this.file.profile,
      header: this.file.header,
    }
    if (importId === undefined || dryRun) await recordNewImport(tx, this.importId, facts)
    else this.result = await takeOverImport(tx, importId, facts, this.work.mayGoOn ?? false)
    return tx
  }

  private async importBatch(tx: ForceTx, batch: Batch<Row>, context: ImportBatch): Promise<ImportResult> {
    // A force's imports take turns, whatever their kind: incidents and units are made by more than one of them.
    await sql`select pg_advisory_xact_lock(hashtextextended(${`import ${tx.force.slug}`}, 0))`.execute(tx.db)
    const outcomes = batch.rows.length === 0 ? [] : await this.work.importBatch(tx, batch.rows, context)
    const { result, rejected } = this.tallied(batch, outcomes)
    if (!this.options.dryRun) await keepRejects(tx, this.importId, rejected)
    await recordProgress(tx, this.importId, result, batch.bytesRead)
    if (batch.written.length > 0)
      await writeAudit(tx, {
        action: `imports.${this.work.kind}_imported`,
        subject: ['import', this.importId],
        details: {
          fromLine: batch.written[0]?.line,
          toLine: batch.written.at(-1)?.line,
          created: result.created - this.result.created,
          updated: result.updated - this.result.updated,
        },
      })
    this.rejects.write(rejected)
    return result
  }

  /** The tally with this batch, and its refused rows in the order of the file. */
  private tallied(batch: Batch<Row>, outcomes: readonly RowOutcome[]) {
    const result = structuredClone(this.result)
    const rejected: RejectedRow[] = []
    const take = (row: WrittenRow, outcome: RowOutcome) => {
      tally(result, outcome, row.warnings)
      this.options.notes?.note(row, outcome)
      if (outcome.status === 'rejected') rejected.push({ line: row.line, reason: outcome.reason, cells: row.cells })
    }
    batch.written.forEach((row, at) => {
      const outcome = outcomes[at]
      if (!outcome) throw new Error(`no outcome for line ${row.line}`)
      take(row, outcome)
    })
    for (const { row, reason } of batch.misshapen) take(row, { status: 'rejected', reason })
    result.blank += batch.blank
    count(result.warnings, 'header_repeated', batch.repeatedHeaders)
    return { result, rejected: rejected.sort((one, other) => one.line - other.line) }
  }

  private async end(tx: ForceTx, context: ImportBatch): Promise<void> {
    for (const [code, number] of Object.entries((await this.work.finish?.(tx, context)) ?? {}))
      count(this.result.warnings, code, number)
    await recordEnd(tx, this.importId, this.result, this.options.source.size)
    await this.options.whenDone?.(tx)
    await writeAudit(tx, { action: 'imports.ended', subject: ['import', this.importId], details: this.summary })
    await tx.publish(`${this.work.kind}.imported`, { importId: this.importId })
  }

  private async fail(tx: ForceTx, error: unknown): Promise<void> {
    await recordFailure(tx, this.importId, this.result, error)
    await writeAudit(tx, { action: 'imports.failed', subject: ['import', this.importId], details: this.summary })
  }

  private unstorable({ written }: Batch<Row>, cause: Error): Error {
    return importRowsUnstorable(this.options.source.fileName, written[0]?.line ?? 1, written.at(-1)?.line ?? 1, {
      cause,
    })
  }

  private get summary() {
    return { kind: this.work.kind, file: this.options.source.fileName, ...this.result }
  }

  private contextOf(prepare: (row: ImportRow) => Row): ImportBatch {
    const { profile } = this.file
    let whole: Promise<void> | undefined
    // Opened once more: a file that is read holds what it knows of the text just read.
    const see = async () => prepareAll(await openImport(this.options.source, profile), prepare)
    return {
      importId: this.importId,
      profile: profile.profile,
      seeWhole() {
        whole ??= see()
        return whole
      },
    }
  }
}

/** What PostgreSQL says of a value that no column can hold (class 22), or that is too long to be looked up by (54000). */
function isUnstorable(error: unknown): error is Error {
  const { code } = error as { code?: unknown }
  return typeof code === 'string' && (/^22...$/.test(code) || code === '54000')
}
