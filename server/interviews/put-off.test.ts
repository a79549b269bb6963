import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { recordAttempt } from '../calls/attempts.ts'
import { keepAlive } from '../calls/in-hand.ts'
import { chooseCallBacks, claimNextCall, sweepLapsed } from '../calls/service.ts'
import type { ForceTx } from '../forces/service.ts'
import { buildService } from '../testing/build-service.ts'
import { claimedCall } from '../testing/claimed-call.ts'
import { inTestForce, type TestPlatform, testForce } from '../testing/test-platform.ts'
import { abandonLapsed, endInterview, putOffInterview, saveAnswer } from './service.ts'

const tomorrow = '2011-09-02T10:00:00+01:00'

let platform: TestPlatform
beforeEach(async () => {
  platform = await testForce()
})
afterEach(() => platform.close())

const within = <Result>(work: (tx: ForceTx) => Promise<Result>) => inTestForce(platform, work)
const claimFor = (interviewer: string) => within(tx => claimNextCall(tx, interviewer))
const rate = (id: string, question: string, rating: number, by = 'ann') =>
  within(tx => saveAnswer(tx, id, by, question, { rating }))
const putOff = (id: string, by = 'ann', at = tomorrow) => within(tx => putOffInterview(tx, id, by, at))
const until = (at: string) => platform.clock.set(Temporal.Instant.from(at))

/** An interview in which one question was answered with a 1. */
async function begun() {
  const call = await within(tx => claimedCall(tx))
  await rate(call.id, 'answered_quickly', 1)
  return call
}
const attempt = (callId: string, recipientId: string, outcome: string, by: string, appointmentAt?: string) =>
  within(async tx => {
    const { id: numberId } = await tx.db
      .selectFrom('recipient_numbers')
      .select('id')
      .where('recipient_id', '=', recipientId)
      .executeTakeFirstOrThrow()
    return recordAttempt(tx, callId, by, { attemptId: crypto.randomUUID(), numberId, outcome, appointmentAt })
  })
const state = async (callId: string) =>
  within(async tx => {
    const call = await tx.db.selectFrom('call_backs').selectAll().where('id', '=', callId).executeTakeFirstOrThrow()
    const interviews = await tx.db.selectFrom('interviews').selectAll().where('call_back_id', '=', callId).execute()
    const reported = await tx.db.selectFrom('reported_interviews').select('interview_id').execute()
    return {
      call: `${call.status} ${call.outcome}`,
      interviews: interviews.map(one => `${one.status} by ${one.interviewer}`),
      counted: reported.length,
    }
  })
const raising = async () =>
  (
    await platform.database.pool.query(
      `select count(*) as number from graphile_worker._private_jobs j join graphile_worker._private_tasks t
       on t.id = j.task_id where t.identifier = 'alerts.raise'`,
    )
  ).rows[0].number as number

