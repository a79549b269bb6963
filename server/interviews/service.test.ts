import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { claimNextCall, sweepLapsed } from '../calls/service.ts'
import type { ForceTx } from '../forces/service.ts'
import type { ServiceOverrides } from '../testing/build-service.ts'
import { claimedCall } from '../testing/claimed-call.ts'
import { inTestForce, type TestPlatform, testForce } from '../testing/test-platform.ts'
import type { Leave } from './schema.ts'
import { endInterview, saveAnswer, setLeave } from './service.ts'
import { readInterview } from './so-far.ts'

let platform: TestPlatform
beforeEach(async () => {
  platform = await testForce()
})
afterEach(() => platform.close())

const within = <Result>(work: (tx: ForceTx) => Promise<Result>) => inTestForce(platform, work)

const claimed = (service?: ServiceOverrides, by?: string) => within(tx => claimedCall(tx, service, by))
const rate = (id: string, question: string, rating: number, comment?: string) =>
  within(tx => saveAnswer(tx, id, 'ann', question, { rating, comment }))

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
      lastSaidAt: platform.clock.now(),
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
