import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ForceTx } from '../forces/service.ts'
import { suppressPerson } from '../recipients/service.ts'
import { serviceQualitySettings } from '../surveys/service-quality.ts'
import { buildService, type ServiceOverrides } from '../testing/build-service.ts'
import { inTestForce, type TestPlatform, testForce } from '../testing/test-platform.ts'
import { findOutcome, whatFollows } from './attempt-rules.ts'
import { recordAttempt } from './attempts.ts'
import { keepAlive } from './in-hand.ts'
import type { AttemptRequest } from './schema.ts'
import { chooseCallBacks, claimNextCall, sweepLapsed } from './service.ts'

const now = Temporal.Instant.from('2011-09-01T10:00:00+01:00')
const outcomeOf = (name: string) => {
  const rule = findOutcome(serviceQualitySettings.outcomes, name)
  if (!rule) throw new Error(name)
  return rule
}

describe('what follows an attempt', () => {
  const made = {
    attemptsMade: 1,
    maximumAttempts: 6,
    otherNumbers: 0,
    appointmentAt: undefined,
    spokenLanguage: null,
    now,
  }
  const tomorrow = now.add({ hours: 24 })
  it.each([
    ['an answer', 'complete', {}, { next: 'interview' }],
    ['no answer', 'no_answer', {}, { next: 'retry', dueAt: now.add({ minutes: 180 }) }],
    ['no answer, by its code', '3.13', {}, { next: 'retry', dueAt: now.add({ minutes: 180 }) }],
    ['engaged', 'busy', {}, { next: 'retry', dueAt: now.add({ minutes: 30 }) }],
    ['engaged, the last time', 'busy', { attemptsMade: 6 }, { next: 'final', outcome: 'busy' }],
    ['not now, but at a time', 'not_available', { appointmentAt: tomorrow }, { next: 'appointment', dueAt: tomorrow }],
    ['an appointment', 'appointment', { appointmentAt: tomorrow }, { next: 'appointment', dueAt: tomorrow }],
    [
      'an appointment after the last attempt',
      'appointment',
      { appointmentAt: tomorrow, attemptsMade: 6 },
      { next: 'appointment', dueAt: tomorrow },
    ],
    ['a part of an interview', 'partial', {}, { next: 'final', outcome: 'partial' }],
    ['a part, the rest at a time', '1.2', { appointmentAt: tomorrow }, { next: 'appointment', dueAt: tomorrow }],
    ['a refusal', 'refused', {}, { next: 'final', outcome: 'refused' }],
    ['a refusal, whatever the time', 'refused', { appointmentAt: tomorrow }, { next: 'final', outcome: 'refused' }],
    ['a dead line', 'disconnected', { otherNumbers: 1 }, { next: 'next_number' }],
    ['a dead line, the only one', 'disconnected', {}, { next: 'final', outcome: 'disconnected' }],
    ['a wrong number, the only one', 'wrong_number', {}, { next: 'final', outcome: 'nobody_eligible' }],
  ])('%s', (_title, outcome, changed, following) => {
    expect(whatFollows({ ...made, ...changed, rule: outcomeOf(outcome) })).toEqual(following)
  })
})

