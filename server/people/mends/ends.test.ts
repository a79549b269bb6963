import { describe, expect, it } from 'vitest'
import { mendedIds, mendsOf, threeInLine } from '../../testing/three-in-line.ts'

/** Somebody with a posting that stands, written to end, and one to come. */
async function withOneToCome() {
  const force = await threeInLine()
  await force.importRows(
    '3,Constable,Con,Low,con@x.example,North,North,2,01/01/2009,30/11/2011',
    '3,Constable,Con,Low,con@x.example,South,South,1,01/10/2011,',
  )
  const [toCome, now] = (await force.officer('3')).postings
  if (!toCome || !now) throw new Error('two postings were imported')
  const end = (body: object) => force.call('PUT', 'staff/3/end', body)
  const days = async () => (await force.officer('3')).postings.map(({ from, to, toWritten }) => [from, to, toWritten])
  return { ...force, toCome, now, end, days }
}

describe('the last day of one posting', () => {
  it('ends that one, and leaves the one to come', async () => {
    const { now, end, days, call } = await withOneToCome()
    const ended = await end({ postingId: now.id, lastDay: '2011-09-15', instead: '2011-11-30' })
    expect(mendsOf(ended)).toMatchObject([{ kind: 'end', was: '2011-11-30', became: '2011-09-15' }])
    expect(await days()).toEqual([
      ['2011-10-01', null, null],
      ['2009-01-01', '2011-09-15', '2011-09-15'],
    ])
    expect((await call('POST', 'mends/undo', { ids: mendedIds(ended) })).status).toBe(200)
    expect(await days()).toEqual([
      ['2011-10-01', null, null],
      ['2009-01-01', '2011-09-30', '2011-11-30'],
    ])
  })

  it('takes what a mend made of it from a later day on along, and none begun where there was none', async () => {
    const { importRows, call, officer } = await threeInLine()
    await importRows('3,Constable,Con,Low,con@x.example,North,North,2,01/01/2009,31/10/2011')
    await call('PUT', 'staff/3/supervisor', { supervisor: '1', from: '2011-10-01' })
    await call('PUT', 'staff/3/unit', { unitId: (await officer('1')).unitId, from: '2012-01-01' })
    const postings = async () => (await officer('3')).postings
    const [, , first] = await postings()
    await call('PUT', 'staff/3/end', { postingId: first?.id, lastDay: '2011-09-15' })
    expect((await postings()).map(({ from, to }) => [from, to])).toEqual([
      ['2012-01-01', null],
      ['2009-01-01', '2011-09-15'],
    ])
  })

  it.each([
    ['before it begins', { lastDay: '2008-12-31' }, 'end_too_early'],
    ['on the first day of the next', { lastDay: '2011-10-01' }, 'end_too_late'],
    ['another than was seen', { lastDay: '2011-09-15', instead: null }, 'changed_meanwhile'],
    ['what it is already', { lastDay: '2011-11-30' }, 'mend_changes_nothing'],
  ])('is refused: %s', async (_, body, code) => {
    const { now, end } = await withOneToCome()
    expect((await end({ postingId: now.id, ...body })).body).toMatchObject({ code })
  })

  it('is refused of a posting that has gone, and tells days in words', async () => {
    const { now, end } = await withOneToCome()
    const gone = '01900000-0000-7000-8000-000000000000'
    expect((await end({ postingId: gone, lastDay: null })).body).toMatchObject({ code: 'changed_meanwhile' })
    expect((await end({ postingId: now.id, lastDay: '2008-12-31' })).body).toMatchObject({
      title: "This posting begins on 1 January 2009: its last day can't be before that, as 31 December 2008 is.",
    })
    expect((await end({ lastDay: '2008-12-31' })).body).toMatchObject({
      title:
        "A posting of the force's own system begins on 1 January 2009: the last day can't be before it, as 31 December 2008 is.",
    })
  })
})

it('who has a last day since it was looked at is not given another', async () => {
  const { call } = await threeInLine()
  const left = (lastDay: string) => call('PUT', 'staff/3/end', { lastDay, instead: null })
  expect((await left('2011-07-31')).status).toBe(200)
  expect((await left('2011-08-31')).body).toMatchObject({ code: 'changed_meanwhile' })
})

it('another unit is refused where it is another by now than was seen', async () => {
  const { importRows, call, officer } = await threeInLine()
  await importRows('4,Constable,Nia,Next,nia@x.example,South,South,2,01/01/2009,')
  const [north, south] = [(await officer('3')).unitId, (await officer('4')).unitId]
  const move = (instead: string | null) => call('PUT', 'staff/3/unit', { unitId: south, instead })
  expect((await move(south)).body).toMatchObject({ code: 'changed_meanwhile' })
  expect((await move(north)).status).toBe(200)
})
