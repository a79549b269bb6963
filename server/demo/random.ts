/** Small and repeatable: the demo's year is the same on every machine (mulberry32; Tommy Ettinger, public domain). */
export interface Random {
  /** From 0 up to, not including, 1. */
  next(): number
  /** From 0 up to, not including, `below`. */
  whole(below: number): number
  /** About normal, mean 0 and deviation 1: the sum of three uniform numbers, which is near enough for opinions. */
  normal(): number
  pick<Item>(items: readonly Item[]): Item
  shuffle<Item>(items: Item[]): Item[]
}

export function randomFrom(seed: number): Random {
  let state = seed >>> 0
  function next(): number {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
  const whole = (below: number) => Math.floor(next() * below)
  return {
    next,
    whole,
    normal: () => (next() + next() + next() - 1.5) * 2,
    pick: items => {
      if (items.length === 0) throw new RangeError('nothing to pick from')
      return items[whole(items.length)] as (typeof items)[number]
    },
    shuffle: items => {
      for (let last = items.length - 1; last > 0; last--) {
        const other = whole(last + 1)
        const item = items[last] as (typeof items)[number]
        items[last] = items[other] as (typeof items)[number]
        items[other] = item
      }
      return items
    },
  }
}

/** Draws items as often as their weights say; the sums are worked out once. */
export function weighted<Item>(items: readonly (readonly [Item, number])[]): (random: Random) => Item {
  const sums: number[] = []
  let total = 0
  for (const [, weight] of items) {
    total += weight
    sums.push(total)
  }
  return random => {
    const point = random.next() * total
    const found = items[sums.findIndex(sum => point < sum)] ?? items.at(-1)
    if (!found) throw new RangeError('nothing to draw from')
    return found[0]
  }
}
