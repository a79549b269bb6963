import { sql } from 'kysely'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ForceTx } from '../forces/service.ts'
import { suppressPerson } from '../recipients/service.ts'
import { buildService, type ServiceOverrides } from '../testing/build-service.ts'
import { inTestForce, type TestPlatform, testForce } from '../testing/test-platform.ts'
import { recordAttempt } from './attempts.ts'
import { findCallInHand } from './claim-queries.ts'
import { keepAlive, releaseCall } from './in-hand.ts'
import { holdCallOfInterview } from './of-interview.ts'
import { chooseCallBacks, claimNextCall, sweepLapsed } from './service.ts'
import { changeShift, lookAfterShifts } from './shifts/service.ts'
import { readMyShift } from './shifts/today.ts'

let platform: TestPlatform
beforeEach(async () => {
  platform = await testForce()
})
afterEach(() => platform.close())

const within = <Result>(work: (tx: ForceTx) => Promise<Result>) => inTestForce(platform, work)
const until = (at: string) => platform.clock.set(Temporal.Instant.from(at))
const claimFor = (interviewer: string) => within(tx => claimNextCall(tx, interviewer))
const beat = (id: string) => within(tx => keepAlive(tx, id, 'ann'))
const pass = async (minutes: number) => {
  platform.clock.advance({ minutes })
  await within(sweepLapsed)
  await within(lookAfterShifts)
}
const say = (interviewId: string) => within(tx => holdCallOfInterview(tx, { id: interviewId, callBackId: null }, 'ann'))
const callBack = (id: string) =>
  within(tx => tx.db.selectFrom('call_backs').selectAll().where('id', '=', id).executeTakeFirstOrThrow())
const shift = () => within(tx => readMyShift(tx, 'ann'))

async function ring(call: { id: string; recipientId: string }, outcome: string, appointmentAt?: string, by = 'ann') {
  return within(async tx => {
    const numbers = await tx.db
      .selectFrom('recipient_numbers')
      .select('id')
      .where('recipient_id', '=', call.recipientId)
      .where('struck_off_at', 'is', null)
      .orderBy('position')
      .execute()
    const attempt = { attemptId: crypto.randomUUID(), numberId: numbers[0]?.id ?? '', outcome, appointmentAt }
    return recordAttempt(tx, call.id, by, attempt)
  })
}

/** The next person to be rung, and their call in somebody's hand. */
async function inHand(service: ServiceOverrides = {}, by = 'ann') {
  await within(tx => buildService(tx, service))
  await chooseCallBacks(within)
  const call = await claimFor(by)
  if (!call) throw new Error('nobody to ring')
  return call
}

/** As if a person had a second call-back, which choosing avoids. */
async function queuedForToo(recipientId: string): Promise<string> {
  return within(async tx => {
    const { serviceId } = await buildService(tx, { recipientId })
    const { rows } = await sql<{ id: string }>`
      insert into call_backs (id, survey_id, service_id, recipient_id, status, priority, due_at, created_at, updated_at)
      select gen_random_uuid(), survey_id, ${serviceId}, recipient_id, 'queued', 5, due_at, created_at, updated_at
      from call_backs where recipient_id = ${recipientId} returning id`.execute(tx.db)
    return rows[0]?.id ?? ''
  })
}

/** A page that is left open: it beats until it is told that the call is not in hand any more, or for a day. */
async function leaveOpen(id: string) {
  for (let minutes = 0; minutes < 24 * 60; minutes += 9) {
    await pass(9)
    const kept = await beat(id)
    if (!('unsafe' in kept)) return { code: kept.code, reason: kept.details.reason, after: minutes + 9 }
  }
  return undefined
}

