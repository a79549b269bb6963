import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { recordAttempt } from '../calls/attempts.ts'
import { chooseCallBacks, claimNextCall, sweepLapsed } from '../calls/service.ts'
import type { ForceTx } from '../forces/service.ts'
import { buildPart, buildService, type ServiceOverrides } from '../testing/build-service.ts'
import { inTestForce, type TestPlatform, testForce } from '../testing/test-platform.ts'
import type { Leave } from './schema.ts'
import { abandonLapsed, endInterview, putOffInterview, saveAnswer, setLeave } from './service.ts'
import { readInterview } from './so-far.ts'

let platform: TestPlatform
beforeEach(async () => {
  platform = await testForce()
})
afterEach(() => platform.close())

const within = <Result>(work: (tx: ForceTx) => Promise<Result>) => inTestForce(platform, work)

/** A claimed call, its interview's id, and the incident it is about. */
async function claimed(service: ServiceOverrides = {}, by = 'ann') {
  const built = await within(async tx => {
    const made = await buildService(tx, service)
    await chooseCallBacks(work => work(tx))
    return made
  })
  const call = await within(tx => claimNextCall(tx, by))
  if (!call) throw new Error('nobody to ring')
  return { ...built, callId: call.id, id: call.interviewId }
}
const rate = (id: string, question: string, rating: number, comment?: string) =>
  within(tx => saveAnswer(tx, id, 'ann', question, { rating, comment }))
const published = async () =>
  (
    await platform.database.pool.query(
      `select j.payload from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id
       where t.identifier = 'alerts.raise'`,
    )
  ).rows.map(row => row.payload.interviewId as string)
const interviewRow = (id: string) =>
  within(tx => tx.db.selectFrom('interviews').selectAll().where('id', '=', id).executeTakeFirstOrThrow())
const callRow = (id: string) =>
  within(tx => tx.db.selectFrom('call_backs').selectAll().where('id', '=', id).executeTakeFirstOrThrow())

