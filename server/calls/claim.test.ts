import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ForceTx } from '../forces/service.ts'
import { buildService, buildServices, type ServiceOverrides } from '../testing/build-service.ts'
import { inTestForce, paperTime, type TestPlatform, testForce } from '../testing/test-platform.ts'
import { keepAlive, releaseCall } from './in-hand.ts'
import { holdCallOfInterview } from './of-interview.ts'
import { chooseCallBacks, claimNextCall, sweepLapsed } from './service.ts'

let platform: TestPlatform
beforeEach(async () => {
  platform = await testForce()
})
afterEach(() => platform.close())

const within = <Result>(work: (tx: ForceTx) => Promise<Result>) => inTestForce(platform, work)
const claimFor = (interviewer: string) => within(tx => claimNextCall(tx, interviewer))
const build = (...services: readonly ServiceOverrides[]) => within(tx => buildServices(tx, services))
const choose = () => chooseCallBacks(within)
const callBack = (id: string) =>
  within(tx => tx.db.selectFrom('call_backs').selectAll().where('id', '=', id).executeTakeFirstOrThrow())

describe('claiming', () => {
  it('gives a call to one interviewer, the same again until it ends, and nobody the next', async () => {
    await build({})
    await choose()
    const [first, again] = await Promise.all([claimFor('ann'), claimFor('ann')])
    expect(first?.id).toBeDefined()
    expect(again?.id).toBe(first?.id)
    expect(await claimFor('bob')).toBeUndefined()
  })

  it('takes an appointment that is due first, then priority, then the oldest', async () => {
    await build({ closedDaysAgo: 5 }, { closedDaysAgo: 9 }, { closedDaysAgo: 7 }, { closedDaysAgo: 6 })
    await choose()
    const queue = await within(tx => tx.db.selectFrom('call_backs').select('id').orderBy('id').execute())
    const [oldest, second, third, youngest] = queue.map(row => row.id)
    await within(async tx => {
      await tx.db
        .updateTable('call_backs')
        .set({ priority: 5 })
        .where('id', '=', third ?? '')
        .execute()
      await tx.db
        .updateTable('call_backs')
        .set({ appointment_at: paperTime.subtract({ minutes: 5 }).toString() })
        .where('id', '=', youngest ?? '')
        .execute()
    })
    const order = []
    for (const interviewer of ['a', 'b', 'c', 'd']) order.push((await claimFor(interviewer))?.id)
    expect(order).toEqual([youngest, third, oldest, second])
  })

  it('rings nobody outside the calling hours but those who made an appointment', async () => {
    await build({}, {})
    await choose()
    platform.clock.set(Temporal.Instant.from('2011-09-01T21:30:00+01:00'))
    expect(await claimFor('ann')).toBeUndefined()
    const due = await within(tx =>
      tx.db
        .updateTable('call_backs')
        .set({ appointment_at: tx.now.toString() })
        .where('id', 'in', db => db.selectFrom('call_backs').select('id').limit(1))
        .returning('id')
        .executeTakeFirstOrThrow(),
    )
    expect((await claimFor('ann'))?.id).toBe(due.id)
    expect(await claimFor('bob')).toBeUndefined()
  })

  it('rings by an appointment that was missed only when anybody, and its person, may be rung', async () => {
    const [service] = await build({})
    await choose()
    await within(async tx => {
      await tx.db.updateTable('call_backs').set({ appointment_at: '2011-09-01T18:30:00+01:00' }).execute()
      await tx.db
        .updateTable('recipients')
        .set({ needs: ['after_18:00'] })
        .where('id', '=', service?.recipientId ?? '')
        .execute()
    })
    const givenAt = async (at: string) => {
      platform.clock.set(Temporal.Instant.from(at))
      return (await claimFor('ann')) !== undefined
    }
    expect(await givenAt('2011-09-01T21:30:00+01:00')).toBe(false)
    expect(await givenAt('2011-09-02T09:00:00+01:00')).toBe(false)
    expect(await givenAt('2011-09-02T18:00:00+01:00')).toBe(true)
  })

  it('ends a call-back whose person has become unsafe, with the reason, and goes on to the next', async () => {
    const [first, second] = await build({ closedDaysAgo: 9 }, { closedDaysAgo: 8 })
    await choose()
    await build({ recipientId: first?.recipientId, exclusions: ['domestic_abuse'] })
    expect((await claimFor('ann'))?.serviceId).toBe(second?.serviceId)
    const unsafe = await within(tx =>
      tx.db
        .selectFrom('call_backs')
        .select(['status', 'outcome'])
        .where('service_id', '=', first?.serviceId ?? '')
        .executeTakeFirstOrThrow(),
    )
    expect(unsafe).toEqual({ status: 'ended', outcome: 'domestic_abuse' })
  })

  it('passes over a household whose number is being rung, and rings it when that call is put back', async () => {
    const shared = '+441632960600'
    await build({ numbers: [shared, '+441632960601'] }, { numbers: ['+441632960602', shared] })
    await choose()
    const call = await claimFor('ann')
    expect(await claimFor('bob')).toBeUndefined()
    await within(tx => releaseCall(tx, call?.id ?? '', 'ann'))
    expect(await claimFor('bob')).toBeDefined()
    expect(await claimFor('ann')).toBeUndefined()
  })

  it('puts a call back unspoilt when its lease lapses, and keeps it for as long as it is kept alive', async () => {
    await build({})
    await choose()
    const call = await claimFor('ann')
    const id = call?.id ?? ''
    platform.clock.advance({ minutes: 9 })
    expect(await within(tx => keepAlive(tx, id, 'ann'))).toEqual({
      leaseExpiresAt: platform.clock.now().add({ minutes: 10 }),
      numbers: [expect.any(String)],
      unsafe: null,
    })
    platform.clock.advance({ minutes: 9 })
    expect(await claimFor('bob')).toBeUndefined()
    platform.clock.advance({ minutes: 2 })
    await within(sweepLapsed)
    expect(await callBack(id)).toMatchObject({ status: 'queued', attempts_made: 0 })
    expect((await claimFor('bob'))?.id).toBe(id)
    await expect(within(tx => keepAlive(tx, id, 'ann'))).rejects.toMatchObject({ code: 'call_not_yours', status: 409 })
    expect(await within(tx => tx.db.selectFrom('call_locks').select('call_back_id').execute())).toHaveLength(2)
  })

  it('is taken up again by who had it, under the same claim, as long as nobody else has claimed it', async () => {
    await build({})
    await choose()
    const call = await claimFor('ann')
    const id = call?.id ?? ''
    const lapse = async () => {
      platform.clock.advance({ minutes: 11 })
      await within(sweepLapsed)
    }
    await lapse()
    expect(await within(tx => keepAlive(tx, id, 'ann'))).toMatchObject({
      code: 'call_put_back',
      details: { reason: 'lapsed' },
    })
    await within(tx => releaseCall(tx, id, 'ann'))
    expect(await callBack(id)).toMatchObject({ status: 'queued' })
    expect(await claimFor('ann')).toMatchObject({ id, claimId: call?.claimId })
    expect(await claimFor('bob')).toBeUndefined()
    await lapse()
    expect((await claimFor('bob'))?.claimId).not.toBe(call?.claimId)
  })

  it('refuses the call to anybody but its holder', async () => {
    await build({})
    await choose()
    const id = (await claimFor('ann'))?.id ?? ''
    await expect(within(tx => keepAlive(tx, id, 'bob'))).rejects.toMatchObject({ code: 'call_not_yours' })
    await expect(within(tx => releaseCall(tx, id, 'bob'))).rejects.toMatchObject({ code: 'call_not_yours' })
    await expect(within(tx => keepAlive(tx, crypto.randomUUID(), 'ann'))).rejects.toMatchObject({ status: 404 })
  })
})