describe('recording an attempt', () => {
  let platform: TestPlatform
  beforeEach(async () => {
    platform = await testForce()
  })
  afterEach(() => platform.close())
  const within = <Result>(work: (tx: ForceTx) => Promise<Result>) => inTestForce(platform, work)

  async function claimed(...services: readonly ServiceOverrides[]) {
    const call = await within(async tx => {
      for (const service of services) await buildService(tx, service)
      await chooseCallBacks(work => work(tx))
      return claimNextCall(tx, 'ann')
    })
    if (!call) throw new Error('nobody to ring')
    const numbers = await within(tx =>
      tx.db
        .selectFrom('recipient_numbers')
        .select('id')
        .where('recipient_id', '=', call.recipientId)
        .orderBy('position')
        .execute(),
    )
    return { ...call, numbers: numbers.map(number => number.id) }
  }
  const attempt = (id: string, request: Omit<AttemptRequest, 'attemptId'> & { attemptId?: string }, by = 'ann') =>
    within(tx => recordAttempt(tx, id, by, { attemptId: crypto.randomUUID(), ...request }))
  const row = (id: string) =>
    within(tx => tx.db.selectFrom('call_backs').selectAll().where('id', '=', id).executeTakeFirstOrThrow())

  it('is made once under one id, though it comes many times at once and again after the call has ended', async () => {
    const call = await claimed({})
    const request = { attemptId: crypto.randomUUID(), numberId: call.numbers[0] ?? '', outcome: 'refused' }
    const answers = await Promise.all(Array.from({ length: 5 }, () => attempt(call.id, request)))
    expect(answers).toEqual(Array(5).fill({ next: 'final', dueAt: null, ended: true }))
    expect(await attempt(call.id, request)).toEqual(answers[0])
    const found = await within(async tx => ({
      attempts: (await tx.db.selectFrom('attempts').select('id').execute()).length,
      suppressions: (await tx.db.selectFrom('suppressions').select('id').execute()).length,
      audited: (await tx.db.selectFrom('audit_entries').select('id').where('action', '=', 'calls.attempted').execute())
        .length,
    }))
    expect(found).toEqual({ attempts: 1, suppressions: 1, audited: 1 })
    expect(await row(call.id)).toMatchObject({ status: 'ended', outcome: 'refused', attempts_made: 1 })
    const another = { ...request, attemptId: crypto.randomUUID() }
    expect(await attempt(call.id, another)).toEqual(answers[0])
    await expect(attempt(call.id, { ...another, outcome: 'busy' })).rejects.toMatchObject({
      code: 'call_not_yours',
      status: 409,
    })
    expect(await within(tx => tx.db.selectFrom('attempts').select('id').execute())).toHaveLength(1)
  })

  it('refuses one that is not the holder’s, names an unknown outcome or number, or has no time for an appointment', async () => {
    const call = await claimed({})
    const numberId = call.numbers[0] ?? ''
    const appointmentAt = '2011-08-31T10:00:00+01:00'
    await expect(attempt(call.id, { numberId, outcome: 'busy' }, 'bob')).rejects.toMatchObject({ status: 409 })
    await expect(attempt(call.id, { numberId, outcome: 'nonsense' })).rejects.toMatchObject({ code: 'outcome_unknown' })
    await expect(attempt(call.id, { numberId, outcome: '' })).rejects.toMatchObject({ code: 'outcome_unknown' })
    await expect(attempt(call.id, { numberId: call.id, outcome: 'busy' })).rejects.toMatchObject({
      code: 'number_not_of_this_call',
    })
    await expect(attempt(call.id, { numberId, outcome: 'appointment' })).rejects.toMatchObject({
      code: 'appointment_needs_a_time',
    })
    await expect(attempt(call.id, { numberId, outcome: 'appointment', appointmentAt })).rejects.toMatchObject({
      code: 'appointment_in_the_past',
    })
    const never = '9999-12-31T23:59:59-12:00'
    await expect(attempt(call.id, { numberId, outcome: 'appointment', appointmentAt: never })).rejects.toMatchObject({
      code: 'appointment_too_far',
    })
    expect(await row(call.id)).toMatchObject({ status: 'claimed', attempts_made: 0 })
  })

  it('keeps a refusal though the person became unsafe in the meantime, and takes no other ring of them', async () => {
    const call = await claimed({})
    const numberId = call.numbers[0] ?? ''
    await within(tx => buildService(tx, { recipientId: call.recipientId, exclusions: ['domestic_abuse'] }))
    await expect(attempt(call.id, { numberId, outcome: 'busy' })).rejects.toMatchObject({
      code: 'number_not_of_this_call',
    })
    await expect(attempt(call.id, { numberId: call.id, outcome: 'refused' })).rejects.toMatchObject({
      code: 'number_not_of_this_call',
    })
    expect(await attempt(call.id, { numberId, outcome: 'refused' })).toEqual({
      next: 'final',
      dueAt: null,
      ended: true,
    })
    const suppressed = await within(tx => tx.db.selectFrom('suppressions').select('recipient_id').execute())
    expect(suppressed).toEqual([{ recipient_id: call.recipientId }])
  })

  it('keeps a refusal also where the call went to somebody else while the line was away, and nothing else of it', async () => {
    const call = await claimed({})
    const numberId = call.numbers[0] ?? ''
    platform.clock.advance({ minutes: 11 })
    await within(sweepLapsed)
    expect((await within(tx => claimNextCall(tx, 'bob')))?.id).toBe(call.id)
    await expect(attempt(call.id, { numberId, outcome: 'busy' })).rejects.toMatchObject({ code: 'call_not_yours' })
    await expect(attempt(call.id, { numberId, outcome: 'refused' }, 'eve')).rejects.toMatchObject({
      code: 'call_not_yours',
    })
    const refusal = { attemptId: crypto.randomUUID(), numberId, outcome: 'refused' }
    const kept = await attempt(call.id, refusal)
    expect(kept).toEqual({ next: 'final', dueAt: null, ended: true })
    expect(await attempt(call.id, refusal)).toEqual(kept)
    await expect(within(tx => keepAlive(tx, call.id, 'bob'))).rejects.toMatchObject({ code: 'call_unsafe' })
  })

  it('makes a refusal hold for good where a desk had kept them from calls until a day', async () => {
    const call = await claimed({})
    await within(tx =>
      suppressPerson(tx, call.recipientId, { scope: 'surveys', reason: 'distress', until: '2011-09-09' }),
    )
    const refusal = { numberId: call.numbers[0] ?? '', outcome: 'refused' }
    expect(await attempt(call.id, refusal)).toMatchObject({ next: 'final' })
    const found = await within(tx =>
      tx.db.selectFrom('suppressions').select(['reason', 'until_on', 'lift_reason']).orderBy('id').execute(),
    )
    expect(found).toEqual([
      { reason: 'distress', until_on: '2011-09-09', lift_reason: 'outlasted' },
      { reason: 'refused', until_on: null, lift_reason: null },
    ])
  })

  it('is taken from who had the call, though the lease lapsed, as long as nobody else has it', async () => {
    const call = await claimed({})
    platform.clock.advance({ minutes: 30 })
    await within(sweepLapsed)
    expect(await attempt(call.id, { numberId: call.numbers[0] ?? '', outcome: 'busy' })).toMatchObject({
      next: 'retry',
    })
    expect(await row(call.id)).toMatchObject({ status: 'queued', attempts_made: 1, claim_id: null, claimed_by: null })
  })

  it('puts the call back until its retry is due, and gives up after the last attempt', async () => {
    const call = await claimed({})
    const numberId = call.numbers[0] ?? ''
    for (let made = 1; made < 6; made += 1) {
      const due = platform.clock.now().add({ minutes: 30 })
      const answer = await attempt(call.id, { numberId, outcome: 'busy' })
      expect(answer).toEqual({ next: 'retry', dueAt: due.toString(), ended: false })
      expect(await within(tx => claimNextCall(tx, 'ann'))).toBeUndefined()
      platform.clock.advance({ minutes: 30 })
      expect(await within(tx => claimNextCall(tx, 'ann'))).toMatchObject({ id: call.id, attemptsMade: made })
    }
    expect(await attempt(call.id, { numberId, outcome: 'busy' })).toMatchObject({ next: 'final', ended: true })
    expect(await row(call.id)).toMatchObject({ outcome: 'busy', attempts_made: 6 })
  })

  it('keeps the call for the next number, strikes a wrong one off, and lets nothing ring it again', async () => {
    const call = await claimed({ numbers: ['+441632960700', '+441632960701'] })
    const [first = '', second = ''] = call.numbers
    expect(await attempt(call.id, { numberId: first, outcome: 'wrong_number' })).toMatchObject({ next: 'next_number' })
    await expect(attempt(call.id, { numberId: first, outcome: 'busy' })).rejects.toMatchObject({
      code: 'number_not_of_this_call',
    })
    expect(await within(tx => keepAlive(tx, call.id, 'ann'))).toMatchObject({ numbers: [second], unsafe: null })
    expect(await attempt(call.id, { numberId: second, outcome: '4.32' })).toMatchObject({ next: 'final', ended: true })
    expect(await row(call.id)).toMatchObject({ status: 'ended', outcome: 'disconnected' })
  })

  it('ends every other call-back of a person who refuses', async () => {
    const call = await claimed({})
    await within(async tx => {
      const { serviceId } = await buildService(tx, { recipientId: call.recipientId })
      await tx.db
        .insertInto('call_backs')
        .values({
          id: crypto.randomUUID(),
          survey_id: call.surveyId,
          service_id: serviceId,
          recipient_id: call.recipientId,
          status: 'queued',
          due_at: tx.now.toString(),
          created_at: tx.now.toString(),
          updated_at: tx.now.toString(),
        })
        .execute()
    })
    await attempt(call.id, { numberId: call.numbers[0] ?? '', outcome: '2.112', note: 'Not today' })
    const outcomes = await within(tx =>
      tx.db.selectFrom('call_backs').select('outcome').orderBy('created_at').execute(),
    )
    expect(outcomes.map(one => one.outcome).sort()).toEqual(['refused', 'suppressed'])
    expect(await within(tx => tx.db.selectFrom('call_locks').selectAll().execute())).toEqual([])
  })

  it('keeps the claim for an interview', async () => {
    const call = await claimed({})
    const answer = await attempt(call.id, { numberId: call.numbers[0] ?? '', outcome: '1.1' })
    expect(answer).toEqual({ next: 'interview', dueAt: null, ended: false })
    expect(await within(tx => claimNextCall(tx, 'ann'))).toMatchObject({ id: call.id, claimId: call.claimId })
  })
})
