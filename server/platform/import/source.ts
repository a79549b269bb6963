/** A file that can be read as often as it takes: looked into, checked as a whole, then taken in. */
export interface Source {
  /** How messages name it. */
  readonly fileName: string
  /** In bytes. */
  readonly size: number
  /** From `start` up to but without `end` (without them the whole), afresh each time it is called. */
  bytes(start?: number, end?: number): AsyncIterable<Uint8Array>
}

/** What is at hand already, as a source. */
export const memorySource = (fileName: string, content: Uint8Array): Source => ({
  fileName,
  size: content.length,
  bytes: (start, end) => inPieces(content.subarray(start, end)),
})

const pieceBytes = 64 * 1024

async function* inPieces(content: Uint8Array): AsyncGenerator<Uint8Array> {
  for (let from = 0; from < content.length; from += pieceBytes) yield content.subarray(from, from + pieceBytes)
}
