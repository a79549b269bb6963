import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { ExclusionRule, WantedSelection } from './api.ts'
import { changesBetween } from './changes.ts'

const rule = (reason: string): ExclusionRule => ({ reason, rule: 'category', codes: [reason] })
const selection = (rules: readonly string[], change: Partial<WantedSelection> = {}): WantedSelection => ({
  windowDays: { from: 1, to: 42 },
  notAgainForDays: 90,
  rules: rules.map(rule),
  sampling: { kind: 'everyone' },
  ...change,
})

describe('what differs between two sets of rules', () => {
  it.each<[string, WantedSelection, readonly string[]]>([
    ['nothing', selection(['a', 'b', 'c']), []],
    ['a rule added', selection(['a', 'new_one', 'b', 'c']), ['Added “New one”']],
    ['a rule removed', selection(['a', 'c']), ['Removed “B”']],
    ['a rule moved to the end', selection(['b', 'c', 'a']), ['Moved “A”']],
    ['days', selection(['a', 'b', 'c'], { notAgainForDays: 1 }), ['Not rung again for: 90 days → 1 day']],
    [
      'the window',
      selection(['a', 'b', 'c'], { windowDays: { from: 2, to: 30 } }),
      ['Window: 1 to 42 days → 2 to 30 days after closing'],
    ],
    [
      'the sample',
      selection(['a', 'b', 'c'], { sampling: { kind: 'random_share', percent: 20 } }),
      ['Sample: Everyone who may be rung → 20% at random'],
    ],
  ])('is %s', (_, after, lines) => {
    expect(changesBetween(selection(['a', 'b', 'c']), after)).toEqual(lines)
  })

  it('is one line where one rule moved, wherever to', () => {
    const reasons = ['a', 'b', 'c', 'd', 'e', 'f']
    const places = fc.integer({ min: 0, max: reasons.length - 1 })
    fc.assert(
      fc.property(places, places, (from, to) => {
        const moved = reasons.filter((_, at) => at !== from)
        moved.splice(to, 0, reasons[from] ?? '')
        expect(changesBetween(selection(reasons), selection(moved))).toHaveLength(from === to ? 0 : 1)
      }),
    )
  })
})
