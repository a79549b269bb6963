/**
 * One import, for every kind of file.
 *
 *   open the file, choose the profile ──> running ──batch──batch──batch──> finish ──> done
 *                                            └── a fault: failed; the batches before it stay
 *
 * A batch is one transaction: its rows, its audit entry and the tally so far stand or fall together. A row is keyed by
 * what it says, so importing a file again after a fault completes it. A dry run is one transaction, undone at its end:
 * its counts are those of the real thing.
 */
import { createWriteStream } from 'node:fs'
import type { Writable } from 'node:stream'
import { finished } from 'node:stream/promises'
import { sql } from 'kysely'
import { type Actor, writeAudit } from '../audit/service.ts'
import { csvLine } from '../platform/csv-line.ts'
import { newId } from '../platform/id.ts'
import { importRowsUnstorable, rejectsFileUnwritable } from '../platform/import/problems.ts'
import { findProfile, type ImportKind, type NamedProfile, type Profile } from '../platform/import/profile.ts'
import { type ImportRow, type OpenedFile, openImport, rejectColumns } from '../platform/import/reader.ts'
import { count, emptyResult, type ImportResult, type RowOutcome, tally } from '../platform/import/result.ts'
import type { Source } from '../platform/import/source.ts'
import type { Platform } from '../platform/platform.ts'
import { listKnownProfiles } from './import-profiles.ts'
import { moveImport } from './import-state.ts'
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
  /** The import that waits to be taken in; without it one is made. */
  readonly importId?: string
  /** In the transaction in which it is done. */
  readonly whenDone?: (tx: ForceTx) => Promise<void>
  readonly dryRun?: boolean
  /** Where the rejected rows go: a path, or nowhere. Written even by a dry run. */
  readonly rejects?: string
  readonly onProgress?: (rows: number) => void
}

export interface ImportBatch {
  readonly importId: string
  readonly profile: Profile
}

export interface ImportWork {
  readonly kind: ImportKind
  /** Profiles beside those in `examples/profiles`, for a kind whose columns are fixed. */
  readonly profiles?: readonly NamedProfile[]
  /** What came of each row, in the order of the rows. */
  importBatch(tx: ForceTx, rows: readonly ImportRow[], batch: ImportBatch): Promise<readonly RowOutcome[]>
  /** After the last batch, in a transaction of its own: what follows from the whole, with warnings about the whole. */
  finish?(tx: ForceTx, batch: ImportBatch): Promise<Readonly<Record<string, number>>>
}

const batchRows = 1000
/** Rows may be as long as they like: a batch of long ones is shorter, so that memory has a bound. */
const batchCharacters = 4_000_000

export async function runImport(options: ImportOptions, work: ImportWork): Promise<ImportResult> {
  const known = await inForce(options.platform, options.slug, options.actor, tx =>
    listKnownProfiles(tx, work.kind, work.profiles),
  )
  const chosen =
    options.profile === undefined
      ? options.readAs
      : findProfile(work.kind, options.profile, known, options.profileFiles ?? false)
  const file = await openImport(options.source, known, chosen, work.kind)
  await file.check()
  const rejects = await openRejects(options.rejects, file.header)
  try {
    const run = new ImportRun(options, work, file, rejects)
    return await (options.dryRun ? run.undone() : run.kept())
  } finally {
    await rejects.close()
  }
}

type InTransaction = <Result>(work: (tx: ForceTx) => Promise<Result>) => Promise<Result>

/** Carries the result of a dry run out of the transaction that it undoes. */
class Undone extends Error {}

class ImportRun {
  private readonly importId: string
  private result = emptyResult()
  private readonly options: ImportOptions
  private readonly work: ImportWork
  private readonly file: OpenedFile
  private readonly rejects: Rejects

  constructor(options: ImportOptions, work: ImportWork, file: OpenedFile, rejects: Rejects) {
    this.importId = options.importId ?? newId()
    this.options = options
    this.work = work
    this.file = file
    this.rejects = rejects
  }

  async undone(): Promise<ImportResult> {
    try {
      await this.inForce(async tx => {
        await this.run(work => work(tx))
        throw new Undone()
      })
    } catch (error) {
      if (!(error instanceof Undone)) throw error
    }
    return this.result
  }

  async kept(): Promise<ImportResult> {
    try {
      await this.run(work => this.inForce(work))
    } catch (error) {
      await this.inForce(tx => this.fail(tx))
      throw error
    }
    return this.result
  }

  private readonly inForce: InTransaction = work =>
    inForce(this.options.platform, this.options.slug, this.options.actor, work)

  private async run(transaction: InTransaction): Promise<void> {
    await transaction(tx => this.start(tx))
    for await (const batch of this.batches()) {
      // Taken over only when the transaction stands, so a failed import says what was kept.
      this.result = await transaction(tx => this.importBatch(tx, batch)).catch(error => {
        throw isUnstorable(error)
          ? importRowsUnstorable(this.options.source.fileName, batch[0]?.line ?? 1, batch.at(-1)?.line ?? 1, {
              cause: error,
            })
          : error
      })
      this.options.onProgress?.(this.result.rows)
    }
    await transaction(tx => this.end(tx))
  }