describe('an interview', () => {
  it('begins with the first answer, and the last word on a question stands', async () => {
    const { id } = await claimed()
    expect(await within(tx => readInterview(tx, id))).toBeUndefined()
    await rate(id, 'answered_quickly', 2, 'Slow')
    await rate(id, 'answered_quickly', 4)
    await within(tx => saveAnswer(tx, id, 'ann', 'telephone_response', { reason: 'dont_know' }))
    await within(tx => setLeave(tx, id, 'ann', { mayBeNamed: true }))
    expect(await within(tx => setLeave(tx, id, 'ann', { mayBeRungAgain: false }))).toEqual({
      mayBeNamed: true,
      mayBeRungAgain: false,
      order: null,
    })
    expect(await within(tx => readInterview(tx, id))).toEqual({
      id,
      mayBeNamed: true,
      mayBeRungAgain: false,
      lastOrder: 0,
      answers: [
        { question: 'answered_quickly', rating: 4, reason: null, comment: null },
        { question: 'telephone_response', rating: null, reason: 'dont_know', comment: null },
      ],
    })
  })

  it("keeps what was said last, by the client's count, however the words arrive", async () => {
    const { id } = await claimed()
    const say = (question: string, rating: number, order: number, comment?: string) =>
      within(tx => saveAnswer(tx, id, 'ann', question, { rating, comment, order }))
    await say('answered_quickly', 2, 4, 'Slow')
    const stored = { rating: 2, comment: 'Slow', order: 4 }
    for (const late of [1, 3, 4]) expect(await say('answered_quickly', 5, late)).toMatchObject(stored)
    expect(await say('answered_quickly', 3, 5)).toMatchObject({ rating: 3, comment: null, order: 5 })
    const leave = (mayBeNamed: boolean, order: number) => within(tx => setLeave(tx, id, 'ann', { mayBeNamed, order }))
    await leave(false, 7)
    expect(await leave(true, 6)).toEqual({ mayBeNamed: false, mayBeRungAgain: null, order: 7 })
    expect(await within(tx => readInterview(tx, id))).toMatchObject({
      mayBeNamed: false,
      lastOrder: 7,
      answers: [{ question: 'answered_quickly', rating: 3 }],
    })
    // One that does not count is the last word, as it always was, and takes no order away.
    expect(await rate(id, 'answered_quickly', 1)).toMatchObject({ rating: 1, order: 5 })
    expect(await say('answered_quickly', 4, 5)).toMatchObject({ rating: 1 })
  })

  it('takes what was said while the line was away for longer than the lease, if nobody else has the call', async () => {
    const { id } = await claimed()
    platform.clock.advance({ minutes: 30 })
    await within(sweepLapsed)
    await rate(id, 'answered_quickly', 1)
    expect(await within(tx => endInterview(tx, id, 'ann', 'completed'))).toMatchObject({ alerts: { low: 1 } })
  })

  it('lets an answer stand, and be changed, where routing leads past its question by now', async () => {
    const { id } = await claimed()
    const say = (question: string, answer: { rating?: number; reason?: 'not_applicable' }, order: number) =>
      within(tx => saveAnswer(tx, id, 'ann', question, { ...answer, order }))
    await say('informed_of_follow_up', { rating: 4 }, 1)
    await say('satisfied_with_follow_up', { rating: 2 }, 2)
    await say('informed_of_follow_up', { reason: 'not_applicable' }, 3)
    expect(await say('satisfied_with_follow_up', { rating: 5 }, 2)).toMatchObject({ rating: 2 })
    expect(await say('satisfied_with_follow_up', { reason: 'not_applicable' }, 4)).toMatchObject({ rating: null })
  })

  it('takes what is said of one thing they allow though the other was settled after it', async () => {
    const { id } = await claimed()
    const leave = (given: Leave) => within(tx => setLeave(tx, id, 'ann', given))
    await leave({ mayBeNamed: true, order: 1 })
    await leave({ mayBeRungAgain: true, order: 3 })
    expect(await leave({ mayBeNamed: false, order: 2 })).toEqual({ mayBeNamed: false, mayBeRungAgain: true, order: 3 })
    expect(await leave({ mayBeRungAgain: false, order: 2 })).toMatchObject({ mayBeRungAgain: true })
    expect(await within(tx => readInterview(tx, id))).toMatchObject({ mayBeNamed: false, lastOrder: 3 })
  })

  it('takes no order so high that whoever goes on has none left to count with', async () => {
    const { id } = await claimed()
    const say = (order: number) => within(tx => saveAnswer(tx, id, 'ann', 'answered_quickly', { rating: 2, order }))
    const tooFar = { code: 'order_too_far', status: 422 }
    await expect(say(1001)).rejects.toMatchObject(tooFar)
    expect(await say(1000)).toMatchObject({ order: 1000 })
    await expect(say(1_000_000)).rejects.toMatchObject({ ...tooFar, details: { highest: 1000 } })
    await expect(within(tx => setLeave(tx, id, 'ann', { mayBeNamed: true, order: 2001 }))).rejects.toMatchObject(tooFar)
    expect(await say(2000)).toMatchObject({ order: 2000 })
  })

  it('seals comments', async () => {
    const { id } = await claimed()
    await rate(id, 'answered_quickly', 1, 'They knew Mrs Person')
    const { rows } = await platform.database.pool.query('select comment_sealed from force_testshire.answers')
    expect(rows[0].comment_sealed.toString('latin1')).not.toContain('Person')
    expect((await within(tx => readInterview(tx, id)))?.answers[0]?.comment).toBe('They knew Mrs Person')
  })

  it('takes no answer to a question that is unknown or not asked of this person', async () => {
    const { id } = await claimed({ involvement: 'victim' })
    for (const key of ['nonsense', 'answered_quickly', 'satisfied_with_follow_up'])
      await expect(rate(id, key, 5)).rejects.toMatchObject({ code: 'question_not_asked', status: 422 })
    await within(tx => saveAnswer(tx, id, 'ann', 'informed_of_follow_up', { reason: 'not_applicable' }))
    await expect(rate(id, 'satisfied_with_follow_up', 5)).rejects.toMatchObject({ status: 422 })
    await rate(id, 'informed_of_follow_up', 3)
    await rate(id, 'satisfied_with_follow_up', 5)
  })

  it('takes answers from the holder of the call only', async () => {
    const { id } = await claimed()
    await expect(within(tx => saveAnswer(tx, id, 'bob', 'answered_quickly', { rating: 1 }))).rejects.toMatchObject({
      code: 'call_not_yours',
      status: 409,
    })
    await expect(rate(crypto.randomUUID(), 'answered_quickly', 1)).rejects.toMatchObject({ code: 'interview_unknown' })
  })

  it('is given back with its answers after the workstation has died, and its call goes to nobody else', async () => {
    const { id, callId } = await claimed()
    await rate(id, 'answered_quickly', 5)
    platform.clock.advance({ minutes: 30 })
    await within(sweepLapsed)
    expect(await within(tx => claimNextCall(tx, 'bob'))).toBeUndefined()
    expect(await within(tx => claimNextCall(tx, 'ann'))).toMatchObject({ id: callId, interviewId: id })
    await rate(id, 'telephone_response', 5)
    expect((await within(tx => readInterview(tx, id)))?.answers).toHaveLength(2)
  })
})

