/** A file that a program sends in one call: read more than once, so held for so long, and never as a whole in memory. */
import type { Actor } from '../audit/service.ts'
import { inForce } from '../forces/service.ts'
import { newId } from '../platform/id.ts'
import type { ImportKind } from '../platform/import/profile.ts'
import { memorySource, type Source } from '../platform/import/source.ts'
import type { Platform } from '../platform/platform.ts'
import { storedSource, storeParts, whole } from './parts.ts'
import { importCutOff } from './problems.ts'
import { deleteImport, insertArriving } from './queries.ts'

interface SentFile {
  readonly kind: ImportKind
  readonly fileName: string
  readonly body: AsyncIterable<Uint8Array>
  /** How many bytes the sender said would come. */
  readonly declaredBytes?: number
}

const mostInMemoryBytes = 8 * 1024 * 1024

/**
 * Lends what is sent as a source. A large file lies sealed in the database meanwhile, and goes when `use` has ended. Throws
 * `import_cut_off` and `import_too_large`.
 */
export async function withSource<Result>(
  platform: Platform,
  slug: string,
  actor: Actor,
  { kind, fileName, body, declaredBytes }: SentFile,
  use: (source: Source) => Promise<Result>,
): Promise<Result> {
  const pieces = whole(body, fileName)
  const refuseIfCut = (size: number) => {
    if (declaredBytes !== undefined && size !== declaredBytes) throw importCutOff(fileName)
  }
  const { first, isAll } = await firstPieces(pieces)
  if (isAll) {
    refuseIfCut(first.length)
    return use(memorySource(fileName, first))
  }
  const importId = newId()
  const within = <Done>(work: Parameters<typeof inForce<Done>>[3]) => inForce(platform, slug, actor, work)
  await within(tx => insertArriving(tx, { id: importId, kind, fileName, origin: 'api' }))
  try {
    const size = await storeParts(platform, slug, actor, { importId, fileName }, followedBy(first, pieces))
    refuseIfCut(size)
    return await use(storedSource(platform, slug, actor, { importId, fileName, size }))
  } finally {
    await within(tx => deleteImport(tx, importId))
  }
}

async function firstPieces(pieces: AsyncGenerator<Uint8Array>): Promise<{ first: Uint8Array; isAll: boolean }> {
  const read: Uint8Array[] = []
  let bytes = 0
  while (bytes <= mostInMemoryBytes) {
    const next = await pieces.next()
    if (next.done) return { first: Buffer.concat(read), isAll: true }
    read.push(next.value)
    bytes += next.value.length
  }
  return { first: Buffer.concat(read), isAll: false }
}

async function* followedBy(first: Uint8Array, rest: AsyncGenerator<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield first
  yield* rest
}
