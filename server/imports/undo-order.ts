/** In which order imports can be undone: first those that nothing is later than. */
import type { Later } from './what-is-later.ts'

export type UndoOrder =
  /** Each of these has changed something after another of them, and so have those with the import itself where it is among them. */
  | { readonly circle: readonly string[]; readonly hasItself: boolean }
  /** All that have to be undone before it, and those of them that can be at once. */
  | { readonly all: readonly string[]; readonly first: readonly string[] }

export function undoOrderOf(id: string, pairs: readonly Later[]): UndoOrder {
  const latersOf = Map.groupBy(pairs, ({ earlier }) => earlier)
  const reached = new Map<string, ReadonlySet<string>>()
  const reachedFrom = (from: string): ReadonlySet<string> => {
    const known = reached.get(from)
    if (known) return known
    const found = new Set<string>()
    const left = [from]
    for (let next = left.pop(); next !== undefined; next = left.pop())
      for (const { later } of latersOf.get(next) ?? [])
        if (!found.has(later)) {
          found.add(later)
          left.push(later)
        }
    reached.set(from, found)
    return found
  }
  const circleOf = (one: string) => [...reachedFrom(one)].filter(other => reachedFrom(other).has(one))
  const own = circleOf(id).filter(other => other !== id)
  if (own.length > 0) return { circle: own, hasItself: true }
  const all = [...reachedFrom(id)]
  const circle = all.map(circleOf).find(members => members.length > 0)
  if (circle) return { circle, hasItself: false }
  return { all, first: all.filter(one => !latersOf.has(one)) }
}
