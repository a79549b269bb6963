import type { BinaryPieces, Encoder } from './binary-rows.ts'

const byteaOid = 17
const int4Oid = 23
const textOid = 25

function bool(to: BinaryPieces, value: boolean): void {
  to.int32(1)
  to.byte(value ? 1 : 0)
}

function int4(to: BinaryPieces, value: number): void {
  to.int32(4)
  to.int32(value)
}

function bytea(to: BinaryPieces, value: Uint8Array): void {
  to.int32(value.length)
  to.bytes(value)
}

function text(to: BinaryPieces, value: string): void {
  to.text(value)
}

function texts(to: BinaryPieces, items: readonly string[]): void {
  let itemBytes = 0
  for (const item of items) itemBytes += Buffer.byteLength(item)
  list(to, textOid, items.length, itemBytes)
  for (const item of items) to.text(item)
}

function byteas(to: BinaryPieces, items: readonly Uint8Array[]): void {
  let itemBytes = 0
  for (const item of items) itemBytes += item.length
  list(to, byteaOid, items.length, itemBytes)
  for (const item of items) bytea(to, item)
}

/** How many dimensions, whether any item is null, the type of items; of the one dimension its length and first index. The items follow. */
function list(to: BinaryPieces, itemOid: number, items: number, itemBytes: number): void {
  to.int32(items === 0 ? 12 : 20 + 4 * items + itemBytes)
  to.int32(items === 0 ? 0 : 1)
  to.int32(0)
  to.int32(itemOid)
  if (items === 0) return
  to.int32(items)
  to.int32(1)
}

function int4s(to: BinaryPieces, items: readonly number[]): void {
  list(to, int4Oid, items.length, 4 * items.length)
  for (const item of items) int4(to, item)
}

const yearTwoThousandMs = Date.UTC(2000, 0, 1)
const wordSize = 2 ** 32

let lastIso = ''
let lastMicros = 0

/** Of ISO 8601: microseconds since 2000. Many that follow each other are the same. */
function instant(to: BinaryPieces, iso: string): void {
  if (iso !== lastIso) {
    lastMicros = microsOf(iso)
    lastIso = iso
  }
  const upper = Math.floor(lastMicros / wordSize)
  to.int32(8)
  to.int32(upper)
  to.int32((lastMicros - upper * wordSize) | 0)
}

function microsOf(iso: string): number {
  const ms = Date.parse(iso)
  if (Number.isNaN(ms)) throw new TypeError(`no instant: ${iso}`)
  const finer = /\.\d{3}(\d{1,3})/.exec(iso)?.[1] ?? ''
  return (ms - yearTwoThousandMs) * 1000 + Number(finer.padEnd(3, '0'))
}

const digits = new Int8Array(128).fill(-1)
for (const [value, character] of [...'0123456789abcdef'].entries()) digits[character.charCodeAt(0)] = value

/** As this program and the database write it: in small letters, with its hyphens. */
function uuid(to: BinaryPieces, written: string): void {
  if (written.length !== 36) throw new TypeError(`no UUID: ${written}`)
  to.int32(16)
  for (let at = 0; at < 36; at += 2) {
    if (at === 8 || at === 13 || at === 18 || at === 23) at += 1
    const byte = (digitAt(written, at) << 4) | digitAt(written, at + 1)
    if (byte < 0) throw new TypeError(`no UUID: ${written}`)
    to.byte(byte)
  }
}

const digitAt = (text: string, at: number): number => digits[text.charCodeAt(at)] ?? -1

/** How values of each type are written, by the number that PostgreSQL knows the type by. */
export const encoderByOid: ReadonlyMap<number, Encoder> = new Map<number, Encoder>([
  [16, bool],
  [byteaOid, bytea],
  [int4Oid, int4],
  [textOid, text],
  [1001, byteas],
  [1007, int4s],
  [1009, texts],
  [1184, instant],
  [2950, uuid],
])