describe('somebody who came to the line', () => {
  const ring = (callId: string, recipientId: string, outcome: string, by = 'ann') =>
    within(async tx => {
      const { id: numberId } = await tx.db
        .selectFrom('recipient_numbers')
        .select('id')
        .where('recipient_id', '=', recipientId)
        .executeTakeFirstOrThrow()
      return recordAttempt(tx, callId, by, { attemptId: crypto.randomUUID(), numberId, outcome })
    })
  const silence = async (minutes: number) => {
    platform.clock.advance({ minutes })
    await within(sweepLapsed)
    await abandonLapsed(within)
  }
  const claim = (by: string) => within(tx => claimNextCall(tx, by))

  it('is rung by nobody else while the line of their interviewer is away, nor is anybody of their household', async () => {
    const shared = '+441632960900'
    const { id, callId, recipientId } = await claimed({ numbers: [shared] })
    await within(async tx => {
      await buildService(tx, { numbers: [shared] })
      await chooseCallBacks(work => work(tx))
    })
    await ring(callId, recipientId, 'complete')
    await silence(11)
    expect(await claim('bob')).toBeUndefined()
    expect(await callRow(callId)).toMatchObject({ status: 'claimed', claimed_by: 'ann' })
    await rate(id, 'answered_quickly', 1)
    await silence(59)
    expect(await claim('bob')).toBeUndefined()
    expect(await within(tx => endInterview(tx, id, 'ann', 'broken_off'))).toMatchObject({ alerts: { low: 1 } })
  })

  it('waits in the queue again after the silence that ends an interview, if nothing was said', async () => {
    const { id, callId, recipientId } = await claimed()
    await ring(callId, recipientId, 'complete')
    await silence(59)
    expect(await claim('bob')).toBeUndefined()
    await silence(1)
    expect(await callRow(callId)).toMatchObject({ status: 'queued', attempts_made: 1 })
    expect(await claim('bob')).toMatchObject({ id: callId, isInInterview: false })
    await expect(rate(id, 'answered_quickly', 1)).rejects.toMatchObject({ code: 'call_not_yours', status: 409 })
    await expect(within(tx => endInterview(tx, id, 'ann', 'completed'))).rejects.toMatchObject({
      code: 'call_not_yours',
    })
    await expect(within(tx => saveAnswer(tx, id, 'eve', 'answered_quickly', { rating: 1 }))).rejects.toMatchObject({
      code: 'interview_unknown',
    })
  })

  it('is waited for as long when they came back to finish an interview that was put off', async () => {
    const { id, callId, recipientId } = await claimed()
    await rate(id, 'answered_quickly', 1)
    await within(tx => putOffInterview(tx, id, 'ann', '2011-09-01T15:00:00+01:00'))
    platform.clock.set(Temporal.Instant.from('2011-09-01T15:00:00+01:00'))
    await claim('ann')
    await ring(callId, recipientId, 'complete')
    await silence(59)
    await rate(id, 'telephone_response', 2)
    expect(await interviewRow(id)).toMatchObject({ status: 'in_progress' })
  })

  it('is not on the line any more when the next ring goes to another number', async () => {
    const { callId, recipientId } = await claimed({ numbers: ['+441632960901', '+441632960902'] })
    await ring(callId, recipientId, 'complete')
    expect(await ring(callId, recipientId, 'wrong_number')).toMatchObject({ next: 'next_number' })
    await silence(11)
    expect(await claim('bob')).toMatchObject({ id: callId })
  })
})

