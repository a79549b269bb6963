import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import { createApp } from '../../app.ts'
import { newId } from '../../platform/id.ts'
import { buildService } from '../../testing/build-service.ts'
import { send as sendTo } from '../../testing/send.ts'
import { signedInAs } from '../../testing/sign-ins.ts'
import { inTestForce, paperTime, type TestPlatform, testForce } from '../../testing/test-platform.ts'
import type { CallSheet } from '../schema.ts'
import { chooseCallBacks, sweepLapsed } from '../service.ts'
import type { MyShift, ShiftBoard, ShiftChange } from './schema.ts'
import { lookAfterShifts } from './service.ts'

type Who = Awaited<ReturnType<typeof signedInAs>>

let platform: TestPlatform
let app: ReturnType<typeof createApp>
let ann: Who
beforeEach(async () => {
  await platform?.close()
  platform = await testForce()
  app = createApp(platform)
  ann = await signedInAs(platform, ['interviewer'])
  await inTestForce(platform, async tx => {
    for (let people = 0; people < 4; people += 1) await buildService(tx)
    await chooseCallBacks(work => work(tx))
  })
})
afterAll(() => platform.close())

const send = (who: Who, method: string, path: string, body?: unknown) => sendTo(app, who.headers, method, path, body)
const mine = async (who = ann) => (await send(who, 'GET', '/shifts/mine')).body as MyShift
const wish = async (change: ShiftChange, who = ann) => send(who, 'PUT', '/shifts/mine', change)
const claim = async (who = ann) => (await send(who, 'POST', '/calls/claim')).body as CallSheet
const pass = (minutes: number) => platform.clock.advance({ minutes })
const lookAfter = () => inTestForce(platform, lookAfterShifts)
const ring = (sheet: CallSheet, outcome: string, who = ann) =>
  send(who, 'POST', `/calls/${sheet.id}/attempts`, {
    attemptId: newId(),
    numberId: sheet.numbers[0]?.id,
    outcome,
    ringSeconds: 17,
  })
/** What the audit has of shifts. */
const changes = () =>
  inTestForce(platform, tx =>
    tx.db
      .selectFrom('audit_entries')
      .select(['subject_id', 'details'])
      .where('action', '=', 'shifts.changed')
      .orderBy('id')
      .execute(),
  )
const minutesIn = (shift: Pick<MyShift, 'today'>) =>
  Object.fromEntries(shift.today.inStates.map(({ state, minutes }) => [state, minutes]))

