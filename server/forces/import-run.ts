import { isDeepStrictEqual } from 'node:util'
import { sql } from 'kysely'
import { writeAudit } from '../audit/service.ts'
import { newId } from '../platform/id.ts'
import { importRowsUnstorable } from '../platform/import/problems.ts'
import { type ImportRow, type OpenedFile, openImport, type WrittenRow } from '../platform/import/reader.ts'
import { count, emptyResult, type ImportResult, type RowOutcome, tally } from '../platform/import/result.ts'
import { trySessionLock } from '../platform/session-lock.ts'
import { type Batch, prepareAll, readBatches } from './import-batches.ts'
import {
  failAbandoned,
  type ImportFacts,
  importLock,
  lockImports,
  recordEnd,
  recordFailure,
  recordNewImport,
  recordProgress,
  takeOverImport,
} from './import-record.ts'
import { keepRejects, type RejectedRow, type RejectsFile } from './import-rejects.ts'
import type { ImportBatch, ImportOptions, ImportWork } from './run-import.ts'
import { type ForceTx, inForce, type Within } from './service.ts'

/** Carries the result of a dry run out of the transaction that it undoes. */
class Undone extends Error {}

/** The batches of one import, one transaction after the other; or, of a dry run, all in one. */
export class ImportRun<Row> {
  /** A dry run is never the import that it tries: that one stays to be followed meanwhile. */
  private readonly importId: string
  private result = emptyResult()
  /** Whether every row of the file has been prepared. */
  private isWholeSeen = false
  private headingsAbove: readonly number[] | undefined
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

  private readonly inForce: Within = work => inForce(this.options.platform, this.options.slug, this.options.actor, work)

  private async run(transaction: Within): Promise<void> {
    const { force, seal, now } = await transaction(tx => this.start(tx))
    const prepare = this.work.prepare?.({ force, seal, now }, this.file.profile.profile) ?? (row => row as Row)
    const batches = readBatches(this.file, {
      prepare,
      skipRows: this.result.rows,
      maximumRows: this.options.batchRows,
    })
    for await (const batch of batches) {
      // Taken over only when the transaction stands, so a failed import says what was kept.
      this.result = await this.take(transaction, batch, prepare).catch(error => {
        throw isUnstorable(error) ? this.unstorable(batch, error) : error
      })
      this.options.onProgress?.(this.result.rows, batch.bytesRead)
    }
    await transaction(tx => this.end(tx))
  }

  /** The rest of a file is read between two transactions: no import of the force waits for that. */
  private async take(transaction: Within, batch: Batch<Row>, prepare: (row: ImportRow) => Row): Promise<ImportResult> {
    const taken = await transaction(tx => this.importBatch(tx, batch))
    if (taken !== 'whole_file_needed') return taken
    // Opened once more: a file that is read holds what it knows of the text just read.
    await prepareAll(await openImport(this.options.source, this.file.profile), prepare)
    this.isWholeSeen = true
    const again = await transaction(tx => this.importBatch(tx, batch))
    if (again === 'whole_file_needed') throw new Error('the whole file has been seen, and is asked for again')
    return again
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

  private async importBatch(tx: ForceTx, batch: Batch<Row>): Promise<ImportResult | 'whole_file_needed'> {
    await lockImports(tx)
    // No batch waits for the disk: should power be lost, what is there is whole, and the end of the import does wait.
    await sql`set local synchronous_commit = off`.execute(tx.db)
    const outcomes =
      batch.rows.length === 0 ? [] : await byKeys(tx, () => this.work.importBatch(tx, batch.rows, this.context))
    if (outcomes === 'whole_file_needed') return outcomes
    for (const { row } of batch.misshapen) this.work.noteMisshapen?.(row)
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
      if (outcome.status === 'rejected') {
        const { line, cells, columns } = row
        rejected.push({ line, reason: outcome.reason, cells, columns })
      }
    }
    batch.written.forEach((row, at) => {
      const outcome = outcomes[at]
      if (!outcome) throw new Error(`no outcome for line ${row.line}`)
      take(row, outcome)
    })
    for (const { row, reason } of batch.misshapen) take(row, { status: 'rejected', reason })
    result.blank += batch.blank
    count(result.warnings, 'header_repeated', batch.repeatedHeaders)
    const inOrder = rejected.toSorted((one, other) => one.line - other.line)
    return { result, rejected: inOrder.map(row => this.withHeadingsWhereTheyChange(row)) }
  }

  /** There may be a thousand of them above each of a million rows. */
  private withHeadingsWhereTheyChange(row: RejectedRow): RejectedRow {
    if (row.columns === undefined) return row
    const isAsAbove = isDeepStrictEqual(row.columns, this.headingsAbove)
    this.headingsAbove = row.columns
    return isAsAbove ? { ...row, columns: undefined } : row
  }

  private async end(tx: ForceTx): Promise<void> {
    for (const [code, number] of Object.entries((await this.work.finish?.(tx, this.context)) ?? {}))
      count(this.result.warnings, code, number)
    await recordEnd(tx, this.importId, this.result, this.options.source.size)
    await this.options.whenDone?.(tx)
    await writeAudit(tx, { action: 'imports.ended', subject: ['import', this.importId], details: this.summary })
    await tx.publish(`${this.work.kind}.imported`, { importId: this.importId })
  }

  private async fail(tx: ForceTx, error: unknown): Promise<void> {
    await recordFailure(tx, this.importId, error)
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

  private get context(): ImportBatch {
    return { importId: this.importId, profile: this.file.profile.profile, isWholeSeen: this.isWholeSeen }
  }
}

/** Rows are looked up by their keys alone, also where the planner, for want of statistics of a table that grows, would read all of it. */
async function byKeys<Result>(tx: ForceTx, work: () => Promise<Result>): Promise<Result> {
  await sql`set local enable_seqscan = off`.execute(tx.db)
  const result = await work()
  await sql`set local enable_seqscan to default`.execute(tx.db)
  return result
}

/** What PostgreSQL says of a value that no column can hold (class 22), or that is too long to be looked up by (54000). */
function isUnstorable(error: unknown): error is Error {
  const { code } = error as { code?: unknown }
  return typeof code === 'string' && (/^22...$/.test(code) || code === '54000')
}
