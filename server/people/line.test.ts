import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { buildStaff, buildUnit } from '../testing/build-interview.ts'
import { inTestForce, type TestPlatform, testForce } from '../testing/test-platform.ts'
import { findLine, type LineMap, type LinePerson, walkLine } from './line.ts'
import { readWholeLine } from './lines/whole-line.ts'

const person = (collarNumber: string, supervisor: string | null, more: Partial<LinePerson> = {}): LinePerson => ({
  staffId: `id of ${collarNumber}`,
  collarNumber,
  supervisor,
  hasEmail: true,
  isPosted: true,
  unitId: 'unit',
  ...more,
})

function walk(people: readonly LinePerson[], more: Partial<LineMap> = {}): string {
  const { addressee, steps } = walkLine({
    officer: people[0] ?? null,
    people: new Map(people.map(one => [one.collarNumber, one])),
    involvedStaffIds: new Set(['id of 1']),
    units: [{ id: 'unit', name: 'Unit', mailbox: 'unit@testshire.example' }],
    forceMailbox: 'force@testshire.example',
    ...more,
  })
  const why = steps.flatMap(step => (step.passedOver ? [`${step.who ?? step.at} ${step.passedOver}`] : []))
  const to = addressee && (addressee.kind === 'staff' ? addressee.staffId : addressee.kind)
  return [...why, `to ${to ?? 'nobody'}`].join(', ')
}

const withoutMailbox = [{ id: 'unit', name: 'Unit', mailbox: null }]

describe('the line', () => {
  it.each<[string, readonly LinePerson[], Partial<LineMap>, string]>([
    ['leads to the supervisor', [person('1', '2'), person('2', '3')], {}, 'to id of 2'],
    ['passes nobody', [person('1', null)], {}, 'supervisor nobody, to unit'],
    ['passes the officer themselves', [person('1', '1')], {}, '1 self, to unit'],
    ['passes a number that nobody has', [person('1', '9999')], {}, '9999 unknown, to unit'],
    [
      'goes on above one who has left',
      [person('1', '2'), person('2', '3', { isPosted: false }), person('3', null)],
      {},
      '2 left, to id of 3',
    ],
    [
      'goes on above one who was involved',
      [person('1', '2'), person('2', '3'), person('3', null)],
      { involvedStaffIds: new Set(['id of 1', 'id of 2']) },
      '2 involved, to id of 3',
    ],
    [
      'goes on above one without e-mail',
      [person('1', '2'), person('2', '3', { hasEmail: false }), person('3', null)],
      {},
      '2 no_email, to id of 3',
    ],
    ['stops at the other of a loop of two', [person('1', '2'), person('2', '1')], {}, 'to id of 2'],
    [
      'leaves a loop in which nobody may hear it',
      [person('1', '2'), person('2', '1')],
      { involvedStaffIds: new Set(['id of 2']) },
      '2 involved, 1 loop, to unit',
    ],
    [
      'leaves a loop further up',
      [person('1', '2'), person('2', '3', { hasEmail: false }), person('3', '2', { hasEmail: false })],
      {},
      '2 no_email, 3 no_email, 2 loop, to unit',
    ],
    [
      "goes to the force's mailbox",
      [person('1', null)],
      { units: withoutMailbox },
      'supervisor nobody, Unit no_mailbox, to force',
    ],
    [
      'says where nobody is left',
      [person('1', null)],
      { units: withoutMailbox, forceMailbox: null },
      'supervisor nobody, Unit no_mailbox, force no_mailbox, to nobody',
    ],
    ['starts at the unit where no officer is known', [], {}, 'to unit'],
  ])('%s', (_, people, more, expected) => expect(walk(people, more)).toBe(expected))
})