describe('ending', () => {
  it('freezes the interview with its reporting facts, whom it concerns, and the end of its call', async () => {
    const { id, callId, incidentId } = await claimed({ bornOn: '1960-01-01' })
    const { handler, officer } = await within(async tx => ({
      handler: await buildPart(tx, incidentId, 'call_handler', '0001'),
      officer: await buildPart(tx, incidentId, 'officer_in_charge', '0002'),
    }))
    for (const question of ['answered_quickly', 'telephone_response', 'initial_actions']) await rate(id, question, 1)
    for (const question of ['arrived_quickly', 'overall_service']) await rate(id, question, 5)
    await within(tx => saveAnswer(tx, id, 'ann', 'informed_of_follow_up', { reason: 'not_applicable' }))
    platform.clock.set(Temporal.Instant.from('2011-09-01T23:30:00Z'))
    expect(await within(tx => endInterview(tx, id, 'ann', 'completed'))).toEqual({
      status: 'completed',
      ratings: 5,
      alerts: { low: 3, high: 2 },
    })
    expect(await interviewRow(id)).toMatchObject({
      status: 'completed',
      ended_on: '2011-09-02',
      grade: 'priority',
      category_code: 'C07',
      age_band: '45_to_54',
      has_rating: true,
    })
    expect(await callRow(callId)).toMatchObject({ status: 'ended', outcome: 'complete', interview_id: null })
    const found = await within(async tx => ({
      locks: await tx.db.selectFrom('call_locks').selectAll().execute(),
      concerns: await tx.db.selectFrom('question_concerns').select(['question_key', 'staff_id']).execute(),
      left: await tx.db
        .selectFrom('answers')
        .select('reason')
        .where('question_key', '=', 'satisfied_with_follow_up')
        .execute(),
    }))
    expect(found.locks).toEqual([])
    expect(found.left).toEqual([{ reason: 'not_asked' }])
    expect(new Map(found.concerns.map(one => [one.question_key, one.staff_id]))).toEqual(
      new Map([
        ['answered_quickly', handler],
        ['telephone_response', handler],
        ['arrived_quickly', officer],
        ['initial_actions', officer],
        ['overall_service', officer],
      ]),
    )
    expect(await published()).toEqual([id])
    await expect(rate(id, 'overall_service', 1)).rejects.toMatchObject({ code: 'interview_ended', status: 409 })
    await expect(within(tx => setLeave(tx, id, 'ann', {}))).rejects.toMatchObject({ code: 'interview_ended' })
  })

  it('happens once, however many ends come at once, with or without a word said', async () => {
    for (const isAnswered of [true, false]) {
      const { id } = await claimed()
      if (isAnswered) await rate(id, 'answered_quickly', 1)
      const before = (await published()).length
      const ends = await Promise.all(
        Array.from({ length: 6 }, () => within(tx => endInterview(tx, id, 'ann', 'broken_off'))),
      )
      expect(new Set(ends.map(end => JSON.stringify(end))).size).toBe(1)
      expect((await published()).length).toBe(before + 1)
      await expect(within(tx => endInterview(tx, id, 'bob', 'completed'))).rejects.toMatchObject({ status: 409 })
    }
  })

  it('never loses an answer that comes together with the end: it counts, or it is refused', async () => {
    for (let round = 0; round < 5; round += 1) {
      const { id } = await claimed()
      await rate(id, 'answered_quickly', 5)
      const [saved, ended] = await Promise.allSettled([
        rate(id, 'telephone_response', 1),
        within(tx => endInterview(tx, id, 'ann', 'broken_off')),
      ])
      const counted = ended.status === 'fulfilled' ? ended.value.ratings : undefined
      expect(counted).toBe(saved.status === 'fulfilled' ? 2 : 1)
    }
  })

  it('comes by itself when nothing happens for an hour, and counts what was said', async () => {
    const { id, callId } = await claimed()
    await rate(id, 'answered_quickly', 1)
    platform.clock.advance({ minutes: 59 })
    expect(await abandonLapsed(within)).toBe(0)
    platform.clock.advance({ minutes: 1 })
    const runs = await Promise.all([abandonLapsed(within), abandonLapsed(within)])
    expect(runs[0] + runs[1]).toBe(1)
    expect(await interviewRow(id)).toMatchObject({ status: 'abandoned', has_rating: true })
    expect(await callRow(callId)).toMatchObject({ status: 'ended', outcome: 'break_off' })
    expect(await published()).toEqual([id])
  })

  it('comes by itself also when that of another can’t', async () => {
    const stuck = await claimed()
    await rate(stuck.id, 'answered_quickly', 1)
    const { pool } = platform.database
    await pool.query(
      `alter table force_testshire.interviews add constraint stuck check (id <> '${stuck.id}' or status = 'in_progress')`,
    )
    const other = await claimed({}, 'bob')
    await within(tx => saveAnswer(tx, other.id, 'bob', 'answered_quickly', { rating: 1 }))
    platform.clock.advance({ minutes: 60 })
    await expect(abandonLapsed(within)).rejects.toThrow('1 of 2 could not be done')
    expect(await interviewRow(stuck.id)).toMatchObject({ status: 'in_progress' })
    expect(await interviewRow(other.id)).toMatchObject({ status: 'abandoned' })
  })

  it('comes by itself when the call ended by an outcome in the middle of it', async () => {
    const { id, callId, recipientId } = await claimed()
    await rate(id, 'answered_quickly', 1)
    await within(async tx => {
      const { id: numberId } = await tx.db
        .selectFrom('recipient_numbers')
        .select('id')
        .where('recipient_id', '=', recipientId)
        .executeTakeFirstOrThrow()
      await recordAttempt(tx, callId, 'ann', { attemptId: crypto.randomUUID(), numberId, outcome: 'refused' })
    })
    expect(await abandonLapsed(within)).toBe(1)
    expect(await interviewRow(id)).toMatchObject({ status: 'broken_off' })
    expect(await callRow(callId)).toMatchObject({ outcome: 'refused', interview_id: null })
    expect(await published()).toEqual([id])
  })
})
