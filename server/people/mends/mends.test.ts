import { expect, it } from 'vitest'
import { newId } from '../../platform/id.ts'
import { inTestForce, testSlug } from '../../testing/test-platform.ts'
import { constable, mendedIds, sergeant, threeInLine, top } from '../../testing/three-in-line.ts'

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

it('an earlier mend is not undone while a later one stands, also where both say the same', async () => {
  const { call, officer } = await threeInLine()
  const mend = (email: string) => call('PUT', 'staff/3/email', { email })
  const first = await mend('first@x.example')
  await mend('second@x.example')
  const third = await mend('first@x.example')
  const undo = (mended: typeof first) => call('POST', 'mends/undo', { ids: mendedIds(mended) })
  expect((await officer('3')).mends.map(({ canUndo }) => canUndo)).toEqual([true, false, false])
  expect((await undo(first)).body).toMatchObject({ code: 'mend_overtaken' })
  expect((await undo(third)).status).toBe(200)
  expect((await officer('3')).mends.map(({ canUndo }) => canUndo)).toEqual([false, true, false])
})

it('an undo that would close a circle with a later mend is refused, and one of a circle that was there is not', async () => {
  const { call, officer, importRows } = await threeInLine()
  const put = (collarNumber: string, supervisor: string) =>
    call('PUT', `staff/${collarNumber}/supervisor`, { supervisor })
  const undo = (...mended: readonly Awaited<ReturnType<typeof put>>[]) =>
    call('POST', 'mends/undo', { ids: mended.flatMap(mendedIds) })
  const first = await put('3', '1')
  const second = await put('2', '3')
  expect((await undo(first)).body).toMatchObject({
    code: 'supervisor_loop',
    title: 'Undoing it would close a circle: 3 is under 2 is under 3. Undo the later mend of one of the others first.',
  })
  expect((await officer('3')).mends).toMatchObject([{ state: 'standing', canUndo: true }])
  expect((await undo(second, first)).status).toBe(200)

  await importRows(sergeant.replace(',1,01/01/2009', ',3,01/01/2009'))
  expect((await officer('2')).problems).toContain('supervisor_loop')
  expect((await undo(await put('3', '1'))).status).toBe(200)
  expect((await officer('2')).problems).toContain('supervisor_loop')

  const end = (collarNumber: string) => call('PUT', `staff/${collarNumber}/end`, { lastDay: '2011-12-31' })
  for (const mend of [() => end('3'), () => put('3', '1')]) {
    const first = await mend()
    const later = await end('2')
    expect((await undo(first)).status).toBe(200)
    await undo(later)
  }
})

it('as many mends are undone at once as a hand-over makes', async () => {
  const { call } = await threeInLine()
  const ids = Array.from({ length: 5000 }, newId)
  expect((await call('POST', 'mends/undo', { ids })).body).toMatchObject({ code: 'mend_unknown' })
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