/** Ann's call lapsed, and Bob has somebody in hand who shares the number, when the person comes to Ann's line. */
async function onTheLineOfANumberInHand() {
  const shared = ['+441632960801']
  const call = await inHand({ numbers: shared })
  await within(tx => buildService(tx, { numbers: shared, closedDaysAgo: 5 }))
  await chooseCallBacks(within)
  await pass(11)
  await within(tx => tx.db.updateTable('call_backs').set({ priority: 9 }).where('id', '<>', call.id).execute())
  const other = await claimFor('bob')
  expect(other?.id).not.toBe(call.id)
  expect(await ring(call, 'complete')).toMatchObject({ next: 'interview' })
  return call
}
const putBack = (reason: string) => ({ code: 'call_put_back', details: { reason } })

describe('a call in hand, before the person is on the line', () => {
  it('goes back when the calling hours end, at the next beat or claim', async () => {
    until('2011-09-01T20:55:00+01:00')
    const call = await inHand()
    until('2011-09-01T20:59:00+01:00')
    expect(await beat(call.id)).toMatchObject({ unsafe: null })
    until('2011-09-01T21:00:00+01:00')
    expect(await beat(call.id)).toMatchObject(putBack('outside_calling_hours'))
    expect(await callBack(call.id)).toMatchObject({ status: 'queued', attempts_made: 0 })
    // The page that was not reached hears it at its next beat.
    expect(await beat(call.id)).toMatchObject(putBack('lapsed'))

    until('2011-09-02T20:59:00+01:00')
    expect(await claimFor('ann')).toMatchObject({ id: call.id })
    until('2011-09-02T21:00:00+01:00')
    expect(await claimFor('ann')).toBeUndefined()
    expect(await callBack(call.id)).toMatchObject({ status: 'queued' })
    expect(await within(tx => tx.db.selectFrom('call_locks').selectAll().execute())).toEqual([])
  })

  it('stays for an appointment, which the person made for that hour, on whichever number', async () => {
    const call = await inHand({ numbers: ['+441632960801', '+441632960802'] })
    await ring(call, 'appointment', '2011-09-01T21:30:00+01:00')
    until('2011-09-01T21:30:00+01:00')
    await claimFor('ann')
    expect(await beat(call.id)).toMatchObject({ unsafe: null })
    expect(await ring(call, 'wrong_number')).toMatchObject({ next: 'next_number' })
    expect(await beat(call.id)).toMatchObject({ unsafe: null })
  })

  it('goes back when it turns out that the person is safe only from later on', async () => {
    const call = await inHand()
    await within(tx =>
      tx.db
        .updateTable('recipients')
        .set({ needs: ['after_18:00'] })
        .where('id', '=', call.recipientId)
        .execute(),
    )
    expect(await beat(call.id)).toMatchObject(putBack('not_safe_yet'))
    expect(await claimFor('ann')).toBeUndefined()
    until('2011-09-01T18:00:00+01:00')
    expect(await claimFor('bob')).toMatchObject({ id: call.id })
  })

  it('goes back for the next number, too, when the hours are over', async () => {
    until('2011-09-01T20:58:00+01:00')
    const call = await inHand({ numbers: ['+441632960801', '+441632960802'] })
    until('2011-09-01T21:01:00+01:00')
    expect(await ring(call, 'wrong_number')).toEqual({ next: 'retry', dueAt: '2011-09-02T08:00:00Z', ended: false })
  })

  it('goes back when nothing is done in it, though the page beats; what was done meanwhile arrives', async () => {
    const call = await inHand({ numbers: ['+441632960801', '+441632960802'] })
    expect(await leaveOpen(call.id)).toEqual({ code: 'call_put_back', reason: 'left_alone', after: 36 })
    expect(await callBack(call.id)).toMatchObject({ status: 'queued', claim_id: call.claimId })
    expect(await ring(call, 'wrong_number')).toMatchObject({ next: 'next_number' })
    await pass(9)
    await beat(call.id)
    expect(await ring(call, 'busy')).toMatchObject({ next: 'retry' })
  })

  it('ends instead of the next number where the person is not to be rung any more', async () => {
    const call = await inHand({ numbers: ['+441632960801', '+441632960802'] })
    await within(tx => suppressPerson(tx, call.recipientId, { scope: 'surveys', reason: 'refused' }))
    expect(await ring(call, 'wrong_number')).toEqual({ next: 'final', dueAt: null, ended: true })
    expect(await callBack(call.id)).toMatchObject({ status: 'ended', outcome: 'suppressed', attempts_made: 1 })
    expect(await within(tx => tx.db.selectFrom('call_locks').selectAll().execute())).toEqual([])
  })

  it('is kept by each ring, and after one that reached the person for as long as an interview may be silent', async () => {
    const call = await inHand({ numbers: ['+441632960801', '+441632960802'] })
    for (const minutes of [9, 9, 9]) {
      await pass(minutes)
      await beat(call.id)
    }
    await ring(call, 'wrong_number')
    await pass(9)
    expect(await beat(call.id)).toMatchObject({ unsafe: null })
    await ring(call, 'complete')
    expect(await leaveOpen(call.id)).toMatchObject({ reason: 'left_alone', after: 63 })
  })
})