describe('a shift', () => {
  it('begins with the first call, and each state lasts until the next', async () => {
    expect(await mine()).toEqual({
      state: null,
      reason: null,
      since: null,
      startedAt: null,
      today: { calls: 0, interviews: 0, ratings: 0, averageMinutes: null, inStates: [] },
    })
    const sheet = await claim()
    expect(await mine()).toMatchObject({
      state: 'on_call',
      since: paperTime.toString(),
      startedAt: paperTime.toString(),
    })
    pass(4)
    await ring(sheet, 'no_answer')
    expect(await mine()).toMatchObject({ state: 'between', today: { calls: 1, interviews: 0, averageMinutes: null } })
    pass(2)
    expect((await wish({ state: 'paused', reason: 'training' })).body).toMatchObject({
      state: 'paused',
      reason: 'training',
    })
    pass(10)
    expect(await send(ann, 'POST', '/calls/claim')).toMatchObject({ status: 409, body: { code: 'on_a_break' } })
    await wish({ state: 'between' })
    expect(minutesIn(await mine())).toEqual({ on_call: 4, between: 2, paused: 10 })
    expect((await wish({ state: 'ended' })).body).toMatchObject({ state: null, startedAt: null })
    expect(minutesIn(await mine())).toEqual({ on_call: 4, between: 2, paused: 10 })
  })

  it('pauses after the call if that was asked for in it, and never in the middle', async () => {
    const sheet = await claim()
    pass(1)
    expect((await wish({ state: 'paused', reason: 'break' })).body).toMatchObject({
      state: 'finishing',
      reason: 'break',
    })
    expect((await wish({ state: 'between' })).body).toMatchObject({ state: 'on_call' })
    expect((await wish({ state: 'finishing', reason: 'break' })).body).toMatchObject({ state: 'finishing' })
    expect(await wish({ state: 'ended' })).toMatchObject({ status: 409, body: { code: 'call_in_hand' } })
    expect((await claim()).id).toBe(sheet.id)
    expect(await mine()).toMatchObject({ state: 'finishing' })
    pass(1)
    await send(ann, 'POST', `/calls/${sheet.id}/release`)
    expect(await mine()).toMatchObject({ state: 'paused', reason: 'break' })
  })

  it('counts interviews and how long they took, from when they were taken up', async () => {
    for (const minutes of [3, 6]) {
      const sheet = await claim()
      await ring(sheet, 'complete')
      const path = `/interviews/${sheet.interview.id}`
      await send(ann, 'PUT', `${path}/answers/overall_service`, { rating: 5 })
      pass(minutes)
      await send(ann, 'POST', `${path}/end`, { ending: 'completed' })
    }
    expect(await mine()).toMatchObject({
      state: 'between',
      today: { calls: 2, interviews: 2, ratings: 2, averageMinutes: 4.5 },
    })
    const { ring_seconds } = await inTestForce(platform, tx =>
      tx.db.selectFrom('attempts').select('ring_seconds').executeTakeFirstOrThrow(),
    )
    expect(ring_seconds).toBe(17)
  })

  it('counts an interview that was put off from when it was taken up again', async () => {
    const sheet = await claim()
    await ring(sheet, 'complete')
    const path = `/interviews/${sheet.interview.id}`
    await send(ann, 'PUT', `${path}/answers/overall_service`, { rating: 4 })
    pass(2)
    await send(ann, 'POST', `${path}/put-off`, { appointmentAt: paperTime.add({ hours: 2 }).toString() })
    expect(await mine()).toMatchObject({ state: 'between', today: { interviews: 0 } })
    platform.clock.set(paperTime.add({ hours: 2 }))
    expect((await claim()).id).toBe(sheet.id)
    pass(5)
    await send(ann, 'POST', `${path}/end`, { ending: 'broken_off' })
    expect((await mine()).today).toMatchObject({ interviews: 1, averageMinutes: 5 })
  })

  it('gives out no call on a break, and says so also when there is nobody to ring', async () => {
    platform.clock.set(Temporal.Instant.from('2011-09-01T23:00:00+01:00'))
    expect((await send(ann, 'POST', '/calls/claim')).status).toBe(204)
    await wish({ state: 'paused' })
    expect(await send(ann, 'POST', '/calls/claim')).toMatchObject({ status: 409, body: { code: 'on_a_break' } })
  })

  it('of one who gives no sign is idle, and the next sign ends that', async () => {
    await wish({ state: 'between' })
    pass(9)
    await lookAfter()
    expect(await mine()).toMatchObject({ state: 'between' })
    pass(1)
    await lookAfter()
    expect(await mine()).toMatchObject({ state: 'idle' })
    const sheet = await claim()
    await ring(sheet, 'complete')
    await send(ann, 'PUT', `/interviews/${sheet.interview.id}/answers/overall_service`, { rating: 3 })
    pass(15)
    await inTestForce(platform, sweepLapsed)
    await lookAfter()
    expect(await mine()).toMatchObject({ state: 'idle' })
    await send(ann, 'PUT', `/interviews/${sheet.interview.id}/answers/overall_service`, { rating: 4 })
    expect(await mine()).toMatchObject({ state: 'on_call' })
  })

  it('of one whose call lapsed is idle, with no call in hand', async () => {
    await claim()
    pass(11)
    await inTestForce(platform, sweepLapsed)
    await lookAfter()
    expect(await mine()).toMatchObject({ state: 'idle' })
    expect((await wish({ state: 'paused' })).body).toMatchObject({ state: 'paused' })
  })

  it('ends by itself after hours without a sign, and the next call begins another', async () => {
    await wish({ state: 'paused' })
    pass(240)
    await lookAfter()
    await lookAfter()
    expect(await mine()).toMatchObject({ state: null })
    expect(await changes()).toEqual([
      { subject_id: ann.userId, details: { state: 'paused', reason: null } },
      { subject_id: ann.userId, details: { state: 'ended', reason: null } },
    ])
    await claim()
    expect(await mine()).toMatchObject({ state: 'on_call', startedAt: platform.clock.now().toString() })
  })

  it('breaks after the call, though answers are being saved while the break is asked for', async () => {
    const sheet = await claim()
    await ring(sheet, 'complete')
    const replies = await Promise.all(
      [1, 2, 3, 4, 5, 1, 2, 3].flatMap(rating => [
        send(ann, 'PUT', `/interviews/${sheet.interview.id}/answers/overall_service`, { rating }),
        wish({ state: rating % 2 ? 'finishing' : 'between' }),
      ]),
    )
    expect(replies.map(({ status }) => status)).toEqual(Array(16).fill(200))
    expect(['on_call', 'finishing']).toContain((await mine()).state)
    await wish({ state: 'finishing' })
    await send(ann, 'POST', `/interviews/${sheet.interview.id}/end`, { ending: 'completed' })
    expect(await mine()).toMatchObject({ state: 'paused' })
  })

  it('has one state at a time, whatever comes at once', async () => {
    const changes: readonly ShiftChange[] = [
      { state: 'paused', reason: 'break' },
      { state: 'between' },
      { state: 'finishing' },
      { state: 'ended' },
    ]
    const replies = await Promise.all(
      [...changes, ...changes].flatMap(change => [wish(change), send(ann, 'POST', '/calls/claim')]),
    )
    expect(replies.filter(({ status }) => status >= 500)).toEqual([])
    const { rows } = await platform.database.pool.query(`
      select count(*) filter (where ended_at is null)::int as open, count(*)::int as states,
        (select count(*)::int from force_testshire.shifts where ended_at is null) as shifts
      from force_testshire.shift_states`)
    expect(rows[0].open).toBe(rows[0].shifts)
    expect(rows[0].open).toBeLessThanOrEqual(1)
    expect(rows[0].states).toBeGreaterThan(1)
  })
})

