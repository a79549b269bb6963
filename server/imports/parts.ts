/** The content of a file on its way in: sealed, in parts of one size but the last, in the order of its bytes. */
import { sql } from 'kysely'
import type { Actor } from '../audit/service.ts'
import { type ForceTx, inForce } from '../forces/service.ts'
import type { Source } from '../platform/import/source.ts'
import type { Platform } from '../platform/platform.ts'
import { sealOverheadBytes } from '../platform/seal.ts'
import { importCutOff, importFileGone, importTooLarge } from './problems.ts'

const partBytes = 256 * 1024
/** Read at once: a megabyte, so that a file of a gigabyte takes a thousand short transactions. */
const partsAtOnce = 4
/** Keeps out what can't be a force's export. */
export const maximumFileBytes = 1024 * 1024 * 1024

export interface StoredFile {
  readonly importId: string
  readonly fileName: string
}

/** Keeps what comes, part by part, each in a transaction of its own. Returns how many bytes came; throws `import_too_large`. */
export async function storeParts(
  platform: Platform,
  slug: string,
  actor: Actor,
  { importId, fileName }: StoredFile,
  body: AsyncIterable<Uint8Array>,
  limitBytes = maximumFileBytes,
): Promise<number> {
  let position = 0
  let bytes = 0
  for await (const part of inParts(body)) {
    bytes += part.length
    if (bytes > limitBytes) throw importTooLarge(fileName, limitBytes)
    await inForce(platform, slug, actor, tx => insertPart(tx, importId, position, part))
    position += 1
  }
  return bytes
}

/** A body that breaks off is the sender's, or the line's: not an error of ours. */
export async function* whole(body: AsyncIterable<Uint8Array>, fileName: string): AsyncGenerator<Uint8Array> {
  try {
    yield* body
  } catch (cause) {
    throw importCutOff(fileName, { cause: cause as Error })
  }
}

async function insertPart(tx: ForceTx, importId: string, position: number, part: Uint8Array): Promise<void> {
  await tx.db
    .insertInto('import_parts')
    .values({ import_id: importId, position, content_sealed: tx.seal.sealBytes('import_parts.content', part) })
    .execute()
}

async function* inParts(body: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let part = Buffer.allocUnsafe(partBytes)
  let filled = 0
  for await (const piece of body) {
    let from = 0
    while (from < piece.length) {
      const taken = Math.min(piece.length - from, partBytes - filled)
      part.set(piece.subarray(from, from + taken), filled)
      filled += taken
      from += taken
      if (filled < partBytes) continue
      yield part
      part = Buffer.allocUnsafe(partBytes)
      filled = 0
    }
  }
  if (filled > 0) yield part.subarray(0, filled)
}

/** A stored file as a source, read as often as it takes. Throws `import_file_gone` where its parts are not there. */
export function storedSource(
  platform: Platform,
  slug: string,
  actor: Actor,
  { importId, fileName, size }: StoredFile & { readonly size: number },
): Source {
  const within = <Result>(work: (tx: ForceTx) => Promise<Result>) => inForce(platform, slug, actor, work)
  return {
    fileName,
    size,
    async *bytes(start = 0, end = size) {
      const until = Math.min(end, size)
      if (start >= until) return
      const sizeOfParts = await within(tx => findPartSize(tx, importId))
      if (sizeOfParts === undefined) throw importFileGone(fileName)
      let at = start
      while (at < until) {
        const first = Math.floor(at / sizeOfParts)
        const last = Math.min(first + partsAtOnce, Math.ceil(until / sizeOfParts)) - 1
        const parts = await within(tx => readParts(tx, importId, first, last))
        if (parts.length !== last - first + 1) throw importFileGone(fileName)
        for (const [index, part] of parts.entries()) {
          const partStart = (first + index) * sizeOfParts
          yield part.subarray(at - partStart, until - partStart)
          at = Math.min(partStart + part.length, until)
        }
      }
    },
  }
}

/** The size that this file was cut by, told by its first part. */
async function findPartSize(tx: ForceTx, importId: string): Promise<number | undefined> {
  const first = await tx.db
    .selectFrom('import_parts')
    .select(sql<number>`octet_length(content_sealed)`.as('bytes'))
    .where('import_id', '=', importId)
    .where('position', '=', 0)
    .executeTakeFirst()
  return first && first.bytes - sealOverheadBytes
}

async function readParts(tx: ForceTx, importId: string, first: number, last: number): Promise<readonly Buffer[]> {
  const rows = await tx.db
    .selectFrom('import_parts')
    .select('content_sealed')
    .where('import_id', '=', importId)
    .where('position', '>=', first)
    .where('position', '<=', last)
    .orderBy('position')
    .execute()
  return rows.map(row => tx.seal.unsealBytes('import_parts.content', row.content_sealed))
}

export async function hasParts(tx: ForceTx, importId: string): Promise<boolean> {
  return (await findPartSize(tx, importId)) !== undefined
}

export async function dropParts(tx: ForceTx, importId: string): Promise<void> {
  await tx.db.deleteFrom('import_parts').where('import_id', '=', importId).execute()
}
