import { expect, it } from 'vitest'
import { mendedIds, threeInLine } from '../../testing/three-in-line.ts'

it('a leaver is told of while somebody is under them, and the people are handed over', async () => {
  const { call, officer } = await threeInLine()
  await call('PUT', 'staff/2/end', { lastDay: '2011-07-31' })
  expect(await officer('2')).toMatchObject({ standing: 'left', problems: ['supervisor_has_left'] })
  const problems = (await call('GET', 'problems?kind=supervisor_has_left')).body
  expect(problems).toMatchObject({ problems: [{ person: { collarNumber: '2' }, people: [{ collarNumber: '3' }] }] })
  await call('POST', 'staff/2/hand-over', { supervisor: '1' })
  expect(await officer('2')).toMatchObject({ problems: [] })
  expect((await officer('1')).under.map(({ collarNumber }) => collarNumber)).toEqual(['3'])
})

it('whose posting is still to come is handed over and put under another from its first day, everybody else from today', async () => {
  const { importRows, call, officer } = await threeInLine()
  await importRows(
    '4,Constable,Nia,New,nia@x.example,North,North,2,01/10/2011,',
    '5,Constable,Bea,Back,bea@x.example,North,North,1,01/01/2009,31/07/2011',
    '5,Constable,Bea,Back,bea@x.example,South,South,2,01/11/2011,',
    '6,Constable,Una,Known,una@x.example,North,North,99,01/12/2011,',
  )
  await call('PUT', 'staff/2/end', { lastDay: '2011-07-31' })
  expect((await call('GET', 'problems?kind=supervisor_has_left')).body).toMatchObject({
    problems: [{ people: [{ beginsOn: null }, { beginsOn: '2011-10-01' }, { beginsOn: '2011-11-01' }] }],
  })

  const handedOver = await call('POST', 'staff/2/hand-over', { supervisor: '1' })
  expect(handedOver.body).toMatchObject({
    mends: [
      { collarNumber: '3', from: '2011-09-01', was: '2', became: '1' },
      { collarNumber: '4', from: '2011-10-01', was: '2', became: '1' },
      { collarNumber: '5', from: '2011-11-01', was: '2', became: '1' },
    ],
  })
  expect((await officer('2')).problems).toEqual([])
  expect((await officer('4')).postings).toHaveLength(1)

  const put = (body: object) => call('PUT', 'staff/6/supervisor', body)
  expect((await put({ supervisor: '1', instead: '2' })).body).toMatchObject({ code: 'changed_meanwhile' })
  const early = { supervisor: '1', instead: '99', from: '2011-09-15' }
  expect((await put(early)).body).toMatchObject({ code: 'not_posted_then' })
  expect((await put({ supervisor: '1', instead: '99' })).body).toMatchObject({
    mends: [{ from: '2011-12-01', was: '99', became: '1' }],
  })
  // Whom she will be under is known; nobody up her line can be written to.
  expect(await officer('6')).toMatchObject({ standing: 'to_come', problems: ['gap'] })
  const undone = await call('POST', 'mends/undo', { ids: mendedIds(handedOver) })
  expect(undone.status).toBe(200)
  expect((await officer('2')).under.map(({ collarNumber }) => collarNumber)).toEqual(['3', '4', '5'])
})

it('a later posting under the same leaver is handed over with the present one, each from its first day', async () => {
  const { importRows, call, officer } = await threeInLine()
  await importRows(
    '3,Constable,Con,Low,con@x.example,North,North,2,01/01/2009,30/09/2011',
    '3,Constable,Con,Low,con@x.example,South,South,2,01/10/2011,31/12/2011',
    '3,Constable,Con,Low,con@x.example,East,East,1,01/01/2012,',
  )
  await call('PUT', 'staff/2/end', { lastDay: '2011-07-31' })
  const before = await officer('3')
  const handedOver = await call('POST', 'staff/2/hand-over', { supervisor: '1' })
  expect(handedOver.body).toMatchObject({
    mends: [
      { collarNumber: '3', from: '2011-09-01', was: '2', became: '1' },
      { collarNumber: '3', from: '2011-10-01', was: '2', became: '1' },
    ],
  })
  const under = async () =>
    (await officer('3')).postings.map(({ supervisor, from }) => [supervisor?.collarNumber, from])
  expect(await under()).toEqual([
    ['1', '2012-01-01'],
    ['1', '2011-10-01'],
    ['1', '2011-09-01'],
    ['2', '2009-01-01'],
  ])
  expect((await call('POST', 'mends/undo', { ids: mendedIds(handedOver) })).status).toBe(200)
  expect((await officer('3')).postings).toEqual(before.postings)
})