describe('a person who becomes unsafe while their call is in hand', () => {
  const becomesUnsafe = (recipientId = '') =>
    within(tx => buildService(tx, { recipientId, exclusions: ['domestic_abuse'] }))

  it('is heard of at the next keep-alive, and gone at the next claim', async () => {
    const [unsafe, other] = await build({ closedDaysAgo: 12 }, { closedDaysAgo: 8 })
    await choose()
    const call = await claimFor('ann')
    const id = call?.id ?? ''
    await becomesUnsafe(unsafe?.recipientId)
    await expect(within(tx => keepAlive(tx, id, 'ann'))).rejects.toMatchObject({
      code: 'call_unsafe',
      status: 409,
      details: { reason: 'domestic_abuse' },
    })
    expect(await callBack(id)).toMatchObject({ status: 'claimed', lease_expires_at: call?.leaseExpiresAt })
    expect((await claimFor('ann'))?.serviceId).toBe(other?.serviceId)
    expect(await callBack(id)).toMatchObject({ status: 'ended', outcome: 'domestic_abuse' })
    const locks = await within(tx => tx.db.selectFrom('call_locks').select('call_back_id').execute())
    expect(locks.filter(lock => lock.call_back_id === id)).toEqual([])
  })

  it('is told of while they are being spoken to, and the call goes on', async () => {
    const [unsafe] = await build({})
    await choose()
    const call = await claimFor('ann')
    const id = call?.id ?? ''
    await within(tx => holdCallOfInterview(tx, { id: call?.claimId ?? '', callBackId: null }, 'ann'))
    await becomesUnsafe(unsafe?.recipientId)
    platform.clock.advance({ minutes: 5 })
    expect(await within(tx => keepAlive(tx, id, 'ann'))).toEqual({
      leaseExpiresAt: platform.clock.now().add({ minutes: 10 }),
      numbers: [],
      unsafe: 'domestic_abuse',
    })
    expect((await claimFor('ann'))?.id).toBe(id)
  })
})

describe('somebody who is safe only from a time of day', () => {
  it('is passed over until then, and rung after', async () => {
    const [late] = await build({ needs: ['after_18:00'], closedDaysAgo: 12 }, { closedDaysAgo: 10 })
    await choose()
    const first = await claimFor('a')
    expect(first?.serviceId).not.toBe(late?.serviceId)
    expect(await claimFor('b')).toBeUndefined()
    platform.clock.set(Temporal.Instant.from('2011-09-01T17:59:00+01:00'))
    expect((await claimFor('b'))?.serviceId).not.toBe(late?.serviceId)
    platform.clock.set(Temporal.Instant.from('2011-09-01T18:00:00+01:00'))
    expect((await claimFor('c'))?.serviceId).toBe(late?.serviceId)
  })
})
