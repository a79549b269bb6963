import { createWriteStream } from 'node:fs'
import type { Writable } from 'node:stream'
import { finished } from 'node:stream/promises'
import { copyRows } from '../platform/copy-rows.ts'
import { csvLine } from '../platform/csv-line.ts'
import { rejectsFileUnwritable } from '../platform/import/problems.ts'
import { rejectColumns } from '../platform/import/reader.ts'
import type { ForceTx } from './service.ts'

/** A row that was refused, as it stood. */
export interface RejectedRow {
  readonly line: number
  readonly reason: string
  readonly cells: readonly string[]
}

/** Keeps what was refused with the import, sealed. */
export async function keepRejects(tx: ForceTx, importId: string, rejected: readonly RejectedRow[]): Promise<void> {
  await copyRows(
    tx.db,
    'import_rejects',
    rejected.values().map(({ line, reason, cells }) => ({
      import_id: importId,
      line,
      reason,
      cells_sealed: tx.seal.seal('import_rejects.cells', JSON.stringify(cells)),
    })),
  )
}

export interface RejectsFile {
  write(rejected: readonly RejectedRow[]): void
  close(): Promise<void>
}

/**
 * The rejects file: `Reject line` and `Reject reason`, then the cells as they stood. The two come first, so that a row with
 * too few or too many cells keeps its shape and is rejected again for the same reason until it is mended.
 */
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
  stream.write(`\ufeff${csvLine([...rejectColumns, ...header])}`)
  return {
    write(rejected) {
      for (const { line, reason, cells } of rejected) stream.write(csvLine([line, reason, ...cells]))
    },
    async close() {
      stream.end()
      if (!stream.destroyed) await finished(stream).catch(error => (fault ??= error))
      if (fault) throw rejectsFileUnwritable(path, fault.message, { cause: fault })
    },
  }
}
