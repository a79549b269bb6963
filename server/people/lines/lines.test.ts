import { expect, it } from 'vitest'
import type { z } from 'zod'
import { createApp } from '../../app.ts'
import { newId } from '../../platform/id.ts'
import { importText } from '../../testing/import-text.ts'
import { send } from '../../testing/send.ts'
import { signedInAs } from '../../testing/sign-ins.ts'
import { closeAfterTest, testForce } from '../../testing/test-platform.ts'
import { importStaff } from '../staff-import.ts'
import type { lineShape, OfficerShape, problemsShape, treeShape } from './schema.ts'

const header = 'Collar No,Rank,Forename,Surname,Email,District,Section,Supervisor Collar No,Posting Start,Posting End'

async function forceOf(...rows: readonly string[]) {
  const platform = await testForce()
  closeAfterTest(platform)
  await importText(platform, importStaff, [header, ...rows].join('\n'))
  const { headers } = await signedInAs(platform, ['administrator'])
  const app = createApp(platform)
  const read = async (path: string) => (await send(app, headers, 'GET', `/people/${path}`)).body
  const mend = async (path: string, body: object) =>
    expect((await send(app, headers, 'PUT', `/people/${path}`, body)).status).toBe(200)
  const refused = async (path: string, body: object) =>
    ((await send(app, headers, 'PUT', `/people/${path}`, body)).body as { readonly code: string }).code
  const units = async () => ((await read('tree')) as z.infer<typeof treeShape>).units
  const problems = async (query = '') => ((await read(`problems${query}`)) as z.infer<typeof problemsShape>).problems
  const level = async (under?: string) => {
    const { people } = (await read(under ? `line?under=${under}` : 'line')) as z.infer<typeof lineShape>
    return people.map(person => [person.collarNumber, person.under, person.problems])
  }
  return { read, mend, refused, units, problems, level }
}

it('a circle, a missing e-mail address and a gap stand in the tree, the lines and the problems, until each is mended', async () => {
  const { read, mend, refused, units, problems, level } = await forceOf(
    '10,Sergeant,Ann,Ring,ann@x.example,North,,11,01/01/2009,',
    '11,Sergeant,Bob,Ring,bob@x.example,North,,10,01/01/2009,',
    '12,Constable,Cy,Below,cy@x.example,North,,10,01/01/2009,',
    '20,Inspector,Di,Mute,,South,,,01/01/2009,',
    '21,Constable,Ed,Unheard,ed@x.example,South,,20,01/01/2009,',
  )
  const inUnits = async () =>
    Object.fromEntries((await units()).map(unit => [unit.name, [unit.staff, unit.staffBelow, unit.problems]]))
  const found = async (query?: string) =>
    (await problems(query)).map(({ kind, person, people }) => [
      kind,
      person.collarNumber,
      people.map(({ collarNumber }) => collarNumber).sort(),
    ])

  expect(await inUnits()).toEqual({ 'Testshire Police': [0, 5, 4], North: [3, 3, 1], South: [2, 2, 3] })
  expect(await level()).toEqual([
    ['20', 1, ['supervisor_without_email', 'gap']],
    ['10', 2, ['supervisor_loop']],
  ])
  expect(await level('10')).toEqual([
    ['11', 1, ['supervisor_loop']],
    ['12', 0, []],
  ])
  expect(await found()).toEqual([
    ['supervisor_loop', '10', ['10', '11']],
    ['supervisor_without_email', '20', ['21']],
    ['gap', '20', ['21']],
    ['gap', '21', []],
  ])
  expect(await found('?of=11')).toEqual([['supervisor_loop', '10', ['10', '11']]])
  expect(await found('?of=20&kind=gap')).toEqual([['gap', '20', ['21']]])
  expect(await found('?of=12')).toEqual([])
  const idOf = async (name: string) => (await units()).find(unit => unit.name === name)?.id
  expect(await found(`?unit=${await idOf('North')}`)).toEqual([['supervisor_loop', '10', ['10', '11']]])
  expect(await found(`?unit=${await idOf('South')}&kind=gap`)).toEqual([
    ['gap', '20', ['21']],
    ['gap', '21', []],
  ])
  expect(await found(`?unit=${await idOf('Testshire Police')}`)).toEqual(await found())
  expect(await read(`problems?unit=${newId()}`)).toMatchObject({ code: 'unit_id_unknown' })

  await mend('staff/10/supervisor', { supervisor: '20', instead: '11' })
  const top = (await units()).find(({ parentId }) => parentId === null)
  expect(await level()).toEqual([['20', 2, ['supervisor_without_email', 'gap']]])
  // Whom she is now under can't be written to either.
  expect(await found()).toEqual([
    ['supervisor_without_email', '20', ['10', '21']],
    ['gap', '20', ['10', '21']],
    ['gap', '10', ['11', '12']],
    ['gap', '21', []],
  ])
  const mailbox = `units/${top?.id}/mailbox`
  await mend(mailbox, { mailbox: 'force@x.example', instead: null })
  expect(await refused(mailbox, { mailbox: null, instead: 'another@x.example' })).toBe('changed_meanwhile')
  expect(await refused(mailbox, { mailbox: 'force@x.example' })).toBe('mend_changes_nothing')
  expect(await found()).toEqual([['supervisor_without_email', '20', ['10', '21']]])
  await mend('staff/20/email', { email: 'di@x.example', instead: null })
  expect(await found()).toEqual([])
  expect(await level()).toEqual([['20', 2, []]])
  expect(await inUnits()).toEqual({ 'Testshire Police': [0, 5, 0], North: [3, 3, 0], South: [2, 2, 0] })
})

