import { createWriteStream } from 'node:fs'
import type { Writable } from 'node:stream'
import { finished } from 'node:stream/promises'
import { isDeepStrictEqual } from 'node:util'
import { copyRows } from '../platform/copy-rows.ts'
import { csvLine } from '../platform/csv-line.ts'
import { rejectsFileUnwritable } from '../platform/import/problems.ts'
import { isMisshapen, type WrittenRow } from '../platform/import/reader.ts'
import { rejectColumns } from '../platform/import/reject-columns.ts'
import type { ForceTx } from './service.ts'

/** A row that was refused, as it stood; in the order of the file, each with headings only where they change above it. */
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
 * row with too few or too many cells keeps its shape and is rejected again for the same reason until it is mended. Where such
 * rows stood under headings in another order, these stand above them once more, and hold for all that follow.
 */
export class RejectsLines {
  private readonly header: readonly string[]
  private above: readonly number[]

  constructor(header: readonly string[]) {
    this.header = header
    this.above = header.map((_, at) => at)
  }

  first(): string {
    return `\ufeff${this.headings()}`
  }

  /** In pieces: headings that change often make much of few rows. */
  *linesOf(rejected: readonly RejectedRow[]): Generator<string> {
    let piece = ''
    for (const row of rejected) {
      if (row.columns && !isDeepStrictEqual(row.columns, this.above)) {
        this.above = row.columns
        piece += this.headings()
      }
      piece += csvLine([row.line, row.reason, ...this.cellsUnderHeadings(row)])
      if (piece.length < pieceLength) continue
      yield piece
      piece = ''
    }
    if (piece !== '') yield piece
  }

  private headings(): string {
    return csvLine([...rejectColumns, ...this.above.map(column => this.header[column] ?? '')])
  }

  /** A whole row is kept in the order of the file; one of another shape as it was written. */
  private cellsUnderHeadings({ reason, cells }: RejectedRow): readonly string[] {
    const isWhole = !isMisshapen(reason) && cells.length === this.above.length
    return isWhole ? this.above.map(column => cells[column] ?? '') : cells
  }
}

const pieceLength = 64 * 1024

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
      for (const piece of lines.linesOf(rejected)) stream.write(piece)
    },
    async close() {
      stream.end()
      if (!stream.destroyed) await finished(stream).catch(error => (fault ??= error))
      if (fault) throw rejectsFileUnwritable(path, fault.message, { cause: fault })
    },
  }
}
