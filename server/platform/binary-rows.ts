/** Writes one value that isn't null, with its length before it. */
export type Encoder = (to: BinaryPieces, value: never) => void

const pieceBytes = 64 * 1024
/** Of what was sent: memory that is asked for anew for each batch is given back late, and a process grows by it. */
const spare: Buffer[] = []
const spareKept = 64

/** Nobody reads these any more. */
export function reusePieces(pieces: readonly Buffer[]): void {
  for (const { buffer } of pieces)
    if (buffer.byteLength === pieceBytes && spare.length < spareKept) spare.push(Buffer.from(buffer))
}

const newPiece = (bytes = pieceBytes): Buffer =>
  (bytes <= pieceBytes ? spare.pop() : undefined) ?? Buffer.allocUnsafeSlow(Math.max(pieceBytes, bytes))

const signature = Buffer.from('PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0', 'latin1')
const nullLength = -1

/**
 * Rows in the binary format of COPY, in pieces: half the bytes of its text, and the database has nothing to read from digits. Each
 * row has the columns of `encoders`, in that order. Rows are taken as pieces are asked for.
 */
export function* encodeRows(
  encoders: ReadonlyMap<string, Encoder>,
  rows: Iterable<Readonly<Record<string, unknown>>>,
): Generator<Buffer> {
  const columns = [...encoders.keys()]
  const encoderAt = [...encoders.values()]
  const to = new BinaryPieces()
  to.bytes(signature)
  for (const row of rows) {
    to.int16(columns.length)
    for (let at = 0; at < columns.length; at += 1) {
      const value = row[columns[at] as string]
      if (value === null || value === undefined) to.int32(nullLength)
      else encoderAt[at]?.(to, value as never)
    }
    if (to.hasFull) yield* to.takeFull()
  }
  to.int16(-1)
  yield* to.takeAll()
}

/** What is written goes into pieces that are sent as they are. */
export class BinaryPieces {
  private full: Buffer[] = []
  private piece = newPiece()
  private at = 0

  int16(value: number): void {
    this.makeRoom(2)
    this.at = this.piece.writeInt16BE(value, this.at)
  }

  int32(value: number): void {
    this.makeRoom(4)
    this.at = this.piece.writeInt32BE(value, this.at)
  }

  bytes(value: Uint8Array): void {
    this.makeRoom(value.length)
    this.piece.set(value, this.at)
    this.at += value.length
  }

  byte(value: number): void {
    this.makeRoom(1)
    this.piece[this.at++] = value
  }

  /** In UTF-8, with its length before it. */
  text(value: string): void {
    const longest = value.length * 3
    this.makeRoom(4 + longest)
    const start = this.at + 4
    const end = start + (asciiInto(this.piece, start, value) ?? this.piece.write(value, start))
    this.piece.writeInt32BE(end - start, this.at)
    this.at = end
  }

  get hasFull(): boolean {
    return this.full.length > 0
  }

  /** Those that nothing more is written to. */
  takeFull(): readonly Buffer[] {
    const taken = this.full
    this.full = []
    return taken
  }

  takeAll(): readonly Buffer[] {
    return [...this.takeFull(), this.piece.subarray(0, this.at)]
  }

  private makeRoom(bytes: number): void {
    if (this.at + bytes <= this.piece.length) return
    this.full.push(this.piece.subarray(0, this.at))
    this.piece = newPiece(bytes)
    this.at = 0
  }
}

const longestByHand = 40

/** Short texts of ASCII, nearly all there are, letter by letter: calling out of JavaScript takes longer. */
function asciiInto(piece: Buffer, start: number, text: string): number | undefined {
  if (text.length > longestByHand) return undefined
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at)
    if (code > 0x7f) return undefined
    piece[start + at] = code
  }
  return text.length
}