it('of units that have one name in two districts, a problem tells whose it is', async () => {
  const { units, problems } = await forceOf(
    '1,Inspector,Ann,Mute,,North,Town,,01/01/2009,',
    '2,Constable,Bob,Gap,bob@x.example,South,Town,1,01/01/2009,',
  )
  const known = await units()
  const districtOf = (unitId: string | null) => {
    const parentId = known.find(({ id }) => id === unitId)?.parentId
    return known.find(({ id }) => id === parentId)?.name
  }
  const gaps = (await problems('?kind=gap')).map(({ person }) => [person.collarNumber, districtOf(person.unitId)])
  expect(gaps).toEqual([
    ['1', 'North'],
    ['2', 'South'],
  ])
})

it('a gap of somebody between two postings is in the unit where they were, and a mailbox there closes it', async () => {
  const { mend, units, problems } = await forceOf(
    '1,Inspector,Ann,Mute,,North,,,01/01/2009,',
    '2,Constable,Bea,Between,bea@x.example,North,,1,01/01/2009,31/07/2011',
    '2,Constable,Bea,Between,bea@x.example,South,,99,01/11/2011,',
  )
  const known = await units()
  const idOf = (name: string) => known.find(unit => unit.name === name)?.id
  const found = async (query: string) =>
    (await problems(query)).map(({ kind, person, holdsFrom }) => [kind, person.unit, person.unitId, holdsFrom])
  const toCome = ['unknown_supervisor', 'South', idOf('South'), '2011-11-01']
  expect(await found('?of=2')).toEqual([toCome, ['gap', 'North', idOf('North'), null]])
  expect(await found(`?unit=${idOf('South')}`)).toEqual([toCome])
  expect(await found(`?unit=${idOf('North')}&kind=gap`)).toEqual([['gap', 'North', idOf('North'), null]])
  await mend(`units/${idOf('North')}/mailbox`, { mailbox: 'north@x.example' })
  expect(await found('?of=2')).toEqual([toCome])
})

