/** The hashes of the rows that a file said so far: their first 6 bytes, in a table of numbers, since a file may have millions. */
export class SaidHashes {
  private slots = new Float64Array(1024)
  private count = 0

  add(hash: Buffer): void {
    if (this.count * 2 > this.slots.length) this.grow()
    const key = keyOf(hash)
    const slot = slotOf(this.slots, key)
    if (this.slots[slot] === key) return
    this.slots[slot] = key
    this.count += 1
  }

  has(hash: Buffer): boolean {
    const key = keyOf(hash)
    return this.slots[slotOf(this.slots, key)] === key
  }

  private grow(): void {
    const grown = new Float64Array(this.slots.length * 2)
    for (const key of this.slots) if (key !== 0) grown[slotOf(grown, key)] = key
    this.slots = grown
  }
}

/** Zero is an empty slot. */
const keyOf = (hash: Buffer): number => hash.readUIntBE(0, 6) + 1

/** Where the key is, or where it would go: the next slot that is free. */
function slotOf(slots: Float64Array, key: number): number {
  let slot = key % slots.length
  while (slots[slot] !== 0 && slots[slot] !== key) slot = (slot + 1) % slots.length
  return slot
}
