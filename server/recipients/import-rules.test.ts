import { expect, it } from 'vitest'
import { profileShape } from '../platform/import/profile.ts'
import { recipientRowReader } from './import-rules.ts'

const fields = ['incident.reference', 'recipient.title', 'recipient.forename', 'recipient.surname']
const profile = profileShape.parse({
  kind: 'recipients',
  columns: Object.fromEntries(fields.map(field => [field, field])),
})
const force = {
  country: 'GB',
  timeZone: 'Europe/London',
  now: Temporal.Instant.from('2011-09-01T09:00:00Z'),
} as const
const read = recipientRowReader(profile, force)

it.each([
  ['T-1\r\n\r\nDear all,\tring', 'T-1 Dear all, ring'],
  ['T-1\u2028T-2\u0085\u2029T-3', 'T-1 T-2 T-3'],
  ['T  1', 'T 1'],
  ['T 1\u00a02', 'T 1\u00a02'],
])('a reference and names stand in one line: %j', (written, kept) => {
  const values = Object.fromEntries(fields.map(field => [field, written]))
  const row = read({ line: 2, cells: [], warnings: [], values })
  expect(row).toMatchObject({ reference: kept, person: { title: kept, forename: kept, surname: kept } })
})

it.each(['2.01108E+11', '2E+11', '2,01108e+11'])('a log number that a spreadsheet destroyed is none: %s', written => {
  expect(read({ line: 2, cells: [], warnings: [], values: { 'incident.reference': written } })).toBe('no_log_number')
})

it.each(['5E11', 'E+11', '607-02082011-00001'])('a log number is kept as written: %s', written => {
  expect(read({ line: 2, cells: [], warnings: [], values: { 'incident.reference': written } })).toMatchObject({
    reference: written,
  })
})

it.each([
  ['Y', true, []],
  [' y', false, []],
  ['YES', true, []],
  ['perhaps', null, ['unknown_value']],
])('what %j means is said of it, else of another spelling of it', (written, attended, warnings) => {
  const spelt = recipientRowReader(
    profileShape.parse({
      kind: 'recipients',
      columns: {},
      values: { 'incident.attended': { Y: true, ' y': false, Yes: true, yes: false } },
    }),
    force,
  )
  const row = spelt({
    line: 2,
    cells: [],
    warnings: [],
    values: { 'incident.reference': '1', 'incident.closedAt': '2011-08-02T08:22', 'incident.attended': written },
  })
  expect(row).toMatchObject({ incident: { attended } })
  expect((row as { warnings: readonly string[] }).warnings.filter(code => code === 'unknown_value')).toEqual(warnings)
})

it('what is said of one spelling of a marker, or of a category, holds for all of them', () => {
  const spelt = recipientRowReader(
    profileShape.parse({
      kind: 'recipients',
      columns: {},
      markers: { VIP: { exclude: 'police_officer' }, Vip: {} },
      categories: { D1: { exclude: 'domestic_abuse' }, d1: {} },
    }),
    force,
  )
  const values = { 'incident.reference': '1', 'incident.categoryCode': 'd1', 'recipient.markers': 'vip' }
  expect(spelt({ line: 2, cells: [], warnings: [], values })).toMatchObject({
    exclusions: ['domestic_abuse', 'police_officer'],
  })
})
