import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ForceTx } from '../forces/service.ts'
import { newId } from '../platform/id.ts'
import { inTestForce, type TestPlatform, testForce } from '../testing/test-platform.ts'
import { type ExclusionRule, type WantedSelection, wantedSelection } from './schema.ts'
import { changeSelection, listRevisions, selectionOf } from './selection.ts'
import { getSurvey, mainSurvey } from './service.ts'
import { serviceQualitySettings } from './service-quality.ts'

let platform: TestPlatform
beforeEach(async () => {
  platform = await testForce()
})
afterEach(() => platform.close())

const within = <Result>(work: (tx: ForceTx) => Promise<Result>) => inTestForce(platform, work)
const original = selectionOf(serviceQualitySettings)
const noise: ExclusionRule = { reason: 'noise', rule: 'category', codes: ['N01'] }
const withNoise: WantedSelection = { ...original, rules: [noise, ...original.rules] }
const change = (wanted: WantedSelection, revision = 1, reason = 'because') =>
  within(tx => changeSelection(tx, mainSurvey, { revision, reason, wanted }))
const countedOff = () =>
  within(tx => tx.db.selectFrom('surveys').select('counted_off').executeTakeFirstOrThrow()).then(row => row.counted_off)

describe('a change of the rules', () => {
  it('is a revision with its reason, who made it and when; the one before stays', async () => {
    const changed = await change(withNoise, 1, 'Noise is not ours')
    expect(changed.revision).toBe(2)
    expect(await within(tx => getSurvey(tx))).toEqual(changed)
    expect(changed.settings.outcomes).toEqual(serviceQualitySettings.outcomes)
    expect(await within(tx => listRevisions(tx, mainSurvey))).toEqual([
      {
        revision: 2,
        reason: 'Noise is not ours',
        changedBy: 'test',
        changedAt: platform.clock.now(),
        selection: withNoise,
      },
      { revision: 1, reason: '', changedBy: null, changedAt: platform.clock.now(), selection: original },
    ])
  })

  it('starts choosing again', async () => {
    await change(withNoise)
    const jobs = await platform.database.pool.query('select task_identifier from graphile_worker.jobs')
    expect(jobs.rows).toEqual([{ task_identifier: 'calls.choose' }])
  })

  it('to what is so already is none', async () => {
    expect((await change(original)).revision).toBe(1)
    expect(await within(tx => listRevisions(tx, mainSurvey))).toHaveLength(1)
  })

  it('made from a revision that is not the latest is refused, also where two are made at once', async () => {
    const [first, second] = await Promise.allSettled([
      change({ ...original, notAgainForDays: 30 }),
      change({ ...original, notAgainForDays: 60 }),
    ])
    const refused = [first, second].filter(each => each.status === 'rejected')
    expect(refused).toMatchObject([{ reason: { code: 'rules_changed_meanwhile', details: { revision: 2 } } }])
    await expect(change(withNoise, 1)).rejects.toMatchObject({ code: 'rules_changed_meanwhile' })
    expect(await within(tx => listRevisions(tx, mainSurvey))).toHaveLength(2)
  })

  it('with a unit that is not there is refused, and changes nothing', async () => {
    const unit = newId()
    const rule: ExclusionRule = { reason: 'not_there', rule: 'unit', units: [unit] }
    await expect(change({ ...original, rules: [rule, ...original.rules] })).rejects.toMatchObject({
      code: 'rule_unit_unknown',
      details: { reason: 'not_there', unit },
    })
    expect((await within(tx => getSurvey(tx))).revision).toBe(1)
  })

  it('of a survey that is not there is refused', async () => {
    const nowhere = within(tx => changeSelection(tx, 'nowhere', { revision: 1, reason: 'r', wanted: withNoise }))
    await expect(nowhere).rejects.toMatchObject({ code: 'survey_unknown' })
  })
})

describe('a sample', () => {
  const kept = async () => (await within(tx => getSurvey(tx))).settings.sampling

  it('gets a start or a seed where none is given, which is kept', async () => {
    await change({ ...original, sampling: { kind: 'every_nth', n: 5 } })
    const nth = await kept()
    expect(nth).toMatchObject({ kind: 'every_nth', n: 5 })
    expect(nth.kind === 'every_nth' && nth.start >= 1 && nth.start <= 5).toBe(true)
    await change({ ...original, sampling: { kind: 'random_share', percent: 20 } }, 2)
    expect(await kept()).toMatchObject({ percent: 20, seed: expect.stringMatching(/^[\w-]{12}$/) })
  })

  it('keeps its seed when its size changes, and takes one that is given', async () => {
    await change({ ...original, sampling: { kind: 'random_share', percent: 20, seed: 'mine' } })
    await change({ ...original, sampling: { kind: 'random_share', percent: 30 } }, 2)
    expect(await kept()).toEqual({ kind: 'random_share', percent: 30, seed: 'mine' })
  })

  it('counts off from the beginning when it changes, and goes on counting when a rule does', async () => {
    const sampling = { kind: 'every_nth', n: 5, start: 2 } as const
    await change({ ...original, sampling })
    await within(tx => tx.db.updateTable('surveys').set({ counted_off: 17 }).execute())
    await change({ ...withNoise, sampling }, 2)
    expect(await countedOff()).toBe(17)
    await change({ ...withNoise, sampling: { ...sampling, n: 6 } }, 3)
    expect(await countedOff()).toBe(0)
  })
})

describe('what may be asked for', () => {
  const without = (kind: string) => original.rules.filter(({ rule }) => rule !== kind)
  it.each<[string, Partial<WantedSelection>, string]>([
    ['the same reason twice', { rules: [noise, noise, ...original.rules] }, 'rules.1.reason'],
    ['a reason that is a decision', { rules: [{ ...noise, reason: 'selected' }, ...original.rules] }, 'rules.0.reason'],
    ['a survey without suppressions', { rules: without('suppressed') }, 'rules'],
    ['a survey without a window', { rules: without('outside_window') }, 'rules'],
    ['the same needed rule twice', { rules: [...original.rules, { reason: 'again', rule: 'suppressed' }] }, 'rules'],
    ['a window that ends before it begins', { windowDays: { from: 5, to: 4 } }, 'windowDays.to'],
    ['a start after the last', { sampling: { kind: 'every_nth', n: 3, start: 4 } }, 'sampling.start'],
  ])('is not %s', (_, part, field) => {
    const { success, error } = wantedSelection.safeParse({ ...original, ...part })
    expect(success).toBe(false)
    expect(error?.issues.map(({ path }) => path.join('.'))).toContain(field)
  })

  it('is what is in force, in any order', () => {
    expect(wantedSelection.safeParse({ ...original, rules: original.rules.toReversed() }).success).toBe(true)
  })
})