describe('an interview that is put off', () => {
  it('waits with its answers, goes on at the time agreed with whoever holds the call, and counts once', async () => {
    const { id, callId } = await begun()
    expect(await putOff(id)).toEqual({ appointmentAt: '2011-09-02T09:00:00Z' })
    expect(await raising()).toBe(1)
    platform.clock.advance({ hours: 3 })
    expect(await abandonLapsed(within)).toBe(0)
    expect(await claimFor('bob')).toBeUndefined()
    expect(await state(callId)).toEqual({ call: 'queued null', interviews: ['in_progress by ann'], counted: 0 })

    until(tomorrow)
    expect(await claimFor('bob')).toMatchObject({ id: callId, interviewId: id, isInInterview: false })
    await expect(rate(id, 'telephone_response', 3)).rejects.toMatchObject({ code: 'call_not_yours' })
    await rate(id, 'telephone_response', 3, 'bob')
    const ended = await within(tx => endInterview(tx, id, 'bob', 'broken_off'))
    expect(ended).toMatchObject({ ratings: 2, alerts: { low: 1, high: 0 } })
    expect(await within(tx => endInterview(tx, id, 'bob', 'broken_off'))).toEqual(ended)
    expect(await state(callId)).toEqual({ call: 'ended break_off', interviews: ['broken_off by bob'], counted: 1 })
    expect(await raising()).toBe(2)
  })

  it('is put off once, by its holder, to a time to come, and while it is open', async () => {
    const { id, callId } = await begun()
    await expect(putOff(id, 'bob')).rejects.toMatchObject({ code: 'call_not_yours' })
    await expect(putOff(id, 'ann', '2011-08-01T10:00:00Z')).rejects.toMatchObject({ code: 'appointment_in_the_past' })
    await Promise.all([putOff(id), putOff(id)])
    expect(await raising()).toBe(1)
    await expect(putOff(id, 'ann', '2011-09-03T10:00:00Z')).rejects.toMatchObject({ code: 'call_not_yours' })
    until(tomorrow)
    await claimFor('ann')
    await within(tx => endInterview(tx, id, 'ann', 'completed'))
    await expect(putOff(id, 'ann', '2011-09-03T10:00:00Z')).rejects.toMatchObject({ code: 'interview_ended' })
    expect((await state(callId)).counted).toBe(1)
  })

  it('can be put off before a word was said, when the person has just agreed', async () => {
    await within(tx => buildService(tx))
    await chooseCallBacks(within)
    const call = await claimFor('ann')
    await putOff(call?.interviewId ?? '')
    until(tomorrow)
    expect(await claimFor('ann')).toMatchObject({ interviewId: call?.interviewId })
  })

  it.each(['appointment', 'partial', 'not_available'])(
    'waits after a ring with "%s" and a time, too',
    async outcome => {
      const { id, callId, recipientId } = await begun()
      expect(await attempt(callId, recipientId, outcome, 'ann', tomorrow)).toMatchObject({ next: 'appointment' })
      expect(await raising()).toBe(1)
      platform.clock.advance({ hours: 3 })
      expect(await abandonLapsed(within)).toBe(0)
      until(tomorrow)
      expect(await claimFor('bob')).toMatchObject({ id: callId, interviewId: id })
    },
  )

  it('goes on waiting when nobody answers at the time agreed, or the workstation dies before they do', async () => {
    const { id, callId, recipientId } = await begun()
    await putOff(id)
    until(tomorrow)
    await claimFor('bob')
    platform.clock.advance({ minutes: 11 })
    expect(await abandonLapsed(within)).toBe(0)
    await within(sweepLapsed)
    expect(await claimFor('cat')).toMatchObject({ id: callId, interviewId: id })
    expect(await attempt(callId, recipientId, 'no_answer', 'cat')).toMatchObject({ next: 'retry' })
    platform.clock.advance({ hours: 3 })
    expect(await abandonLapsed(within)).toBe(0)
    expect(await claimFor('dot')).toMatchObject({ id: callId, interviewId: id })
  })

  it('ends by itself when it was not finished a day after the time agreed, and so does its call', async () => {
    const { id, callId } = await begun()
    await putOff(id)
    until('2011-09-03T09:59:00+01:00')
    expect(await abandonLapsed(within)).toBe(0)
    until('2011-09-03T10:00:00+01:00')
    const runs = await Promise.all([abandonLapsed(within), abandonLapsed(within)])
    expect(runs.toSorted()).toEqual([0, 1])
    expect(await state(callId)).toEqual({ call: 'ended break_off', interviews: ['broken_off by ann'], counted: 1 })
    expect(await claimFor('bob')).toBeUndefined()
    expect(await raising()).toBe(2)
  })

  it('ends, and counts, when its person is not to be rung any more', async () => {
    const { id, callId, recipientId } = await begun()
    await putOff(id)
    await within(tx => buildService(tx, { recipientId, exclusions: ['domestic_abuse'] }))
    until(tomorrow)
    expect(await claimFor('bob')).toBeUndefined()
    expect(await abandonLapsed(within)).toBe(1)
    expect(await state(callId)).toEqual({ call: 'ended domestic_abuse', interviews: ['broken_off by ann'], counted: 1 })
  })
})

describe('a long silence', () => {
  it('ends no interview whose workstation keeps the call alive', async () => {
    const { callId } = await begun()
    for (let minutes = 0; minutes < 90; minutes += 5) {
      platform.clock.advance({ minutes: 5 })
      await within(tx => keepAlive(tx, callId, 'ann'))
      expect(await abandonLapsed(within)).toBe(0)
    }
    platform.clock.advance({ minutes: 60 })
    expect(await abandonLapsed(within)).toBe(1)
    expect(await state(callId)).toMatchObject({ interviews: ['abandoned by ann'] })
  })
})
