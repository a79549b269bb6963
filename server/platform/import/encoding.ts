import { importEncodingWrong, importFileBinary } from './problems.ts'
import type { Profile } from './profile.ts'

export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252'

export interface FoundEncoding {
  readonly encoding: Encoding
  /** Bytes before the text. */
  readonly markBytes: number
  readonly because: 'mark' | 'zero_bytes' | 'profile'
}

/**
 * The encoding of a file by its first bytes: its mark decides, then zero bytes in every other place, which no text of
 * single bytes has; else it is the profile's. Throws `import_file_binary` for zero bytes of no such pattern.
 */
export function encodingOf(fileName: string, head: Uint8Array, asked: Profile['encoding']): FoundEncoding {
  const mark = byteOrderMark(head)
  if (mark) return { ...mark, because: 'mark' }
  const byZeros = encodingByZeros(head)
  if (byZeros) return { encoding: byZeros, markBytes: 0, because: 'zero_bytes' }
  if (asked.startsWith('utf-16'))
    return { encoding: asked === 'utf-16be' ? asked : 'utf-16le', markBytes: 0, because: 'profile' }
  const zero = head.indexOf(0)
  if (zero !== -1)
    throw importFileBinary(fileName, 1 + lineEnds(Buffer.from(head.subarray(0, zero)).toString('latin1')))
  return { encoding: asked === 'windows-1252' ? asked : 'utf-8', markBytes: 0, because: 'profile' }
}

function byteOrderMark(head: Uint8Array): { encoding: Encoding; markBytes: number } | undefined {
  if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) return { encoding: 'utf-8', markBytes: 3 }
  if (head[0] === 0xff && head[1] === 0xfe) return { encoding: 'utf-16le', markBytes: 2 }
  if (head[0] === 0xfe && head[1] === 0xff) return { encoding: 'utf-16be', markBytes: 2 }
  return undefined
}

/** Text of a European language in UTF-16 is mostly of characters whose upper byte is zero; of a few, such as `Ā`, the lower one is. */
function encodingByZeros(head: Uint8Array): Encoding | undefined {
  const zeros = [0, 0]
  head.forEach((byte, at) => {
    if (byte === 0) zeros[at % 2] = (zeros[at % 2] ?? 0) + 1
  })
  const [even = 0, odd = 0] = zeros
  const enough = head.length * 0.3
  if (odd >= enough && even < odd / 100) return 'utf-16le'
  if (even >= enough && odd < even / 100) return 'utf-16be'
  return undefined
}

/**
 * The text, piece by piece, without its mark. Throws `import_encoding_wrong` and `import_file_binary` with the line:
 * bytes that are not in the encoding are a problem, not a question mark.
 */
export async function* decoded(
  fileName: string,
  pieces: AsyncIterable<Uint8Array>,
  { encoding, markBytes }: FoundEncoding,
): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding, { fatal: true, ignoreBOM: true })
  let line = 1
  let rest: Uint8Array = new Uint8Array() // a character that the end of a piece cut
  let toSkip = markBytes
  const decode = (bytes: Uint8Array) => {
    try {
      return decoder.decode(bytes)
    } catch (cause) {
      const at = soundBytes(bytes, encoding)
      const sound = new TextDecoder(encoding).decode(bytes.subarray(0, at))
      const meant = bytes === rest ? undefined : wordAt(bytes, at)
      throw importEncodingWrong(fileName, { line: line + lineEnds(sound), encoding, meant }, { cause })
    }
  }
  for await (const piece of pieces) {
    const bytes = rest.length === 0 ? piece : Buffer.concat([rest, piece])
    const whole = bytes.length - cutBytes(bytes, encoding)
    rest = bytes.slice(whole)
    const from = Math.min(toSkip, whole)
    toSkip -= from
    const text = decode(bytes.subarray(from, whole))
    const zero = text.indexOf('\0')
    if (zero !== -1) throw importFileBinary(fileName, line + lineEnds(text.slice(0, zero)))
    line += lineEnds(text)
    if (text !== '') yield text
  }
  if (rest.length > 0) yield decode(rest)
}

/** What stands around a byte in the encoding of older Windows programs. */
function wordAt(bytes: Uint8Array, at: number): string {
  const text = (from: number, to: number) =>
    new TextDecoder('windows-1252').decode(bytes.subarray(Math.max(0, from), to))
  const [before = ''] = /[\p{L}\p{N}'’.-]*$/u.exec(text(at - 30, at)) ?? []
  const [after = ''] = /^.[\p{L}\p{N}'’.-]*/u.exec(text(at, at + 30)) ?? []
  return before + after
}

/** How many bytes at the start are in the encoding, found by halving. */
function soundBytes(bytes: Uint8Array, encoding: Encoding): number {
  let sound = 0
  let unsound = bytes.length
  while (unsound - sound > 1) {
    const middle = (sound + unsound) >> 1
    if (isSound(bytes.subarray(0, middle), encoding)) sound = middle
    else unsound = middle
  }
  return sound
}

function isSound(bytes: Uint8Array, encoding: Encoding): boolean {
  try {
    new TextDecoder(encoding, { fatal: true }).decode(bytes, { stream: true })
    return true
  } catch {
    return false // the fault itself is told by the caller
  }
}

/** Of whichever kind there are. */
function lineEnds(text: string): number {
  let count = 0
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) count += 1
  return count > 0 || !text.includes('\r') ? count : text.split('\r').length - 1
}

/** How many bytes at the end begin a character that isn't whole. */
function cutBytes(bytes: Uint8Array, encoding: Encoding): number {
  if (encoding === 'windows-1252') return 0
  if (encoding !== 'utf-8') {
    const odd = bytes.length % 2
    const upper = bytes[bytes.length - odd - (encoding === 'utf-16le' ? 1 : 2)] ?? 0
    return odd + (bytes.length > 1 && upper >= 0xd8 && upper <= 0xdb ? 2 : 0)
  }
  for (let back = 1; back <= Math.min(3, bytes.length); back += 1) {
    const byte = bytes[bytes.length - back] ?? 0
    if (byte >= 0xc0) return byte >= (back === 1 ? 0xc0 : back === 2 ? 0xe0 : 0xf0) ? back : 0
    if (byte < 0x80) return 0
  }
  return 0
}
