import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { basename } from 'node:path'
import { importFileUnreadable } from './problems.ts'
import type { Source } from './source.ts'

/** A file on this machine as a source; throws `import_file_unreadable`. */
export async function fileSource(path: string): Promise<Source> {
  const found = await stat(path).catch(cause => {
    throw importFileUnreadable(path, cause.code === 'ENOENT' ? 'there is no such file' : cause.message, { cause })
  })
  if (!found.isFile()) throw importFileUnreadable(path, 'it is not a file')
  return { fileName: basename(path), size: found.size, bytes: (start, end) => read(path, start, end) }
}

async function* read(path: string, start = 0, end = Number.POSITIVE_INFINITY): AsyncGenerator<Uint8Array> {
  if (start >= end) return
  try {
    // The stream's own `end` is inclusive.
    for await (const chunk of createReadStream(path, { start, end: end - 1 })) yield chunk
  } catch (cause) {
    throw importFileUnreadable(path, (cause as Error).message, { cause: cause as Error })
  }
}
