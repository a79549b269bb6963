import { expect, it } from 'vitest'
import { createApp } from '../../app.ts'
import { newId } from '../../platform/id.ts'
import { importText } from '../../testing/import-text.ts'
import { send } from '../../testing/send.ts'
import { signedInAs } from '../../testing/sign-ins.ts'
import { closeAfterTest, inTestForce, testForce, testSlug } from '../../testing/test-platform.ts'
import type { OfficerShape } from '../lines/schema.ts'
import { importStaff } from '../staff-import.ts'

const header = 'Collar No,Rank,Forename,Surname,Email,District,Section,Supervisor Collar No,Posting Start,Posting End'
const top = '1,Inspector,Ida,Top,,North,North,,01/01/2009,'
const sergeant = '2,Sergeant,Sam,Middle,sam@x.example,North,North,1,01/01/2009,'
const constable = '3,Constable,Con,Low,con@x.example,North,North,2,01/01/2009,'
const file = (...rows: readonly string[]) => [header, ...rows].join('\n')

/** A force with a line of three, of whom the first can't be written to. */
async function threeInLine() {
  const platform = await testForce()
  closeAfterTest(platform)
  const importRows = (...rows: readonly string[]) => importText(platform, importStaff, file(...rows))
  await importRows(top, sergeant, constable)
  const { headers } = await signedInAs(platform, ['administrator'])
  const app = createApp(platform)
  const call = (method: string, path: string, body?: object) => send(app, headers, method, `/people/${path}`, body)
  const officer = async (collarNumber: string) => (await call('GET', `staff/${collarNumber}`)).body as OfficerShape
  return { platform, importRows, call, officer }
}

const mendedIds = ({ body }: { body: { mends: { id: string }[] } }) => body.mends.map(({ id }) => id)

it('an e-mail address that was mended stays when the same file comes again, and gives way to a new one', async () => {
  const { importRows, call, officer } = await threeInLine()
  expect((await officer('1')).problems).toContain('supervisor_without_email')
  await call('PUT', 'staff/1/email', { email: 'ida@x.example' })
  expect(await importRows(top, sergeant, constable)).toMatchObject({ unchanged: 3, updated: 0 })
  // Nobody is above her and no unit has a mailbox.
  expect(await officer('1')).toMatchObject({
    email: 'ida@x.example',
    problems: ['gap'],
    mends: [{ state: 'standing' }],
  })
  await importRows(top.replace('Top,,', 'Top,new@x.example,'))
  expect(await officer('1')).toMatchObject({ email: 'new@x.example', mends: [{ state: 'overruled', canUndo: false }] })
})

it('a supervisor who was mended begins a posting, and undoing it leaves what the file wrote', async () => {
  const { importRows, call, officer } = await threeInLine()
  const before = await officer('3')
  const mended = await call('PUT', 'staff/3/supervisor', { supervisor: '1', from: '2011-06-01', instead: '2' })
  expect((await officer('3')).postings).toMatchObject([
    { supervisor: { collarNumber: '1', name: 'Ida Top' }, from: '2011-06-01', to: null, made: { by: 'mend' } },
    { supervisor: { collarNumber: '2', name: 'Sam Middle' }, from: '2009-01-01', to: '2011-05-31' },
  ])
  expect(await importRows(constable)).toMatchObject({ unchanged: 1 })
  expect((await officer('3')).postings).toHaveLength(2)
  expect((await call('POST', 'mends/undo', { ids: mendedIds(mended) })).status).toBe(200)
  expect((await officer('3')).postings).toEqual(before.postings)
  expect(await call('POST', 'mends/undo', { ids: mendedIds(mended) })).toMatchObject({
    status: 409,
    body: { code: 'mend_overtaken' },
  })
})

it('a posting from before its row was kept stays as it was mended in place when the same file comes again', async () => {
  const { platform, importRows, call, officer } = await threeInLine()
  await inTestForce(platform, tx =>
    tx.db.updateTable('postings').set({ row_hash: null, rank_written: null, name_sealed: null }).execute(),
  )
  await call('PUT', 'staff/3/supervisor', { supervisor: '1', alwaysSo: true })
  await call('PUT', 'staff/2/end', { lastDay: '2011-07-31' })
  await importRows(top, sergeant, constable)
  expect(await officer('3')).toMatchObject({
    postings: [{ supervisor: { collarNumber: '1' }, from: '2009-01-01' }],
    mends: [{ state: 'standing' }],
  })
  expect(await officer('2')).toMatchObject({ standing: 'left', mends: [{ state: 'standing' }] })
  await importRows(constable.replace(',2,', ',7,'))
  expect(await officer('3')).toMatchObject({
    postings: [{ supervisor: { collarNumber: '7' } }],
    mends: [{ state: 'overruled' }],
  })
})

