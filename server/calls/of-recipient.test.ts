import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ForceTx } from '../forces/service.ts'
import { listHeld } from '../interviews/held.ts'
import { liftSuppression, suppressFromDesk } from '../recipients/suppressions.ts'
import { buildService, type ServiceOverrides } from '../testing/build-service.ts'
import { runJobs } from '../testing/run-jobs.ts'
import { inTestForce, type TestPlatform, testForce } from '../testing/test-platform.ts'
import { recordAttempt } from './attempts.ts'
import { viewHistory } from './history.ts'
import { keepAlive } from './in-hand.ts'
import { viewCallsOf } from './of-recipient.ts'
import { chooseCallBacks, claimNextCall } from './service.ts'
import { callTasks } from './tasks.ts'

let platform: TestPlatform
beforeEach(async () => {
  platform = await testForce()
})
afterEach(() => platform.close())

const within = <Result>(work: (tx: ForceTx) => Promise<Result>) => inTestForce(platform, work)
const callsOf = (id: string) => within(tx => viewCallsOf(tx, id, listHeld))
const verdictOf = async (id: string) => (await callsOf(id)).verdicts[0]
const build = (overrides: ServiceOverrides) => within(tx => buildService(tx, overrides))
const choose = () => chooseCallBacks(within)
const suppress = (id: string) => within(tx => suppressFromDesk(tx, id, { scope: 'all', reason: 'complaint' }))
const lift = (id: string) =>
  within(async tx => {
    const open = await tx.db.selectFrom('suppressions').select('id').where('lifted_at', 'is', null).executeTakeFirst()
    await liftSuppression(tx, id, open?.id ?? '', { reason: 'no_longer_so' })
  })

describe('whether somebody may be rung', () => {
  it('follows them from the choice to the call and its end', async () => {
    const { recipientId, serviceId } = await build({})
    expect(await verdictOf(recipientId)).toMatchObject({ mayBeRung: true, state: 'to_be_chosen', serviceId })
    await choose()
    expect(await verdictOf(recipientId)).toMatchObject({ mayBeRung: true, state: 'waiting', isAppointment: false })
    const call = await within(tx => claimNextCall(tx, 'ann'))
    const inHand = await callsOf(recipientId)
    expect(inHand.verdicts).toMatchObject([{ state: 'in_hand', mayBeRung: true, survey: { key: 'service-quality' } }])
    expect(inHand.inHand).toEqual({ by: null, isThisPerson: true })
    const numberId = await within(async tx => {
      const { id } = await tx.db.selectFrom('recipient_numbers').select('id').executeTakeFirstOrThrow()
      return id
    })
    const attempt = { attemptId: crypto.randomUUID(), numberId, outcome: 'refused', note: 'Said no' }
    await within(tx => recordAttempt(tx, call?.id ?? '', 'ann', attempt))
    const after = await callsOf(recipientId)
    expect(after.verdicts).toMatchObject([{ mayBeRung: false, state: 'kept_out', reason: 'suppressed' }])
    expect(after.services[0]?.callBack).toMatchObject({
      status: 'ended',
      attemptsMade: 1,
      attempts: [{ number: expect.stringContaining('01632'), note: 'Said no' }],
      interviews: [],
    })
    expect(after.services[0]?.selection).toMatchObject({ outcome: 'selected', probability: 1 })
  })

  it.each([
    ['comes too early', { closedDaysAgo: 0 }, 'outside_window', '2011-09-02'],
    ['has passed the window', { closedDaysAgo: 90 }, 'outside_window', null],
    ['is unsafe', { exclusions: ['domestic_abuse'] }, 'domestic_abuse', null],
    ['is still open', { closedDaysAgo: null }, 'still_open', null],
  ])(
    'of somebody whose incident %s is no, with the day when time changes it',
    async (_, overrides, reason, changesOn) => {
      const { recipientId } = await build(overrides)
      const expected = { mayBeRung: false, state: 'kept_out', reason, changesOn }
      expect(await verdictOf(recipientId)).toMatchObject(expected)
    },
  )
})

describe('somebody suppressed at a desk', () => {
  it('is lost to the interviewer who has them in hand, and waits again once lifted', async () => {
    const { recipientId } = await build({})
    await choose()
    const id = (await within(tx => claimNextCall(tx, 'ann')))?.id ?? ''
    await suppress(recipientId)
    await expect(within(tx => keepAlive(tx, id, 'ann'))).rejects.toMatchObject({
      code: 'call_unsafe',
      details: { reason: 'suppressed' },
    })
    expect(await within(tx => claimNextCall(tx, 'ann'))).toBeUndefined()
    expect((await callsOf(recipientId)).services[0]?.callBack?.status).toBe('ended')
    await lift(recipientId)
    await runJobs(platform, callTasks(platform))
    expect(await verdictOf(recipientId)).toMatchObject({ mayBeRung: true, state: 'waiting' })
    expect((await within(tx => claimNextCall(tx, 'bob')))?.id).toBe(id)
  })
})

describe('the history', () => {
  it('tells newest first who did what, page by page, and apart from it who looked', async () => {
    const { recipientId } = await build({})
    await choose()
    await within(tx => claimNextCall(tx, 'ann'))
    await suppress(recipientId)
    await callsOf(recipientId)
    const read = (about: 'changes' | 'views', more: { limit?: number; cursor?: string } = {}) =>
      within(tx => viewHistory(tx, recipientId, { about, limit: 50, ...more }, listHeld))
    const whole = await read('changes')
    expect(whole.entries.map(entry => entry.what)).toEqual(['Not to be rung for anything: complaint', 'Took the call'])
    const first = await read('changes', { limit: 1 })
    const second = await read('changes', { limit: 1, cursor: first.nextCursor ?? '' })
    expect([...first.entries, ...second.entries]).toEqual(whole.entries)
    expect(second.nextCursor).toBeNull()
    expect((await read('views')).entries.map(entry => entry.what)).toEqual([
      'Looked at this history',
      'Looked at this history',
      'Looked at this history',
      'Looked at the calls to this person',
    ])
  })
})