it('who is under the leaver only in a posting to come is handed over too', async () => {
  const { importRows, call, officer } = await threeInLine()
  await importRows(
    '3,Constable,Con,Low,con@x.example,North,North,1,01/01/2009,30/09/2011',
    '3,Constable,Con,Low,con@x.example,South,South,2,01/10/2011,',
    '2,Sergeant,Sam,Middle,sam@x.example,North,North,1,01/01/2009,31/07/2011',
  )
  const handOver = () => call('POST', 'staff/2/hand-over', { supervisor: '1' })
  expect((await handOver()).body).toMatchObject({
    mends: [{ collarNumber: '3', from: '2011-10-01', was: '2', became: '1' }],
  })
  expect((await officer('3')).postings.map(({ supervisor }) => supervisor?.collarNumber)).toEqual(['1', '1'])
  expect((await handOver()).body).toMatchObject({ code: 'nobody_under' })
})

it('a hand-over that would close a circle names the day from which it would', async () => {
  const { importRows, call } = await threeInLine()
  await importRows(
    '4,Sergeant,Nia,New,nia@x.example,North,North,2,01/10/2011,',
    '5,Sergeant,Bea,Below,bea@x.example,North,North,4,01/01/2009,',
  )
  expect((await call('POST', 'staff/2/hand-over', { supervisor: '5' })).body).toMatchObject({
    code: 'supervisor_loop',
    title:
      'That would close a circle from 1 October 2011 on: 4 is under 5 is under 4. Choose somebody who is not below them.',
    ...{ line: ['4', '5', '4'], from: '2011-10-01' },
  })
  expect((await call('PUT', 'staff/2/supervisor', { supervisor: '3' })).body).toMatchObject({
    title: 'That would close a circle: 2 is under 3 is under 2. Choose somebody who is not below them.',
    from: null,
  })
})

it('a hand-over to somebody who leaves before it begins names their last day, and changes nothing', async () => {
  const { importRows, call, officer } = await threeInLine()
  await importRows(
    '4,Constable,Nia,New,nia@x.example,North,North,2,01/10/2011,',
    '7,Sergeant,Lee,Leaving,lee@x.example,North,North,1,01/01/2009,30/09/2011',
  )
  await call('PUT', 'staff/2/end', { lastDay: '2011-07-31' })
  expect((await call('POST', 'staff/2/hand-over', { supervisor: '7' })).body).toMatchObject({
    code: 'supervisor_has_left',
    title:
      '7 has 30 September 2011 as their last day, so alerts about 4 from 1 October 2011 on would pass them over: choose somebody who is posted then.',
    ...{ supervisor: '7', lastDay: '2011-09-30', collarNumber: '4', from: '2011-10-01' },
  })
  expect((await officer('2')).under.map(({ collarNumber }) => collarNumber)).toEqual(['3', '4'])
})

it('one of those under the leaver takes over the others, and stays where they are', async () => {
  const { importRows, call, officer } = await threeInLine()
  const handOver = (supervisor: string) => call('POST', 'staff/2/hand-over', { supervisor })
  await importRows('4,Constable,Nia,Next,nia@x.example,North,North,2,01/01/2009,')
  await call('PUT', 'staff/2/end', { lastDay: '2011-07-31' })
  expect((await handOver('3')).body).toMatchObject({ mends: [{ collarNumber: '4', was: '2', became: '3' }] })
  expect((await officer('2')).under.map(({ collarNumber }) => collarNumber)).toEqual(['3'])
  expect((await handOver('3')).body).toMatchObject({
    code: 'own_supervisor',
    title: "3 can't supervise themselves: choose somebody else.",
  })
  expect((await handOver('1')).body).toMatchObject({ mends: [{ collarNumber: '3', was: '2', became: '1' }] })
})