it('a dated mend stays when a file says something new about another part of that posting, and gives way to news of its own', async () => {
  const { importRows, call, officer } = await threeInLine()
  await call('PUT', 'staff/3/supervisor', { supervisor: '1', from: '2011-06-01' })
  const standing = async () => {
    const { postings, mends } = await officer('3')
    return [postings.map(({ supervisor, unit, to }) => [supervisor?.collarNumber, unit.name, to]), mends[0]?.state]
  }
  await importRows('3,Constable,Con,Low,con@x.example,South,South,2,01/01/2009,30/09/2011')
  expect(await standing()).toEqual([
    [
      ['1', 'South', '2011-09-30'],
      ['2', 'South', '2011-05-31'],
    ],
    'standing',
  ])
  await importRows('3,Constable,Con,Low,con@x.example,South,South,7,01/01/2009,30/09/2011')
  expect(await standing()).toEqual([[['7', 'South', '2011-09-30']], 'overruled'])
})

it('a posting begun where the file had none stays until a file has that day', async () => {
  const { importRows, call, officer } = await threeInLine()
  const ended = (to: string, supervisor = '2') =>
    importRows(`3,Constable,Con,Low,con@x.example,North,North,${supervisor},01/01/2009,${to}`)
  await ended('31/03/2011')
  const { unitId } = await officer('1')
  await call('PUT', 'staff/3/unit', { unitId, supervisor: '1', from: '2011-06-01' })
  const standing = async () => {
    const { postings, mends } = await officer('3')
    return [postings.map(({ supervisor, to }) => [supervisor?.collarNumber, to]), mends[0]?.state]
  }
  await ended('30/04/2011', '7')
  expect(await standing()).toEqual([
    [
      ['1', null],
      ['7', '2011-04-30'],
    ],
    'standing',
  ])
  await ended('31/07/2011', '7')
  expect(await standing()).toEqual([[['7', '2011-07-31']], 'overruled'])
})

it.each([
  ['themselves', '1', { supervisor: '1' }, 'own_supervisor'],
  ['somebody below them', '1', { supervisor: '3' }, 'supervisor_loop'],
  ['nobody who is known', '3', { supervisor: '9' }, 'supervisor_not_known'],
  ['who it is already', '3', { supervisor: '2' }, 'mend_changes_nothing'],
  ['another than was seen', '3', { supervisor: '1', instead: '9' }, 'changed_meanwhile'],
])('a supervisor is refused: %s', async (_, collarNumber, body, code) => {
  const { call } = await threeInLine()
  expect((await call('PUT', `staff/${collarNumber}/supervisor`, body)).body).toMatchObject({ code })
})

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

it('of two mends the later is undone first, as the refusal says, then the earlier', async () => {
  const { call } = await threeInLine()
  const first = await call('PUT', 'staff/3/email', { email: 'first@x.example' })
  const second = await call('PUT', 'staff/3/email', { email: 'second@x.example' })
  const undo = (mended: typeof first) => call('POST', 'mends/undo', { ids: mendedIds(mended) })
  expect((await undo(first)).body).toMatchObject({
    code: 'mend_overtaken',
    title: expect.stringContaining('undo the later mend first'),
  })
  expect((await undo(second)).status).toBe(200)
  expect((await undo(first)).status).toBe(200)
})

it('as many mends are undone at once as a hand-over makes', async () => {
  const { call } = await threeInLine()
  const ids = Array.from({ length: 5000 }, newId)
  expect((await call('POST', 'mends/undo', { ids })).body).toMatchObject({ code: 'mend_unknown' })
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

it('each mend has alerts that reached nobody look again, once', async () => {
  const { platform, call } = await threeInLine()
  const waiting = () =>
    inTestForce(platform, async tx => {
      const { rows } = await platform.database.pool.query(
        "select count(*)::int as jobs from graphile_worker.jobs where task_identifier = 'alerts.tell_unheard'",
      )
      return tx.force.slug === testSlug ? (rows[0].jobs as number) : -1
    })
  const before = await waiting()
  await call('PUT', 'staff/1/email', { email: 'ida@x.example' })
  expect(await waiting()).toBe(before + 1)
  await call('PUT', 'staff/2/end', { lastDay: '2011-07-31' })
  await call('POST', 'staff/2/hand-over', { supervisor: '1' })
  expect(await waiting()).toBe(before + 3)
})