describe('the line in the database', () => {
  let platform: TestPlatform
  const ids = new Map<string, string>()
  const line = (collarNumber: string, involved: readonly string[] = []) =>
    inTestForce(platform, tx =>
      findLine(tx, {
        staffId: ids.get(collarNumber) as string,
        unitId: null,
        involvedStaffIds: new Set(involved.map(one => ids.get(one) as string)),
      }),
    )
  const supervisorOf = async (collarNumber: string, involved: readonly string[] = []) => {
    const { addressee } = await line(collarNumber, involved)
    return addressee?.kind === 'staff'
      ? [...ids].find(([, id]) => id === addressee.staffId)?.[0]
      : (addressee?.kind ?? 'nobody')
  }

  beforeAll(async () => {
    platform = await testForce()
    await inTestForce(platform, async tx => {
      const north = await buildUnit(tx, { name: 'North', mailbox: 'north@testshire.example' })
      const section = await buildUnit(tx, { name: 'North section', parentId: north })
      const staff = [
        { collarNumber: '0037', supervisor: null },
        { collarNumber: '0080', supervisor: '0037', unitId: section },
        { collarNumber: '0084', supervisor: '0037', unitId: section },
        { collarNumber: '0090', supervisor: '0090', unitId: section },
        { collarNumber: '0092', supervisor: '0093', unitId: section },
        { collarNumber: '0093', supervisor: '0092', unitId: section },
        { collarNumber: '0098', supervisor: '9999', unitId: section },
        { collarNumber: '0101', supervisor: '0084', unitId: section, email: null },
        { collarNumber: '0102', supervisor: '0101', unitId: section },
        {
          collarNumber: '0121',
          postings: [
            { supervisor: '0080', from: '2009-04-01', to: '2011-08-31' },
            { supervisor: '0084', from: '2011-09-01' },
          ],
        },
        { collarNumber: '0131', supervisor: '0080', to: '2011-08-15' },
        { collarNumber: '0132', supervisor: '0131', unitId: section },
        {
          collarNumber: '0141',
          postings: [
            { supervisor: '0080', from: '2009-04-01', to: '2011-07-31' },
            { supervisor: '0084', from: '2011-11-01' },
          ],
        },
        { collarNumber: '0142', supervisor: '0141', unitId: section },
      ]
      for (const one of staff) ids.set(one.collarNumber, await buildStaff(tx, one))
    })
  })
  afterAll(() => platform.close())

  it.each([
    ['0080', '0037'],
    ['0090', 'unit'],
    ['0092', '0093'],
    ['0093', '0092'],
    ['0098', 'unit'],
    ['0102', '0084'],
    ['0131', '0080'],
    ['0132', '0080'],
    // Between two postings: who was above them last, and not yet who will be.
    ['0141', '0080'],
    ['0142', '0080'],
    ['0037', 'nobody'],
  ])('leads from %s to %s', async (officer, expected) => expect(await supervisorOf(officer)).toBe(expected))

  it('is the same where everybody is looked at at once', async () => {
    const whole = await inTestForce(platform, readWholeLine)
    for (const person of whole.people.values()) expect(whole.lineOf(person)).toEqual(await line(person.collarNumber))
  })

  it('goes by the posting of the local day', async () => {
    platform.clock.set(Temporal.Instant.from('2011-08-31T23:30:00+01:00'))
    expect(await supervisorOf('0121')).toBe('0080')
    platform.clock.set(Temporal.Instant.from('2011-09-01T00:30:00+01:00')) // still 31 August in UTC
    expect(await supervisorOf('0121')).toBe('0084')
  })

  it("climbs from a section without a mailbox to its district's, and says so", async () => {
    expect(await line('0092', ['0092', '0093'])).toMatchObject({
      addressee: { kind: 'unit', mailbox: 'north@testshire.example' },
      steps: [
        { at: 'supervisor', who: '0093', passedOver: 'involved' },
        { at: 'supervisor', who: '0092', passedOver: 'loop' },
        { at: 'unit', who: 'North section', passedOver: 'no_mailbox' },
        { at: 'unit', who: 'North', passedOver: null },
      ],
    })
  })
})