describe('a beat of the page', () => {
  it('says of a call that lapsed, first, that its person is not to be rung any more', async () => {
    const call = await inHand()
    await pass(11)
    expect(await beat(call.id)).toMatchObject(putBack('lapsed'))
    await within(tx => suppressPerson(tx, call.recipientId, { scope: 'surveys', reason: 'refused' }))
    await expect(beat(call.id)).rejects.toMatchObject({ code: 'call_unsafe' })
    // Whoever is told so puts it back, and it is.
    await within(tx => releaseCall(tx, call.id, 'ann'))
    expect(await callBack(call.id)).toMatchObject({ status: 'queued' })
  })

  it('is no sign of the interviewer', async () => {
    const call = await inHand()
    await pass(9)
    await beat(call.id)
    expect(await shift()).toMatchObject({ state: 'on_call' })
    await pass(1)
    await beat(call.id)
    expect(await shift()).toMatchObject({ state: 'idle' })
    await claimFor('ann')
    expect(await shift()).toMatchObject({ state: 'on_call' })
  })

  it('does not hold an interview whose interviewer has gone home', async () => {
    const call = await inHand()
    await say(call.interviewId)
    expect(await leaveOpen(call.id)).toBeUndefined()
    const { lease_expires_at } = await callBack(call.id)
    const since = call.leaseExpiresAt.until(Temporal.Instant.from(String(lease_expires_at))).total('minutes')
    expect(since).toBeGreaterThan(200)
    expect(since).toBeLessThan(240)
  })
})

describe('an interview that went on after a lapse, while somebody who shares the number is being rung', () => {
  const inTenMinutes = () => platform.clock.now().add({ minutes: 10 })
  const leaseOf = async (id: string) => Temporal.Instant.from(String((await callBack(id)).lease_expires_at))

  it('is kept by a beat of the page', async () => {
    const call = await onTheLineOfANumberInHand()
    expect(await beat(call.id)).toMatchObject({ unsafe: null, leaseExpiresAt: inTenMinutes() })
  })

  it('is kept by each word said', async () => {
    const call = await onTheLineOfANumberInHand()
    platform.clock.advance({ minutes: 2 })
    await say(call.interviewId)
    expect(await leaseOf(call.id)).toEqual(inTenMinutes())
  })

  it('comes back to a page that is loaded again, before any other call', async () => {
    const call = await onTheLineOfANumberInHand()
    await within(tx => buildService(tx, {}))
    await chooseCallBacks(within)
    platform.clock.advance({ minutes: 2 })
    expect(await within(tx => findCallInHand(tx, 'ann'))).toMatchObject({ id: call.id })
    expect(await claimFor('ann')).toMatchObject({ id: call.id, leaseExpiresAt: inTenMinutes() })
    expect(await leaseOf(call.id)).toEqual(inTenMinutes())
  })
})