  private async start(tx: ForceTx): Promise<void> {
    // One that runs already is taken up again after its process died.
    if (this.options.importId !== undefined && !this.options.dryRun) {
      await moveImport(tx, this.importId, 'running', { started_at: tx.now.toString() })
      return
    }
    await tx.db
      .insertInto('imports')
      .values({
        id: this.importId,
        kind: this.work.kind,
        file_name: this.options.source.fileName,
        profile: this.file.profile.name,
        status: 'running',
        started_by: this.options.actor.name,
        started_at: tx.now.toString(),
      })
      .execute()
  }

  private async *batches(): AsyncGenerator<ImportRow[]> {
    let batch: ImportRow[] = []
    let characters = 0
    for await (const read of this.file.rows()) {
      if (read.kind === 'blank') this.result.blank += 1
      else if (read.kind === 'repeated_header') count(this.result.warnings, 'header_repeated')
      else if (read.kind === 'misshapen') this.rejectMisshapen(read.row, read.reason)
      else {
        batch.push(read.row)
        for (const cell of read.row.cells) characters += cell.length
        if (batch.length < batchRows && characters < batchCharacters) continue
        yield batch
        batch = []
        characters = 0
      }
    }
    if (batch.length > 0) yield batch
  }

  private rejectMisshapen(row: ImportRow, reason: string): void {
    tally(this.result, { status: 'rejected', reason })
    this.rejects.write(row, reason)
  }

  private async importBatch(tx: ForceTx, rows: readonly ImportRow[]): Promise<ImportResult> {
    // A force's imports take turns, whatever their kind: incidents and units are made by more than one of them.
    await sql`select pg_advisory_xact_lock(hashtextextended(${`import ${tx.force.slug}`}, 0))`.execute(tx.db)
    const outcomes = await this.work.importBatch(tx, rows, this.batch)
    const result = structuredClone(this.result)
    const rejected: [ImportRow, string][] = []
    rows.forEach((row, at) => {
      const outcome = outcomes[at]
      if (!outcome) throw new Error(`no outcome for line ${row.line}`)
      if (outcome.status === 'rejected') rejected.push([row, outcome.reason])
      tally(result, outcome, row.warnings)
    })
    await this.record(tx, 'running', result)
    await writeAudit(tx, {
      action: `imports.${this.work.kind}_imported`,
      subject: ['import', this.importId],
      details: {
        fromLine: rows[0]?.line,
        toLine: rows.at(-1)?.line,
        created: result.created - this.result.created,
        updated: result.updated - this.result.updated,
      },
    })
    for (const [row, reason] of rejected) this.rejects.write(row, reason)
    return result
  }

  private async end(tx: ForceTx): Promise<void> {
    for (const [code, number] of Object.entries((await this.work.finish?.(tx, this.batch)) ?? {}))
      count(this.result.warnings, code, number)
    await this.record(tx, 'done')
    await this.options.whenDone?.(tx)
    await writeAudit(tx, {
      action: 'imports.ended',
      subject: ['import', this.importId],
      details: { kind: this.work.kind, file: this.options.source.fileName, ...this.result },
    })
    await tx.publish(`${this.work.kind}.imported`, { importId: this.importId })
  }

  private async fail(tx: ForceTx): Promise<void> {
    await this.record(tx, 'failed')
    await writeAudit(tx, {
      action: 'imports.failed',
      subject: ['import', this.importId],
      details: { kind: this.work.kind, file: this.options.source.fileName, ...this.result },
    })
  }

  private async record(tx: ForceTx, status: 'running' | 'done' | 'failed', result = this.result): Promise<void> {
    await tx.db
      .updateTable('imports')
      .set({
        status,
        result: JSON.stringify(result),
        ended_at: status === 'running' ? null : tx.now.toString(),
      })
      .where('id', '=', this.importId)
      .execute()
  }

  private get batch(): ImportBatch {
    return { importId: this.importId, profile: this.file.profile.profile }
  }
}

/** What PostgreSQL says of a value that no column can hold (class 22), or that is too long to be looked up by (54000). */
function isUnstorable(error: unknown): error is Error {
  const { code } = error as { code?: unknown }
  return typeof code === 'string' && (/^22...$/.test(code) || code === '54000')
}

interface Rejects {
  write(row: ImportRow, reason: string): void
  close(): Promise<void>
}

/**
 * The rejects file: `Reject line` and `Reject reason`, then the cells as they stood. The two come first, so that a row with
 * too few or too many cells keeps its shape and is rejected again for the same reason until it is mended.
 */
async function openRejects(path: string | undefined, header: readonly string[]): Promise<Rejects> {
  if (path === undefined) return { write: () => undefined, close: async () => undefined }
  const stream: Writable = createWriteStream(path)
  await new Promise<void>((resolve, reject) => {
    stream.once('open', () => resolve())
    stream.once('error', cause => reject(rejectsFileUnwritable(path, cause.message, { cause })))
  })
  let fault: Error | undefined
  stream.on('error', error => {
    fault = error
  })
  stream.write(`\ufeff${csvLine([...rejectColumns, ...header])}`)
  return {
    write: (row, reason) => void stream.write(csvLine([row.line, reason, ...row.cells])),
    async close() {
      stream.end()
      if (!stream.destroyed) await finished(stream).catch(error => (fault ??= error))
      if (fault) throw rejectsFileUnwritable(path, fault.message, { cause: fault })
    },
  }
}
