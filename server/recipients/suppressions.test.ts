import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ForceTx } from '../forces/service.ts'
import { buildService } from '../testing/build-service.ts'
import { inTestForce, type TestPlatform, testForce } from '../testing/test-platform.ts'
import { heldOpen, untilOneWaits } from '../testing/waiting.ts'
import { liftDue, liftSuppression, suppressByOutcome, suppressFromDesk } from './suppressions.ts'

let platform: TestPlatform
beforeEach(async () => {
  platform = await testForce()
})
afterEach(() => platform.close())

const within = <Result>(work: (tx: ForceTx) => Promise<Result>) => inTestForce(platform, work)
const build = async () => (await within(tx => buildService(tx))).recipientId
const refuse = (recipientId: string) =>
  within(tx => suppressByOutcome(tx, recipientId, { scope: 'surveys', reason: 'refused' }))
const made = () =>
  within(tx => tx.db.selectFrom('suppressions').select(['reason', 'until_on', 'lift_reason']).orderBy('id').execute())
const audited = () =>
  within(async tx => {
    const entries = await tx.db.selectFrom('audit_entries').select(['action', 'details']).orderBy('id').execute()
    return entries.flatMap(({ action, details }) =>
      action.startsWith('recipients.suppress') ? [[action, (details as { reason: string }).reason]] : [],
    )
  })

/** The refusal comes while what the desk does is done and not yet kept. */
async function refuseDuring(recipientId: string, atTheDesk: (tx: ForceTx) => Promise<void>): Promise<boolean> {
  const letGo = await heldOpen(platform, atTheDesk)
  const refusing = refuse(recipientId)
  await Promise.race([refusing, untilOneWaits(platform)])
  await letGo()
  return refusing
}

describe('a refusal', () => {
  it('holds for good though a desk keeps the person from calls until a day at the same moment', async () => {
    const id = await build()
    const untilFriday = { scope: 'surveys', reason: 'bereaved', until: '2011-09-02' } as const
    expect(await refuseDuring(id, tx => suppressFromDesk(tx, id, untilFriday))).toBe(true)
    platform.clock.set(Temporal.Instant.from('2011-09-03T00:01:00+01:00'))
    expect(await within(liftDue)).toBe(0)
    expect(await made()).toEqual([
      { reason: 'bereaved', until_on: '2011-09-02', lift_reason: 'outlasted' },
      { reason: 'refused', until_on: null, lift_reason: null },
    ])
    expect(await audited()).toEqual([
      ['recipients.suppressed', 'bereaved'],
      ['recipients.suppression_lifted', 'outlasted'],
      ['recipients.suppressed', 'refused'],
    ])
  })

  it('changes nothing where a desk does so for good at the same moment', async () => {
    const id = await build()
    const forGood = { scope: 'surveys', reason: 'bereaved' } as const
    expect(await refuseDuring(id, tx => suppressFromDesk(tx, id, forGood))).toBe(false)
    expect(await made()).toEqual([{ reason: 'bereaved', until_on: null, lift_reason: null }])
  })

  it('holds though a desk lets the person be rung again at the same moment', async () => {
    const id = await build()
    await within(tx => suppressFromDesk(tx, id, { scope: 'surveys', reason: 'bereaved' }))
    const { id: standing } = await within(tx => tx.db.selectFrom('suppressions').select('id').executeTakeFirstOrThrow())
    expect(await refuseDuring(id, tx => liftSuppression(tx, id, standing, { reason: 'by_mistake' }))).toBe(true)
    expect(await made()).toMatchObject([{ lift_reason: 'by_mistake' }, { reason: 'refused', lift_reason: null }])
  })
})
