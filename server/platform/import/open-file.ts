import { constants, createReadStream, type Stats } from 'node:fs'
import { open, stat } from 'node:fs/promises'
import { basename } from 'node:path'
import { importFileUnreadable } from './problems.ts'
import type { Source } from './source.ts'

/** A file on this machine as a source; throws `import_file_unreadable`. */
export async function fileSource(path: string): Promise<Source> {
  const found = await stat(path).catch(cause => {
    throw importFileUnreadable(path, cause.code === 'ENOENT' ? 'there is no such file' : cause.message, { cause })
  })
  if (!found.isFile()) throw importFileUnreadable(path, 'it is not a file')
  return sourceOf(path, found, (start, end) => createReadStream(path, { start, end }))
}

/**
 * A file that lies where others may write, opened once, and what is read is what was looked at: whoever put it there could else
 * have anything read that this process may. Throws `import_file_unreadable`, also for a link.
 */
export async function withFileOfOthers<Result>(
  path: string,
  work: (source: Source) => Promise<Result>,
): Promise<Result> {
  // Without waiting: a pipe that nobody writes into would be waited for.
  const flags = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK
  const handle = await open(path, flags).catch(cause => {
    throw importFileUnreadable(basename(path), cause.code === 'ELOOP' ? aLink : cause.message, { cause })
  })
  try {
    const found = await handle.stat()
    if (!found.isFile()) throw importFileUnreadable(basename(path), 'it is not a file')
    if (found.nlink !== 1) throw importFileUnreadable(basename(path), aLink)
    return await work(sourceOf(path, found, (start, end) => handle.createReadStream({ start, end, autoClose: false })))
  } finally {
    await handle.close()
  }
}

const aLink = 'it is a link to a file, and only a file itself is read'

type Pieces = (start: number, end: number) => AsyncIterable<Uint8Array>

const sourceOf = (path: string, { size }: Stats, pieces: Pieces): Source => ({
  fileName: basename(path),
  size,
  bytes: (start, end) => read(path, pieces, start, end),
})

async function* read(
  path: string,
  pieces: Pieces,
  start = 0,
  end = Number.POSITIVE_INFINITY,
): AsyncGenerator<Uint8Array> {
  if (start >= end) return
  try {
    // The stream's own `end` is inclusive.
    for await (const chunk of pieces(start, end - 1)) yield chunk
  } catch (cause) {
    throw importFileUnreadable(path, (cause as Error).message, { cause: cause as Error })
  }
}
