import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { importFile, importText } from '../testing/import-text.ts'
import { closeAfterTest, inTestForce, type TestPlatform, testForce } from '../testing/test-platform.ts'
import { findLineProblems } from './line-problems.ts'
import { importStaff } from './staff-import.ts'

const expected = JSON.parse(readFileSync('examples/expected.json', 'utf8'))
const header = 'Collar No,Rank,Forename,Surname,Email,District,Section,Supervisor Collar No,Posting Start,Posting End'

describe('the example staff', () => {
  let platform: TestPlatform
  beforeAll(async () => {
    platform = await testForce()
  })
  afterAll(() => platform.close())

  it('are imported, with what is wrong in their lines', async () => {
    const result = await importFile(platform, importStaff, 'examples/staff.csv')
    expect(result).toEqual({
      rows: expected.staff_rows,
      created: expected.staff_rows,
      updated: 0,
      unchanged: 0,
      rejected: 0,
      blank: 0,
      reasons: {},
      warnings: {
        own_supervisor: 1,
        supervisor_loop: expected.loop.length,
        no_supervisor: 1,
        unknown_supervisor: 1,
        supervisor_without_email: 1,
      },
    })
    const found = await inTestForce(platform, async tx => ({
      staff: await tx.db.selectFrom('staff').select('id').execute(),
      moved: await tx.db
        .selectFrom('postings as p')
        .innerJoin('staff as s', 's.id', 'p.staff_id')
        .innerJoin('units as u', 'u.id', 'p.unit_id')
        .where('s.collar_number', '=', expected.moved.collar)
        .select(['u.name', 'p.posted_from', 'p.posted_to'])
        .orderBy('p.posted_from')
        .execute(),
      units: await tx.db
        .selectFrom('units')
        .select(['name', 'kind'])
        .where('kind', '!=', 'section')
        .orderBy('name')
        .execute(),
    }))
    expect(found.staff).toHaveLength(expected.staff)
    expect(found.moved).toEqual([
      { name: expected.moved.from, posted_from: '2009-04-01', posted_to: '2011-07-31' },
      { name: expected.moved.to, posted_from: expected.moved.on, posted_to: null },
    ])
    expect(found.units).toEqual([
      { name: 'Control Room', kind: 'control_room' },
      { name: 'Hartlepool', kind: 'district' },
      { name: 'Headquarters', kind: 'district' },
      { name: 'Langbaurgh', kind: 'district' },
      { name: 'Middlesbrough', kind: 'district' },
      { name: 'Stockton', kind: 'district' },
      { name: 'Testshire Police', kind: 'force' },
    ])
  })

  it('change nothing when they are imported again', async () => {
    const result = await importFile(platform, importStaff, 'examples/staff.csv')
    expect(result).toMatchObject({ created: 0, updated: 0, unchanged: expected.staff_rows })
  })

  it('leaves those absent from a file as they are, and counts what did change', async () => {
    const result = await importText(
      platform,
      importStaff,
      `${header}\n0310,Sergeant,Bronwen,Singh,bronwen.singh.0310@cleveland.example,Stockton,Norton,0297,01/04/2009,\n`,
    )
    expect(result).toMatchObject({ rows: 1, updated: 1, warnings: {} })
    const staff = await inTestForce(platform, tx =>
      tx.db.selectFrom('staff').select(['collar_number', 'rank']).execute(),
    )
    expect(staff).toHaveLength(expected.staff)
    expect(staff.find(person => person.collar_number === '0310')?.rank).toBe('Sergeant')
  })
})

it('takes rank and name from the latest posting, in whatever order the rows stand', async () => {
  const platform = await testForce()
  closeAfterTest(platform)
  const rows = ['7,Sergeant,Ann,New,,North,,,01/05/2011,', '7,Constable,Ann,Old,,North,,,01/01/2009,30/04/2011']
  await importText(platform, importStaff, [header, ...rows].join('\n'))
  const again = await importText(platform, importStaff, [header, ...rows.toReversed()].join('\n'))
  expect(again).toMatchObject({ unchanged: 2, updated: 0 })
  const staff = await inTestForce(platform, tx => tx.db.selectFrom('staff').select('rank').execute())
  expect(staff).toEqual([{ rank: 'Sergeant' }])
})

it('changes nothing the second time, though two rows differ about one posting: the last one counts', async () => {
  const platform = await testForce()
  closeAfterTest(platform)
  const rows = ['7,Constable,Ann,A,,North,,,01/05/2011,', '7,Sergeant,Ann,B,,South,,,01/05/2011,']
  const content = [header, ...rows].join('\n')
  expect(await importText(platform, importStaff, content)).toMatchObject({ rows: 2, created: 1, updated: 1 })
  expect(await importText(platform, importStaff, content)).toMatchObject({ rows: 2, updated: 0, unchanged: 2 })
  const staff = await inTestForce(platform, tx => tx.db.selectFrom('staff').select('rank').execute())
  expect(staff).toEqual([{ rank: 'Sergeant' }])
})

it('refuses rows that are no posting, each with its reason', async () => {
  const platform = await testForce()
  closeAfterTest(platform)
  const rows = [
    ',Constable,A,B,,North,,,01/01/2009,',
    '1,Constable,A,B,,,,,01/01/2009,',
    '2,Constable,A,B,,North,,,,',
    '3,Constable,A,B,,North,,,31/02/2009,',
    '4,Constable,A,B,,North,,,01/01/2009,soon',
    '5,Constable,A,B,,North,,,01/01/2009,31/12/2008',
    '6,Constable',
  ]
  expect(await importText(platform, importStaff, [header, ...rows].join('\n'))).toMatchObject({
    rows: 7,
    rejected: 7,
    reasons: {
      no_collar_number: 1,
      no_unit: 1,
      no_posting_start: 1,
      posting_start_unreadable: 1,
      posting_end_unreadable: 1,
      posting_ends_before_it_starts: 1,
      too_few_columns: 1,
    },
  })
})

describe('a line of supervisors', () => {
  const person = (collarNumber: string, supervisor: string | null, hasEmail = true, hasLeft = false) => ({
    collarNumber,
    supervisor,
    hasEmail,
    hasLeft,
  })
  it.each([
    ['the top of the force has nobody above and is no problem', [person('1', null), person('2', '1')], {}],
    ['somebody with nobody above or below is', [person('1', null)], { 1: ['no_supervisor'] }],
    ['oneself', [person('1', '1')], { 1: ['own_supervisor'] }],
    [
      'a loop, but not those under it',
      [person('1', '2'), person('2', '1'), person('3', '1')],
      { 1: ['supervisor_loop'], 2: ['supervisor_loop'] },
    ],
    ['a number that nobody has', [person('1', '9')], { 1: ['unknown_supervisor'] }],
    [
      'a supervisor who can not be written to',
      [person('1', null, false), person('2', '1', false)],
      { 1: ['supervisor_without_email'] },
    ],
  ])('%s', (_, people, problems) => {
    expect(Object.fromEntries(findLineProblems(people))).toEqual(problems)
  })
})

it('a reorganisation moves thousands at once', async () => {
  const platform = await testForce()
  closeAfterTest(platform)
  const rows = (start: string) =>
    Array.from({ length: 2400 }, (_, at) => `${at + 1},Constable,Ann,Able,,North,,,${start},`)
  await importText(platform, importStaff, [header, ...rows('01/01/2009')].join('\n'))
  const moved = await importText(platform, importStaff, [header, ...rows('01/06/2011')].join('\n'))
  expect(moved).toMatchObject({ rows: 2400, created: 2400, rejected: 0 })
})
