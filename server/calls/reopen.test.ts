import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ForceTx } from '../forces/service.ts'
import { liftSuppression, suppressFromDesk } from '../recipients/suppressions.ts'
import { buildServices } from '../testing/build-service.ts'
import { inTestForce, type TestPlatform, testForce } from '../testing/test-platform.ts'
import { untilOneWaits } from '../testing/waiting.ts'
import { reopenCallBacks } from './reopen.ts'
import { chooseCallBacks, claimNextCall } from './service.ts'

let platform: TestPlatform
beforeEach(async () => {
  platform = await testForce()
})
afterEach(() => platform.close())

const within = <Result>(work: (tx: ForceTx) => Promise<Result>) => inTestForce(platform, work)
const claimFor = (interviewer: string) => within(tx => claimNextCall(tx, interviewer))
const suppress = (id: string) => within(tx => suppressFromDesk(tx, id, { scope: 'all', reason: 'complaint' }))
const lift = (id: string) =>
  within(async tx => {
    const { id: standing } = await tx.db.selectFrom('suppressions').select('id').executeTakeFirstOrThrow()
    await liftSuppression(tx, id, standing, { reason: 'by_mistake' })
  })
const reopen = (id: string) => within(tx => reopenCallBacks(tx, id))
const callBacks = () =>
  within(tx => tx.db.selectFrom('call_backs').select(['status', 'outcome']).orderBy('id').execute())
const waiting = { status: 'queued', outcome: null }

/** Two people who share a number, the first of whom was closed earlier; only what is chosen waits. */
async function household(): Promise<string> {
  const numbers = ['+441632960600']
  const [first] = await within(tx => buildServices(tx, [{ numbers, closedDaysAgo: 12 }, { numbers }]))
  await chooseCallBacks(within)
  return first?.recipientId ?? ''
}

describe('somebody lifted while a claim ends their call-back for what was so before', () => {
  it.each([
    ['of those that wait', false],
    ['in hand', true],
  ])('waits again, with whoever shares their number: %s', async (_, isInHand) => {
    const id = await household()
    if (isInHand) await claimFor('ann')
    await suppress(id)
    const ended = Promise.withResolvers<void>()
    const letGo = Promise.withResolvers<void>()
    const claiming = within(async tx => {
      expect(await claimNextCall(tx, 'ann')).toBeUndefined()
      ended.resolve()
      await letGo.promise
    })
    await ended.promise
    await lift(id)
    const reopening = reopen(id)
    await Promise.race([reopening, untilOneWaits(platform)])
    letGo.resolve()
    await claiming
    expect(await reopening).toBe(2)
    expect(await callBacks()).toEqual([waiting, waiting])
  })

  it('is not ended after that, where the claim had let go of them but not yet ended them', async () => {
    const id = await household()
    await suppress(id)
    const undone = Promise.withResolvers<void>()
    const goOn = Promise.withResolvers<void>()
    const claiming = within(tx =>
      claimNextCall(
        stopping(tx, 'rollback to savepoint', async () => {
          undone.resolve()
          await goOn.promise
        }),
        'ann',
      ),
    )
    await undone.promise
    await lift(id)
    expect(await reopen(id)).toBe(0)
    goOn.resolve()
    await claiming
    expect((await callBacks()).map(({ outcome }) => outcome)).toEqual([null, null])
  })
})

/** The transaction with a stop after each statement that begins so. */
function stopping(tx: ForceTx, statement: string, stop: () => Promise<void>): ForceTx {
  const stopped = new WeakSet<object>()
  const db = tx.db.withPlugin({
    transformQuery({ node, queryId }) {
      if (node.kind === 'RawNode' && node.sqlFragments[0]?.startsWith(statement)) stopped.add(queryId)
      return node
    },
    async transformResult({ result, queryId }) {
      if (stopped.has(queryId)) await stop()
      return result
    },
  })
  return { ...tx, db }
}