it('a problem of a posting to come says from which day it holds, and whom alerts reach until then', async () => {
  const { problems } = await forceOf(
    '1,Inspector,Ann,Top,ann@x.example,North,,,01/01/2009,',
    '2,Sergeant,Bob,Gone,bob@x.example,North,,1,01/01/2009,31/07/2011',
    '3,Constable,Con,New,con@x.example,North,,2,01/10/2011,',
    '4,Constable,Di,Own,di@x.example,North,,1,01/01/2009,31/07/2011',
    '4,Constable,Di,Own,di@x.example,North,,4,03/12/2011,',
    '5,Sergeant,Ed,Mute,,North,,1,01/01/2009,',
    '6,Constable,Flo,Between,flo@x.example,North,,8,01/01/2009,31/07/2011',
    '6,Constable,Flo,Between,flo@x.example,North,,5,01/11/2011,',
    '7,Constable,Gil,Posted,gil@x.example,North,,5,01/01/2009,',
    '8,Sergeant,Hal,Other,hal@x.example,North,,1,01/01/2009,',
    '10,Sergeant,Ida,Ring,ida@x.example,North,,11,01/01/2009,',
    '11,Sergeant,Jon,Ring,jon@x.example,North,,1,01/01/2009,31/07/2011',
    '11,Sergeant,Jon,Ring,jon@x.example,North,,10,01/11/2011,',
  )
  const found = (await problems()).filter(({ kind }) => kind !== 'gap')
  expect(found.map(({ person, holdsFrom, means }) => [person.collarNumber, holdsFrom, means])).toEqual([
    [
      ...['4', '2011-12-03'],
      'From 3 December 2011 they stand as their own supervisor. Until then alerts about them go to Inspector Ann Top (1).',
    ],
    [
      ...['10', '2011-11-01'],
      'From 1 November 2011 each of them is under the next and none of them leads up to the top. Until then alerts about the first go to Inspector Ann Top (1).',
    ],
    [
      ...['5', null],
      "They can't be written to, so alerts about the one person under them go to Inspector Ann Top (1).",
    ],
    [
      ...['2', '2011-10-01'],
      'From 1 October 2011 somebody is under them, and they have left and are passed over, so alerts about that person go to Inspector Ann Top (1).',
    ],
  ])
})

it('whoever was never posted is heard, or not, by the line of their first day', async () => {
  const { read, problems } = await forceOf(
    '1,Inspector,Ann,Mute,,North,,,01/01/2009,',
    '2,Sergeant,Bob,New,bob@x.example,North,,1,01/10/2011,',
    '3,Constable,Con,New,con@x.example,North,,2,01/10/2011,',
    '4,Sergeant,Di,Leaving,di@x.example,North,,1,01/01/2009,30/09/2011',
    '5,Constable,Ed,New,ed@x.example,North,,4,01/10/2011,',
    '7,Sergeant,Flo,Gone,flo@x.example,North,,2,01/01/2009,31/07/2011',
    '8,Constable,Gil,New,gil@x.example,North,,7,01/11/2011,',
  )
  const found = async (kind: string) =>
    (await problems(`?kind=${kind}`)).map(({ person, holdsFrom, means }) => [person.collarNumber, holdsFrom, means])
  const dated = 'From 1 October 2011 no supervisor above has an address and no unit above a mailbox'
  const gap = 'No supervisor above has an address and no unit above a mailbox'
  expect(await found('gap')).toEqual([
    ['1', null, `${gap}, so alerts about them reach nobody.`],
    ['2', '2011-10-01', `${dated}, so alerts about them reach nobody.`],
    ['4', null, `${gap}, so alerts about them reach nobody.`],
    ['5', '2011-10-01', `${dated}, so alerts about them reach nobody.`],
  ])
  expect(await read('staff/5')).toMatchObject({ line: { from: '2011-10-01', reaches: null } })
  expect(await read('staff/4')).toMatchObject({ line: { from: null, reaches: null } })
  expect(await found('supervisor_has_left')).toEqual([
    [
      ...['7', '2011-11-01'],
      'From 1 November 2011 somebody is under them, and they have left and are passed over, so alerts about that person go to Sergeant Bob New (2).',
    ],
  ])
})

it('a circle holds from the day on which a line first goes round it', async () => {
  const { problems } = await forceOf(
    '1,Inspector,Ann,Top,ann@x.example,North,,,01/01/2009,',
    '10,Sergeant,Bea,Ring,bea@x.example,North,,11,01/01/2009,',
    '11,Sergeant,Cy,Between,cy@x.example,North,,1,01/01/2009,31/07/2011',
    '11,Sergeant,Cy,Between,cy@x.example,North,,12,01/11/2011,',
    '12,Sergeant,Di,New,di@x.example,North,,10,01/12/2011,',
    '20,Sergeant,Ed,New,ed@x.example,North,,21,01/10/2011,',
    '21,Sergeant,Flo,New,flo@x.example,North,,20,01/11/2011,',
    '30,Sergeant,Gil,Posted,gil@x.example,North,,31,01/01/2009,',
    '31,Sergeant,Hal,New,hal@x.example,North,,30,01/10/2011,',
  )
  const found = await problems('?kind=supervisor_loop')
  expect(found.map(({ person, holdsFrom }) => [person.collarNumber, holdsFrom])).toEqual([
    ['10', '2011-11-01'],
    ['20', '2011-10-01'],
    ['30', null],
  ])
})