describe('the board', () => {
  it('shows whoever worked today, by the clock of the force', async () => {
    const bob = await signedInAs(platform, ['interviewer', 'authority'])
    const leader = await signedInAs(platform, ['team_leader'])
    // Yesterday evening does not count, and what runs over midnight counts from there.
    platform.clock.set(Temporal.Instant.from('2011-08-31T23:30:00+01:00'))
    await wish({ state: 'between' }, bob)
    platform.clock.set(Temporal.Instant.from('2011-09-01T00:20:00+01:00'))
    await wish({ state: 'ended' }, bob)
    platform.clock.set(paperTime)
    const sheet = await claim()
    pass(5)
    await ring(sheet, 'busy')
    const { body } = await send(leader, 'GET', '/shifts/board')
    const board = body as ShiftBoard
    expect(board.at).toBe(platform.clock.now().toString())
    expect(board.interviewers.map(({ userId, kind, state }) => ({ userId, kind, state }))).toEqual([
      { userId: bob.userId, kind: 'contractor', state: null },
      { userId: ann.userId, kind: 'contractor', state: 'between' },
    ])
    const [ofBob, ofAnn] = board.interviewers
    expect(ofBob && minutesIn(ofBob)).toEqual({ between: 20 })
    expect(ofAnn && minutesIn(ofAnn)).toEqual({ on_call: 5 })
    expect(ofAnn?.today.calls).toBe(1)
    expect((await send(ann, 'GET', '/shifts/board')).status).toBe(403)
  })
})
