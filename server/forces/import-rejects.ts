import { createWriteStream } from 'node:fs'
import type { Writable } from 'node:stream'
import { finished } from 'node:stream/promises'
import { copyRows } from '../platform/copy-rows.ts'
import { csvLine } from '../platform/csv-line.ts'
import { rejectsFileUnwritable } from '../platform/import/problems.ts'
import { rejectColumns, type WrittenRow } from '../platform/import/reader.ts'
import type { ForceTx } from './service.ts'

/** A row that was refused, as it stood. */
export interface RejectedRow extends Pick<WrittenRow, 'line' | 'cells' | 'columns'> {
  readonly reason: string
}

/** Keeps what was refused with the import, sealed. */
export async function keepRejects(tx: ForceTx, importId: string, rejected: readonly RejectedRow[]): Promise<void> {
  await copyRows(
    tx.db,
    'import_rejects',
    rejected.values().map(({ line, reason, cells, columns }) => ({
      import_id: importId,
      line,
      reason,
      cells_sealed: tx.seal.seal('import_rejects.cells', JSON.stringify(cells)),
      column_order: columns ?? null,
    })),
  )
}

export interface RejectsFile {
  write(rejected: readonly RejectedRow[]): void
  close(): Promise<void>
}

/**
 * The lines of a rejects file: `Reject line` and `Reject reason`, then the cells as they stood. The two come first, so that a
 * row with too few or too many cells keeps its shape and is rejected again for the same reason until it is mended. One that
 * stood under headings in another order has these above it, once more.
 */
export class RejectsLines {
  private readonly header: readonly string[]
  private above: string

  constructor(header: readonly string[]) {
    this.header = header
    this.above = csvLine([...rejectColumns, ...header])
  }

  first(): string {
    return `\ufeff${this.above}`
  }

  of(rejected: readonly RejectedRow[]): string {
    return rejected.map(row => this.headingsOf(row) + csvLine([row.line, row.reason, ...row.cells])).join('')
  }

  private headingsOf({ columns }: RejectedRow): string {
    const { header, above } = this
    const headings = columns?.map(column => header[column] ?? '') ?? header
    this.above = csvLine([...rejectColumns, ...headings])
    return this.above === above ? '' : this.above
  }
}

/** A file of such lines. */
export async function openRejectsFile(path: string | undefined, header: readonly string[]): Promise<RejectsFile> {
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
  const lines = new RejectsLines(header)
  stream.write(lines.first())
  return {
    write(rejected) {
      if (rejected.length > 0) stream.write(lines.of(rejected))
    },
    async close() {
      stream.end()
      if (!stream.destroyed) await finished(stream).catch(error => (fault ??= error))
      if (fault) throw rejectsFileUnwritable(path, fault.message, { cause: fault })
    },
  }
}
