import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ForceTx } from '../forces/service.ts'
import { buildService, buildServices } from '../testing/build-service.ts'
import { inTestForce, type TestPlatform, testForce } from '../testing/test-platform.ts'
import { untilOneWaits } from '../testing/waiting.ts'
import { releaseCall } from './in-hand.ts'
import { chooseCallBacks, claimNextCall } from './service.ts'

let platform: TestPlatform
beforeEach(async () => {
  platform = await testForce()
})
afterEach(() => platform.close())

const within = <Result>(work: (tx: ForceTx) => Promise<Result>) => inTestForce(platform, work)
const claimFor = (interviewer: string) => within(tx => claimNextCall(tx, interviewer))

describe('many claimers at once', () => {
  it('never share a person or a number, and leave nobody unrung who could be', async () => {
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

describe('a claim that waits for the locks', () => {
  it('passes over whom it is known by then to be unsafe to ring at this hour, and goes on to the next', async () => {
    const numbers = ['+441632960600']
    const [first, second] = await within(tx =>
      buildServices(tx, [
        { numbers, closedDaysAgo: 12 },
        { numbers, closedDaysAgo: 10 },
      ]),
    )
    await chooseCallBacks(within)
    const held = Promise.withResolvers<void>()
    const letGo = Promise.withResolvers<void>()
    const holding = within(async tx => {
      const call = await claimNextCall(tx, 'bob')
      held.resolve()
      await letGo.promise
      await releaseCall(tx, call?.id ?? '', 'bob')
      return call?.serviceId
    })
    await held.promise
    const claiming = claimFor('ann')
    await Promise.race([claiming, untilOneWaits(platform)])
    await within(tx =>
      tx.db
        .updateTable('recipients')
        .set({ needs: ['after_18:00'] })
        .where('id', '=', second?.recipientId ?? '')
        .execute(),
    )
    letGo.resolve()
    expect(await holding).toBe(first?.serviceId)
    expect((await claiming)?.serviceId).toBe(first?.serviceId)
    const passedOver = await within(tx =>
      tx.db
        .selectFrom('call_backs')
        .select(['status', 'claim_id', 'outcome'])
        .where('service_id', '=', second?.serviceId ?? '')
        .execute(),
    )
    expect(passedOver).toEqual([{ status: 'queued', claim_id: null, outcome: null }])
  })
})
