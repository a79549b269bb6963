import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { recordAttempt } from '../calls/attempts.ts'
import { findCallInHand } from '../calls/claim-queries.ts'
import { chooseCallBacks, claimNextCall, sweepLapsed } from '../calls/service.ts'
import { callSheet } from '../calls/sheet.ts'
import type { ForceTx } from '../forces/service.ts'
import { buildService, type ServiceOverrides } from '../testing/build-service.ts'
import { callRow, claimedCall, interviewRow } from '../testing/claimed-call.ts'
import { inTestForce, type TestPlatform, testForce } from '../testing/test-platform.ts'
import { abandonLapsed, endInterview, putOffInterview, saveAnswer, setLeave } from './service.ts'
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
const interviewOf = (id: string) => within(tx => interviewRow(tx, id))
const callOf = (id: string) => within(tx => callRow(tx, id))

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
    expect(await callOf(callId)).toMatchObject({ status: 'claimed', claimed_by: 'ann' })
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
    expect(await callOf(callId)).toMatchObject({ status: 'queued', attempts_made: 1 })
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
    expect(await interviewOf(id)).toMatchObject({ status: 'in_progress' })
  })

  it('is not on the line any more when the next ring goes to another number', async () => {
    const { callId, recipientId } = await claimed({ numbers: ['+441632960901', '+441632960902'] })
    await ring(callId, recipientId, 'complete')
    expect(await ring(callId, recipientId, 'wrong_number')).toMatchObject({ next: 'next_number' })
    await silence(11)
    expect(await claim('bob')).toMatchObject({ id: callId })
  })

  it('is there, on a number that is not known, when they answer after a ring in vain; and not by what was said before it', async () => {
    const sheet = () =>
      within(async tx => {
        const call = await findCallInHand(tx, 'ann')
        return call && callSheet(tx, call, 'Ann', readInterview)
      })
    const { id, callId, recipientId } = await claimed({ numbers: ['+441632960901', '+441632960902'] })
    expect(await ring(callId, recipientId, 'wrong_number')).toMatchObject({ next: 'next_number' })
    expect(await sheet()).toMatchObject({ isOnTheLine: false })
    platform.clock.advance({ minutes: 1 })
    await rate(id, 'answered_quickly', 3)
    expect(await sheet()).toMatchObject({ isOnTheLine: true, numberOnTheLine: null })
    await within(tx => endInterview(tx, id, 'ann', 'broken_off'))

    const other = await claimed({ numbers: ['+441632960903', '+441632960904'] })
    await rate(other.id, 'answered_quickly', 3)
    expect(await sheet()).toMatchObject({ isOnTheLine: true })
    platform.clock.advance({ minutes: 1 })
    await ring(other.callId, other.recipientId, 'wrong_number')
    expect(await sheet()).toMatchObject({ isOnTheLine: false })
    platform.clock.advance({ minutes: 1 })
    await within(tx => setLeave(tx, other.id, 'ann', { mayBeNamed: true }))
    expect(await sheet()).toMatchObject({ isOnTheLine: true, numberOnTheLine: null })
  })
})
