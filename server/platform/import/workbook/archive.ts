import { Readable } from 'node:stream'
import { crc32 } from 'node:zlib'
import { type Entry, fromRandomAccessReaderPromise, RandomAccessReader, type ZipFile } from 'yauzl'
import { Problem } from '../../problem.ts'
import { importWorkbookTooLarge } from '../problems.ts'
import type { Source } from '../source.ts'
import { WorkbookFault } from './fault.ts'

/** The parts of a workbook: files packed with zip, read as often as it takes and never unpacked as a whole. */
export interface Archive {
  readonly isLocked: boolean
  has(name: string): boolean
  /**
   * A part, piece by piece; `onRead` hears how much of it is behind, from 0 to 1. Throws `import_workbook_too_large` before
   * it is unpacked, and a `WorkbookFault` where it is not what the directory says.
   */
  part(name: string, onRead?: (share: number) => void): AsyncGenerator<Uint8Array>
}

const mostParts = 2000
const megabyte = 1024 * 1024
/** A sheet of a million rows and 25 columns unpacks to about one gigabyte. */
const largestPartBytes = 4096 * megabyte
/** Sheets pack to a tenth or a twentieth; zip at its utmost packs to a thousandth. */
const highestRatio = 200
const largestAnyRatioBytes = 16 * megabyte

/** Throws a `WorkbookFault` for what is not packed as it should be, and `import_workbook_too_large`. */
export async function openArchive(source: Source): Promise<Archive> {
  const { fileName } = source
  const reader = new SourceReader(source)
  const faultOf = (cause: Error) =>
    reader.fault ?? (cause instanceof Problem ? cause : new WorkbookFault(whyOf(cause), { cause }))
  let zip: ZipFile
  let entries: ReadonlyMap<string, Entry>
  try {
    zip = await fromRandomAccessReaderPromise(reader, source.size, { autoClose: false, lazyEntries: true })
    entries = await entriesOf(fileName, zip)
  } catch (cause) {
    throw faultOf(cause as Error)
  }
  const get = (name: string): Entry => {
    const entry = entries.get(name.toLowerCase())
    if (entry === undefined) throw new WorkbookFault(`its part ${name} is missing`)
    return entry
  }
  return {
    isLocked: entries.values().some(entry => entry.isEncrypted()),
    has: name => entries.has(name.toLowerCase()),
    async *part(name, onRead) {
      const entry = get(name)
      refuseBomb(fileName, entry)
      try {
        yield* checked(await zip.openReadStreamPromise(entry), entry, onRead)
      } catch (cause) {
        throw faultOf(cause as Error)
      }
    },
  }
}

/** By name in small letters, since writers differ in their capitals. */
async function entriesOf(fileName: string, zip: ZipFile): Promise<ReadonlyMap<string, Entry>> {
  if (zip.entryCount > mostParts)
    throw importWorkbookTooLarge(fileName, `it has ${zip.entryCount} parts, and at most ${mostParts} are read`)
  const entries = new Map<string, Entry>()
  for await (const entry of zip.eachEntry()) {
    const name = entry.fileName.toLowerCase()
    if (entries.has(name)) throw new WorkbookFault(`its part ${entry.fileName} is there twice`)
    if (!name.endsWith('/')) entries.set(name, entry)
  }
  return entries
}

/** By what the directory says; that a part unpacks to more than that ends its reading. */
function refuseBomb(fileName: string, { fileName: part, compressedSize, uncompressedSize }: Entry): void {
  const size = `${part} unpacks to ${Math.round(uncompressedSize / megabyte)} MB`
  if (uncompressedSize > largestPartBytes)
    throw importWorkbookTooLarge(fileName, `${size}, and at most ${largestPartBytes / megabyte} are read`)
  if (uncompressedSize > largestAnyRatioBytes && uncompressedSize > compressedSize * highestRatio)
    throw importWorkbookTooLarge(fileName, `${size}, more than ${highestRatio} times what it takes in the file`)
}

async function* checked(
  pieces: AsyncIterable<Uint8Array>,
  { uncompressedSize, crc32: wanted }: Entry,
  onRead: ((share: number) => void) | undefined,
): AsyncGenerator<Uint8Array> {
  let sum = 0
  let bytes = 0
  for await (const piece of pieces) {
    sum = crc32(piece, sum)
    yield piece
    bytes += piece.length
    onRead?.(bytes / uncompressedSize)
  }
  if (sum !== wanted) throw new Error('its checksum does not agree with its content')
}

/** What the library says, where it helps somebody who has never seen the inside of a workbook. */
const whyOf = ({ message }: Error): string =>
  /end of central directory/i.test(message) ? 'its end is missing, as when it did not arrive whole' : message

const windowBytes = 64 * 1024

/** Many small reads in the directory at the end become few. */
class SourceReader extends RandomAccessReader {
  /** What went wrong with the source itself, which is no fault of the workbook. */
  fault: Error | undefined
  private readonly source: Source
  private window = { start: 0, bytes: Buffer.alloc(0) }

  constructor(source: Source) {
    super()
    this.source = source
  }

  override _readStreamForRange(start: number, end: number): Readable {
    return Readable.from(this.bytes(start, end), { objectMode: false })
  }

  override read(
    buffer: Buffer,
    offset: number,
    length: number,
    position: number,
    callback: (error: Error | null) => void,
  ): void {
    this.copy(buffer, { offset, length, position }).then(
      () => callback(null),
      error => callback(error),
    )
  }

  private async copy(to: Buffer, { offset, length, position }: { offset: number; length: number; position: number }) {
    const { start, bytes } = this.window
    if (position < start || position + length > start + bytes.length) {
      const end = Math.min(this.source.size, position + Math.max(length, windowBytes))
      const pieces: Uint8Array[] = []
      for await (const piece of this.bytes(position, end)) pieces.push(piece)
      this.window = { start: position, bytes: Buffer.concat(pieces) }
    }
    const from = position - this.window.start
    if (this.window.bytes.copy(to, offset, from, from + length) < length) throw new Error('it ends too early')
  }

  private async *bytes(start: number, end: number): AsyncGenerator<Uint8Array> {
    try {
      yield* this.source.bytes(start, end)
    } catch (error) {
      this.fault = error as Error
      throw error
    }
  }
}
