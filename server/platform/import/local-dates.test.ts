import { expect, it } from 'vitest'
import { fieldDates } from './local-dates.ts'
import { profileShape } from './profile.ts'

const now = Temporal.Instant.from('2026-07-01T12:00:00Z')
const dates = (more: object = {}) =>
  fieldDates(profileShape.parse({ kind: 'recipients', columns: {}, ...more }), { timeZone: 'Europe/London', now })

it.each([
  ['02/08/2011 08:22', '2011-08-02T07:22:00Z', '2011-08-02', false],
  ['02/02/2011 08:22', '2011-02-02T08:22:00Z', '2011-02-02', false],
  ['30/10/2011 01:30', '2011-10-30T00:30:00Z', '2011-10-30', true],
  ['27/03/2011 01:30', '2011-03-27T01:30:00Z', '2011-03-27', true],
  ['27/03/2011 03:30', '2011-03-27T02:30:00Z', '2011-03-27', false],
  ['2011-08-01T23:30:00Z', '2011-08-01T23:30:00Z', '2011-08-02', false],
  ['2011-08-02T08:22:15.5+01:00', '2011-08-02T07:22:15.500Z', '2011-08-02', false],
])('"%s" is %s, on the local day %s, with a change of the clock: %s', (text, at, day, clockChange) => {
  expect(dates().instant('incident.openedAt', text)).toEqual({ at, epochMs: Date.parse(at), day, clockChange })
})

it('what is no date is none', () => {
  expect(dates().instant('incident.openedAt', 'soon')).toBeUndefined()
  expect(dates().day('recipient.bornOn', '31/04/2011')).toBeUndefined()
})

it('a field may have its own format', () => {
  const own = dates({ dateFormats: { 'recipient.bornOn': 'MM/dd/yyyy', 'incident.closedAt': 'dd-MMM-yyyy HH:mm' } })
  expect(own.day('recipient.bornOn', '02/08/1960')).toBe('1960-02-08')
  expect(own.day('staff.postedFrom', '02/08/1960')).toBe('1960-08-02')
  expect(own.instant('incident.closedAt', '02-Aug-2011 08:22')?.at).toBe('2011-08-02T07:22:00Z')
})

it('midnight abroad is the day that it was here', () => {
  expect(dates().day('recipient.bornOn', '1960-08-01T23:00:00Z')).toBe('1960-08-02')
})

it('a year of two digits is past for a birth, and may be near ahead for a posting', () => {
  const short = dates({ dayFormat: 'dd/MM/yy' })
  expect(short.day('recipient.bornOn', '01/04/27')).toBe('1927-04-01')
  expect(short.day('staff.postedTo', '01/04/27')).toBe('2027-04-01')
})
