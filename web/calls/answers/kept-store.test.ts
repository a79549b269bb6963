import { expect, it } from 'vitest'
import { isTooOld } from './kept-store.ts'

const days = 24 * 60 * 60_000

it('what was kept is of use for 14 days, also by a clock that was set back since', () => {
  const record = { keptAtMs: 100 * days }
  expect(isTooOld(record, 114 * days)).toBe(false)
  expect(isTooOld(record, 114 * days + 1)).toBe(true)
  expect(isTooOld(record, 0)).toBe(false)
})