it('between two postings under the same supervisor, what is wrong is so today', async () => {
  const between = (collarNumber: string, supervisor: string) => [
    `${collarNumber},Sergeant,Con,Between,c${collarNumber}@x.example,North,,${supervisor},01/01/2009,31/07/2011`,
    `${collarNumber},Sergeant,Con,Between,c${collarNumber}@x.example,North,,${supervisor},01/11/2011,`,
  ]
  const { problems } = await forceOf(
    '1,Inspector,Ann,Top,ann@x.example,North,,,01/01/2009,',
    ...between('2', '99'),
    ...between('3', '3'),
    ...between('4', '5'),
    ...between('5', '4'),
    '6,Sergeant,Bob,Gone,bob@x.example,North,,1,01/01/2009,31/07/2011',
    ...between('7', '6'),
    '8,Constable,Di,Posted,di@x.example,North,,1,01/01/2009,',
  )
  const found = (await problems()).filter(({ kind }) => kind !== 'gap')
  expect(found.map(({ kind, person, holdsFrom }) => [kind, person.collarNumber, holdsFrom])).toEqual([
    ['own_supervisor', '3', null],
    ['supervisor_loop', '4', null],
    ['unknown_supervisor', '2', null],
    ['supervisor_has_left', '6', null],
  ])
  expect(found.at(-1)?.means).toBe(
    'They have left and are passed over, so alerts about the one person under them go to Inspector Ann Top (1).',
  )
})

it('a circle across two units is one problem in each, and one in the unit above them', async () => {
  const { units, problems } = await forceOf(
    '10,Sergeant,Ann,Ring,ann@x.example,North,,11,01/01/2009,',
    '11,Sergeant,Bob,Ring,bob@x.example,South,,10,01/01/2009,',
  )
  const counted = await Promise.all(
    (await units()).map(async ({ id, name, problems: count }) => [name, count, (await problems(`?unit=${id}`)).length]),
  )
  expect(counted.toSorted()).toEqual([
    ['North', 1, 1],
    ['South', 1, 1],
    ['Testshire Police', 1, 1],
  ])
})

it("an officer's history has each posting, the days without one, and the supervisor as called when it began", async () => {
  const { read } = await forceOf(
    '7,Constable,Con,Low,con@x.example,North,,1,01/01/2009,31/12/2009',
    '7,Sergeant,Con,Low,con@x.example,South,,1,01/02/2010,30/09/2011',
    '7,Inspector,Con,Low,con@x.example,East,,9,01/10/2011,',
    '1,Sergeant,Ida,Top,ida@x.example,North,,,01/01/2009,31/12/2009',
    '1,Inspector,Ida,Crown,ida@x.example,South,,,01/01/2010,31/05/2011',
    '1,Chief Inspector,Ida,Crown,ida@x.example,South,,,01/06/2011,',
  )
  const { rank, unit, postings } = (await read('staff/7')) as OfficerShape
  expect([rank, unit]).toEqual(['Inspector', 'South'])
  expect(postings).toMatchObject([
    {
      ...{ unit: { name: 'East' }, rank: 'Inspector', from: '2011-10-01', to: null, when: 'to_come', gapAfter: null },
      supervisor: { collarNumber: '9', rank: null, name: null },
    },
    {
      ...{ unit: { name: 'South' }, rank: 'Sergeant', from: '2010-02-01', to: '2011-09-30', when: 'now' },
      gapAfter: null,
      supervisor: { collarNumber: '1', rank: 'Inspector', name: 'Ida Crown' },
    },
    {
      ...{ unit: { name: 'North' }, rank: 'Constable', from: '2009-01-01', to: '2009-12-31', when: 'past' },
      gapAfter: { from: '2010-01-01', to: '2010-01-31' },
      supervisor: { collarNumber: '1', rank: 'Sergeant', name: 'Ida Top' },
      made: { by: 'import', name: 'test.csv' },
    },
  ])
})
