import { wordsOf } from '../ui/format.ts'
import type { ExclusionRule, WantedSelection } from './api.ts'
import { daysWords, sampleWords } from './words.ts'

const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b)

/** What differs between two sets of rules, in words, one line for each change. */
export function changesBetween(before: WantedSelection, after: WantedSelection): readonly string[] {
  const find = (rules: readonly ExclusionRule[], reason: string) => rules.find(rule => rule.reason === reason)
  const added = after.rules.filter(({ reason }) => !find(before.rules, reason))
  const removed = before.rules.filter(({ reason }) => !find(after.rules, reason))
  const changed = after.rules.filter(rule => {
    const earlier = find(before.rules, rule.reason)
    return earlier && !same(earlier, rule)
  })
  const moved = movedReasons(
    before.rules.filter(({ reason }) => find(after.rules, reason)).map(({ reason }) => reason),
    after.rules.filter(({ reason }) => find(before.rules, reason)).map(({ reason }) => reason),
  )
  const lines = (verb: string, rules: readonly { readonly reason: string }[]) =>
    rules.map(({ reason }) => `${verb} “${wordsOf(reason)}”`)
  return [
    ...lines('Added', added),
    ...lines('Removed', removed),
    ...lines('Changed', changed),
    ...lines(
      'Moved',
      moved.map(reason => ({ reason })),
    ),
    ...(same(before.windowDays, after.windowDays)
      ? []
      : [`Window: ${windowWords(before)} → ${windowWords(after)} after closing`]),
    ...(before.notAgainForDays === after.notAgainForDays
      ? []
      : [`Not rung again for: ${daysWords(before.notAgainForDays)} → ${daysWords(after.notAgainForDays)}`]),
    ...(same(before.sampling, after.sampling)
      ? []
      : [`Sample: ${sampleWords(before.sampling)} → ${sampleWords(after.sampling)}`]),
  ]
}

const windowWords = ({ windowDays }: WantedSelection) => `${windowDays.from} to ${windowDays.to} days`

/** The fewest that had to move: those outside the longest run that kept its order. */
function movedReasons(before: readonly string[], after: readonly string[]): readonly string[] {
  const places = after.map(reason => before.indexOf(reason))
  const runs = places.map(() => [] as number[])
  places.forEach((place, at) => {
    const longest = runs
      .slice(0, at)
      .filter((_, earlier) => (places[earlier] ?? 0) < place)
      .reduce<number[]>((best, run) => (run.length > best.length ? run : best), [])
    runs[at] = [...longest, at]
  })
  const kept = new Set(runs.reduce<number[]>((best, run) => (run.length > best.length ? run : best), []))
  return after.filter((_, at) => !kept.has(at))
}
