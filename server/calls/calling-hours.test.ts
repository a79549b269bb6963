import { describe, expect, it } from 'vitest'
import { forceSettings } from '../forces/schema.ts'
import { isCallingTime, nextCallingTime } from './calling-hours.ts'

const settings = forceSettings.parse({})
const london = 'Europe/London'
const at = (text: string) => Temporal.Instant.from(text)

describe('calling hours', () => {
  it.each([
    ['a Thursday at nine', '2011-09-01T09:00:00+01:00', true],
    ['a minute before', '2011-09-01T08:59:59+01:00', false],
    ['the last minute', '2011-09-01T20:59:59+01:00', true],
    ['nine in the evening', '2011-09-01T21:00:00+01:00', false],
    ['a Sunday at nine', '2011-09-04T09:30:00+01:00', false],
    ['a Sunday at ten', '2011-09-04T10:00:00+01:00', true],
    ['a Sunday at eight in the evening', '2011-09-04T20:00:00+01:00', false],
    ['a bank holiday', '2011-08-29T12:00:00+01:00', false],
    ['the royal wedding', '2011-04-29T12:00:00+01:00', false],
    // On 27 March 2011 the clocks went forward, on 30 October 2011 back: ten o'clock stays ten o'clock.
    ['ten on the day clocks go forward', '2011-03-27T10:00:00+01:00', true],
    ['what would have been ten without the change', '2011-03-27T09:30:00+01:00', false],
    ['ten on the day clocks go back', '2011-10-30T10:00:00+00:00', true],
    ['half past nine on the day clocks go back', '2011-10-30T09:30:00+00:00', false],
  ])('%s', (_title, instant, may) => {
    expect(isCallingTime(at(instant), london, settings)).toBe(may)
  })

  it.each([
    ['within hours, at once', '2011-09-01T13:00:00+01:00', '2011-09-01T13:00:00+01:00'],
    ['too early, when the day opens', '2011-09-01T07:00:00+01:00', '2011-09-01T09:00:00+01:00'],
    ['too late on Saturday, on Sunday at ten', '2011-09-03T22:00:00+01:00', '2011-09-04T10:00:00+01:00'],
    ['before a bank holiday, after it', '2011-08-28T22:00:00+01:00', '2011-08-30T09:00:00+01:00'],
    ['over the change of clocks', '2011-10-29T23:00:00+01:00', '2011-10-30T10:00:00+00:00'],
    ['over Easter', '2011-04-21T22:00:00+01:00', '2011-04-23T09:00:00+01:00'],
  ])('comes next: %s', (_title, instant, next) => {
    expect(nextCallingTime(at(instant), london, settings).equals(at(next))).toBe(true)
  })
})