describe('a call that lapsed while its interviewer went on to another', () => {
  /** Ann lost the first call, and has another: an appointment, which comes before it. */
  async function onAnother(service: ServiceOverrides = {}) {
    const first = await inHand(service)
    const appointment = await inHand({}, 'bob')
    await ring(appointment, 'appointment', platform.clock.now().add({ minutes: 11 }).toString(), 'bob')
    await pass(12)
    const second = await claimFor('ann')
    expect(second?.id).toBe(appointment.id)
    return { first, second: appointment }
  }
  const locksOf = (id: string) =>
    within(tx => tx.db.selectFrom('call_locks').select('lock_key').where('call_back_id', '=', id).execute())
  const claims = () =>
    within(tx => tx.db.selectFrom('call_backs').select('id').where('status', '=', 'claimed').execute())

  it('is not taken up again by a beat, nor put back', async () => {
    const { first, second } = await onAnother()
    expect(await within(tx => keepAlive(tx, first.id, 'ann'))).toMatchObject(putBack('lapsed'))
    await within(tx => releaseCall(tx, first.id, 'ann'))
    expect(await claims()).toEqual([{ id: second.id }])
  })

  it('takes what was said in it, and waits behind the call in hand', async () => {
    const { first, second } = await onAnother()
    await pass(1)
    await say(first.interviewId)
    expect(await within(tx => findCallInHand(tx, 'ann'))).toMatchObject({ id: second.id })
    expect(await claimFor('ann')).toMatchObject({ id: second.id })
    await within(tx => releaseCall(tx, second.id, 'ann'))
    expect(await shift()).toMatchObject({ state: 'between' })
    expect(await claimFor('ann')).toMatchObject({ id: first.id, interviewId: first.interviewId })
  })

  it('takes a ring of it, and goes back for the next number', async () => {
    const { first, second } = await onAnother({ numbers: ['+441632960801', '+441632960802'] })
    expect(await ring(first, 'wrong_number')).toMatchObject({ next: 'retry', ended: false })
    expect(await claims()).toEqual([{ id: second.id }])
  })

  it('goes back for the next number while another has the same person on the line', async () => {
    const numbers = ['+441632960801', '+441632960802']
    const first = await inHand({ numbers })
    const other = await queuedForToo(first.recipientId)
    await pass(11)
    expect(await claimFor('bob')).toMatchObject({ id: other })
    expect(await ring(first, 'wrong_number')).toEqual({ next: 'retry', dueAt: '2011-09-01T09:11:00Z', ended: false })
    expect(await claims()).toEqual([{ id: other }])
    expect(await locksOf(other)).toHaveLength(1 + numbers.length)
  })

  it('goes back for the next number while somebody who shares one with them is on the line', async () => {
    const first = await inHand({ numbers: ['+441632960801', '+441632960802'] })
    await within(tx => buildService(tx, { numbers: ['+441632960802'], closedDaysAgo: 9 }))
    await chooseCallBacks(within)
    await pass(11)
    await within(tx => sql`update call_backs set priority = 5 where id <> ${first.id}`.execute(tx.db))
    const shared = await claimFor('bob')
    expect(shared?.recipientId).not.toBe(first.recipientId)
    expect(await ring(first, 'wrong_number')).toMatchObject({ next: 'retry', ended: false })
    expect(await claims()).toEqual([{ id: shared?.id }])
    expect(await locksOf(shared?.id ?? '')).toHaveLength(2)
  })

  it('ends no break by what comes late', async () => {
    const first = await inHand()
    await pass(11)
    await within(tx => changeShift(tx, 'ann', { state: 'paused', reason: 'break' }))
    await say(first.interviewId)
    expect(await shift()).toMatchObject({ state: 'paused' })
    await expect(claimFor('ann')).rejects.toMatchObject({ code: 'on_a_break' })
    await within(tx => changeShift(tx, 'ann', { state: 'between' }))
    expect(await claimFor('ann')).toMatchObject({ id: first.id })
  })
})
