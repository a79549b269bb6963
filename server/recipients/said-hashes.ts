/**
 * The hashes of the rows that a file says as far as it was read, each with the last line on which it stands: their first 6 bytes, in
 * tables of numbers, since a file may have millions.
 */
export class SaidHashes {
  private keys = new Float64Array(1024)
  private lines = new Uint32Array(1024)
  private count = 0

  add(hash: Buffer, line: number): void {
    if (this.count * 2 > this.keys.length) this.grow()
    const key = keyOf(hash)
    const slot = slotOf(this.keys, key)
    if (this.keys[slot] === 0) this.count += 1
    this.keys[slot] = key
    this.lines[slot] = Math.max(line, this.lines[slot] ?? 0)
  }

  has(hash: Buffer): boolean {
    return this.isAfter(hash, 0)
  }

  /** Lines are counted from 1. */
  isAfter(hash: Buffer, line: number): boolean {
    const slot = slotOf(this.keys, keyOf(hash))
    return this.keys[slot] !== 0 && (this.lines[slot] ?? 0) > line
  }

  private grow(): void {
    const { keys, lines } = this
    this.keys = new Float64Array(keys.length * 2)
    this.lines = new Uint32Array(keys.length * 2)
    keys.forEach((key, from) => {
      if (key === 0) return
      const slot = slotOf(this.keys, key)
      this.keys[slot] = key
      this.lines[slot] = lines[from] ?? 0
    })
  }
}

/** Zero is an empty slot. */
const keyOf = (hash: Buffer): number => hash.readUIntBE(0, 6) + 1

/** Where the key is, or where it would go: the next slot that is free. */
function slotOf(keys: Float64Array, key: number): number {
  let slot = key % keys.length
  while (keys[slot] !== 0 && keys[slot] !== key) slot = (slot + 1) % keys.length
  return slot
}
