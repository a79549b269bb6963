import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ForceTx } from '../forces/service.ts'
import { buildService, type ServiceOverrides } from '../testing/build-service.ts'
import { runJobs } from '../testing/run-jobs.ts'
import { inTestForce, paperTime, type TestPlatform, testForce } from '../testing/test-platform.ts'
import { keepAlive, releaseCall } from './in-hand.ts'
import { holdCallOfInterview } from './of-interview.ts'
import { chooseCallBacks, claimNextCall, sweepLapsed } from './service.ts'
import { callTasks } from './tasks.ts'

let platform: TestPlatform
beforeEach(async () => {
  platform = await testForce()
})
afterEach(() => platform.close())

const within = <Result>(work: (tx: ForceTx) => Promise<Result>) => inTestForce(platform, work)
const claimFor = (interviewer: string) => within(tx => claimNextCall(tx, interviewer))
const build = (...services: readonly ServiceOverrides[]) =>
  within(async tx => {
    const built = []
    for (const service of services) built.push(await buildService(tx, service))
    return built
  })
const choose = () => chooseCallBacks(within)
const callBack = (id: string) =>
  within(tx => tx.db.selectFrom('call_backs').selectAll().where('id', '=', id).executeTakeFirstOrThrow())

describe('choosing', () => {
  it('chooses who may be rung, counts the rest by reason, and does nothing the second time', async () => {
    const shared = '+441632960500'
    const suppressed = '+441632960501'
    const [person, , gone] = await build(
      { closedDaysAgo: 12 },
      { exclusions: ['domestic_abuse'], numbers: [shared] },
      { numbers: [suppressed] },
      { numbers: [suppressed, '+441632960502'] },
      { numbers: [shared] },
      { numbers: [] },
      { closedDaysAgo: null },
      { closedDaysAgo: 60 },
      { involvement: 'witness', attended: false },
    )
    await build({ recipientId: person?.recipientId, closedDaysAgo: 3 })
    await within(tx =>
      tx.db
        .insertInto('suppressions')
        .values({
          id: crypto.randomUUID(),
          recipient_id: gone?.recipientId ?? '',
          scope: 'surveys',
          reason: 'refused',
          created_at: tx.now.toString(),
        })
        .execute(),
    )
    const excluded = {
      domestic_abuse: 1,
      suppressed: 2,
      no_usable_number: 2,
      still_open: 1,
      outside_window: 1,
      nothing_to_ask: 1,
      rung_lately: 1,
    }
    expect(await choose()).toEqual({ chosen: 1, excluded })
    // Whom no run could choose is not looked at again.
    const { still_open: _open, outside_window: _late, ...again } = excluded
    expect(await choose()).toEqual({ chosen: 0, excluded: again })
  })

  it('lets in by the hour whom time has let in, in every force', async () => {
    await build({ closedDaysAgo: 0 })
    const chooseAll = async () => {
      await platform.database.pool.query(`select graphile_worker.add_job('calls.choose_all')`)
      await runJobs(platform, callTasks(platform))
    }
    await chooseAll()
    expect(await claimFor('a')).toBeUndefined()
    platform.clock.advance({ hours: 24 })
    await chooseAll()
    expect(await claimFor('a')).toBeDefined()
    const entries = await within(tx =>
      tx.db.selectFrom('audit_entries').select('id').where('action', '=', 'calls.chosen').execute(),
    )
    expect(entries).toHaveLength(1)
  })

  it('queues one call-back for each person, though another service comes in while two runs choose', async () => {
    const [first] = await build({ closedDaysAgo: 20 })
    const newer = Promise.withResolvers<void>()
    const slow = within(async tx => {
      await chooseCallBacks(work => work(tx))
      await newer.promise
    })
    await new Promise(resolve => setTimeout(resolve, 100))
    await build({ recipientId: first?.recipientId, closedDaysAgo: 8 })
    const quick = choose()
    await new Promise(resolve => setTimeout(resolve, 100))
    newer.resolve()
    await slow
    expect(await quick).toEqual({ chosen: 0, excluded: { rung_lately: 1 } })
  })
})

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

describe('many claimers at once', () => {
  it('never share a person or a number, and leave nobody unrung who could be', { timeout: 120_000 }, async () => {
    platform.database.pool.options.max = 26
    // 30 households of three people: each shares a number with the next, in another order; some have several services.
    await within(async tx => {
      for (let household = 0; household < 30; household += 1) {
        const number = (n: number) => `+4416329${String(household * 3 + n).padStart(5, '0')}`
        for (let person = 0; person < 3; person += 1) {
          const numbers = [number(person), number((person + 1) % 3)]
          const built = await buildService(tx, { numbers: person === 1 ? numbers.reverse() : numbers })
          const again = await buildService(tx, { recipientId: built.recipientId })
          // As if a person had two call-backs, which choosing avoids: the lock on the person must hold by itself.
          for (const { serviceId } of [built, again])
            await tx.db
              .insertInto('call_backs')
              .values({
                id: crypto.randomUUID(),
                survey_id: (await tx.db.selectFrom('surveys').select('id').executeTakeFirstOrThrow()).id,
                service_id: serviceId,
                recipient_id: built.recipientId,
                status: 'queued',
                due_at: tx.now.toString(),
                created_at: tx.now.toString(),
                updated_at: tx.now.toString(),
              })
              .execute()
        }
      }
    })
    const keysInHand = new Map<string, string>()
    let claims = 0
    const keysOf = (recipientId: string) =>
      within(async tx => {
        const rows = await tx.db
          .selectFrom('recipient_numbers')
          .select('number_hash')
          .where('recipient_id', '=', recipientId)
          .execute()
        return [recipientId, ...rows.map(row => row.number_hash.toString('hex'))]
      })
    const work = async (interviewer: string) => {
      for (let round = 0; round < 4; round += 1) {
        const call = await claimFor(interviewer)
        if (!call) continue
        claims += 1
        const keys = await keysOf(call.recipientId)
        for (const key of keys) {
          expect(keysInHand.get(key), `${key} is being rung by somebody else`).toBeUndefined()
          keysInHand.set(key, interviewer)
        }
        await new Promise(resolve => setTimeout(resolve, 5))
        for (const key of keys) keysInHand.delete(key)
        await within(tx => releaseCall(tx, call.id, interviewer))
      }
    }
    await Promise.all(Array.from({ length: 24 }, (_, index) => work(`interviewer ${index}`)))
    expect(claims).toBeGreaterThan(60)
    expect(await within(tx => tx.db.selectFrom('call_locks').selectAll().execute())).toEqual([])

    // Nobody lets go now: of each household, where every two share a number, exactly one person is being rung.
    const held = await Promise.all(Array.from({ length: 24 }, (_, index) => claimFor(`holder ${index}`)))
    for (let index = 0; index < 16; index += 1) held.push(await claimFor(`late holder ${index}`))
    expect(held.filter(call => call !== undefined)).toHaveLength(30)
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
