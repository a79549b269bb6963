import { expect, it } from 'vitest'
import { sentDay, sentInstant } from './schema.ts'

it.each([
  ['2011-09-02T10:00:00+01:00', true],
  ['2011-09-02T10:00:00.123456789Z', true],
  ['0001-01-01T00:00:00Z', true],
  ['9999-12-31T23:59:59Z', true],
  ['2011-09-02T10:00:00.1234567890Z', false],
  ['0000-01-01T00:00:00Z', false],
  ['0001-01-01T00:00:00+01:00', false],
  ['9999-12-31T23:59:59-12:00', false],
  ['2011-09-02T10:00:60Z', false],
  ['2011-09-02T10:00:00', false],
  ['tomorrow', false],
])('%s as an instant: %s', (text, isTaken) => {
  expect(sentInstant.safeParse(text).success).toBe(isTaken)
})

it.each([
  ['2011-09-02', true],
  ['0001-01-01', true],
  ['0000-01-01', false],
  ['2011-02-29', false],
])('%s as a day: %s', (text, isTaken) => {
  expect(sentDay.safeParse(text).success).toBe(isTaken)
})
