import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ForceTx } from '../../forces/service.ts'
import type { ExclusionRule } from '../../surveys/schema.ts'
import { changeSelection, selectionOf } from '../../surveys/selection.ts'
import { mainSurvey } from '../../surveys/service.ts'
import { serviceQualitySettings } from '../../surveys/service-quality.ts'
import { buildUnit } from '../../testing/build-interview.ts'
import { buildService, type ServiceOverrides } from '../../testing/build-service.ts'
import { inTestForce, type TestPlatform, testForce } from '../../testing/test-platform.ts'
import { chooseCallBacks } from '../service.ts'
import { reportFunnel } from './funnel.ts'
import { type Alike, countFunnel } from './funnel-rules.ts'
import type { FunnelCounts, FunnelShape } from './schema.ts'

const days = { from: '2011-06-01', to: '2011-09-01' }
const left = [
  'received',
  'decided',
  'withUsableNumber',
  'safe',
  'asked',
  'inWindow',
  'notRungLately',
  'selected',
] as const
const steps = ['undecided', 'no_usable_number', 'not_safe', 'not_asked', 'not_in_window', 'rung_lately', 'not_drawn']

function expectToAddUp(counts: FunnelCounts): void {
  const lostAt = (step: string | undefined) =>
    counts.lost.filter(loss => loss.step === step).reduce((sum, { services }) => sum + services, 0)
  steps.forEach((step, at) => {
    const [before, after] = [left[at], left[at + 1]]
    if (before && after) expect([step, counts[before] - lostAt(step)]).toEqual([step, counts[after]])
  })
  const lost = counts.lost.reduce((sum, { services }) => sum + services, 0)
  expect(counts.selected + lost).toBe(counts.received)
  expect(Math.min(...left.map(name => counts[name]))).toBeGreaterThanOrEqual(0)
}

const sumOf = (counts: readonly FunnelCounts[]) =>
  Object.fromEntries(left.map(name => [name, counts.reduce((sum, each) => sum + each[name], 0)]))
const numbersOf = (counts: FunnelCounts) => Object.fromEntries(left.map(name => [name, counts[name]]))

function expectUnitsToAddUp({ force, units }: FunnelShape): void {
  expectToAddUp(force)
  for (const { own, withBelow } of units) {
    expectToAddUp(own)
    expectToAddUp(withBelow)
  }
  expect(sumOf(units.map(({ own }) => own))).toEqual(numbersOf(force))
  const tops = units.filter(({ depth }) => depth === 0)
  expect(sumOf(tops.map(({ withBelow }) => withBelow))).toEqual(numbersOf(force))
}

describe('counts', () => {
  it('add up whatever was decided', () => {
    const alike = fc.record<Alike>({
      unitId: fc.constant(null),
      outcome: fc.constantFrom(null, 'selected', 'not_sampled', 'awaiting_draw', 'noise', 'suppressed', 'gone_rule'),
      rule: fc.constantFrom(null, 'suppressed', 'category', 'outside_window', 'rung_lately', 'not_usable_number'),
      hasUsableNumber: fc.boolean(),
      services: fc.integer({ min: 1, max: 1_000_000 }),
    })
    fc.assert(fc.property(fc.array(alike, { maxLength: 40 }), services => expectToAddUp(countFunnel(services))))
  })
})

describe('the funnel of a force', () => {
  let platform: TestPlatform
  let units: readonly string[]
  const within = <Result>(work: (tx: ForceTx) => Promise<Result>) => inTestForce(platform, work)
  const funnel = (period = days) => within(tx => reportFunnel(tx, mainSurvey, period))
  const build = (services: readonly ServiceOverrides[]) =>
    within(async tx => {
      await tx.db.deleteFrom('services').execute()
      await tx.db.deleteFrom('incidents').execute()
      for (const service of services) await buildService(tx, service)
    })
  const choose = () => chooseCallBacks(within)

  beforeAll(async () => {
    platform = await testForce()
    units = await within(async tx => {
      const top = (await tx.db.selectFrom('units').select('id').executeTakeFirstOrThrow()).id
      const north = await buildUnit(tx, { name: 'North', parentId: top })
      return [top, north, await buildUnit(tx, { name: 'Section', parentId: north })]
    })
  })
  afterAll(() => platform.close())

  it('has each service once, where it was lost: a number first, then safety, whatever rule came first', async () => {
    await build([
      {},
      { numbers: [] },
      { numbers: [], exclusions: ['under_16'] },
      { exclusions: ['under_16'], numbers: ['+441632960001'] },
      { numbers: ['+441632960001'] },
      { involvement: 'witness', attended: false },
      { closedDaysAgo: null },
      { closedDaysAgo: 80 },
    ])
    await within(async tx => {
      const { recipientId } = await buildService(tx)
      await buildService(tx, { recipientId, closedDaysAgo: 20 })
    })
    expect((await funnel()).force).toMatchObject({ received: 10, decided: 0, selected: 0 })
    await choose()
    const found = await funnel()
    expect(numbersOf(found.force)).toEqual({
      received: 10,
      decided: 10,
      withUsableNumber: 8,
      safe: 6,
      asked: 5,
      inWindow: 3,
      notRungLately: 2,
      selected: 2,
    })
    expect(found.force.lost).toEqual(
      expect.arrayContaining([
        { step: 'no_usable_number', reason: 'no_usable_number', services: 2 },
        { step: 'not_safe', reason: 'under_16', services: 1 },
        { step: 'not_safe', reason: 'no_usable_number', services: 1 },
        { step: 'not_asked', reason: 'nothing_to_ask', services: 1 },
        { step: 'not_in_window', reason: 'still_open', services: 1 },
        { step: 'not_in_window', reason: 'outside_window', services: 1 },
        { step: 'rung_lately', reason: 'rung_lately', services: 1 },
      ]),
    )
    expectUnitsToAddUp(found)
  })

  it('knows a reason by the rule that had it when the decision was made', async () => {
    await build([{ closedDaysAgo: 20 }])
    const original = selectionOf(serviceQualitySettings)
    const noise: ExclusionRule = { reason: 'suppressed_category', rule: 'category', codes: ['C07'] }
    const change = (rules: typeof original.rules, revision: number) =>
      within(tx => changeSelection(tx, mainSurvey, { revision, reason: 'r', wanted: { ...original, rules } }))
    await change([noise, ...original.rules], 1)
    await choose()
    await change(
      [{ reason: 'suppressed_category', rule: 'involvement', involvements: ['victim'] }, ...original.rules],
      2,
    )
    expect((await funnel()).force.lost).toEqual([{ step: 'not_asked', reason: 'suppressed_category', services: 1 }])
    await change(original.rules, 3)
    expect((await funnel()).force.lost).toEqual([{ step: 'not_asked', reason: 'suppressed_category', services: 1 }])
  })

  it('is of the local days on which incidents were closed, or opened while they are open', async () => {
    await build([{ closedDaysAgo: 0 }, { closedDaysAgo: 31 }, { closedDaysAgo: 62 }, { closedDaysAgo: null }])
    const received = async (from: string, to: string) => (await funnel({ from, to })).force.received
    expect(await received('2011-09-01', '2011-09-01')).toBe(2)
    expect(await received('2011-08-01', '2011-08-31')).toBe(1)
    expect(await received('2011-07-01', '2011-08-01')).toBe(2)
    expect(await funnel()).toMatchObject({ firstDay: '2011-07-01', lastDay: '2011-09-01' })
    await expect(funnel({ from: '2011-09-01', to: '2011-08-31' })).rejects.toMatchObject({ code: 'period_backwards' })
  })

  it('adds up by step and by unit for any services, through any number of runs', async () => {
    const service = fc.record({
      unit: fc.integer({ min: 0, max: 3 }),
      closedDaysAgo: fc.option(fc.integer({ min: 0, max: 90 })),
      exclusions: fc.constantFrom<readonly string[]>([], [], [], ['under_16'], ['domestic_abuse']),
      numbers: fc.constantFrom<readonly string[] | undefined>(undefined, undefined, [], ['+441632960001']),
      involvement: fc.constantFrom<'caller' | 'witness'>('caller', 'witness'),
      attended: fc.boolean(),
    })
    const sampling = fc.constantFrom(
      { kind: 'everyone' } as const,
      { kind: 'every_nth', n: 2, start: 1 } as const,
      { kind: 'per_unit_week', number: 1, seed: 's' } as const,
      { kind: 'random_share', percent: 50, seed: 's' } as const,
    )
    let revision = (await within(tx => tx.db.selectFrom('surveys').select('revision').executeTakeFirstOrThrow()))
      .revision
    await fc.assert(
      fc.asyncProperty(
        fc.array(service, { maxLength: 14 }),
        sampling,
        fc.boolean(),
        async (services, sample, twice) => {
          const wanted = { ...selectionOf(serviceQualitySettings), sampling: sample }
          revision = (await within(tx => changeSelection(tx, mainSurvey, { revision, reason: 'r', wanted }))).revision
          await build(services.map(({ unit, ...rest }) => ({ ...rest, unitId: units[unit] })))
          await choose()
          if (twice) {
            await within(async tx => void (await buildService(tx, { unitId: units[2] })))
          }
          const found = await funnel()
          expect(found.force.received).toBe(services.length + (twice ? 1 : 0))
          expectUnitsToAddUp(found)
        },
      ),
      { numRuns: 25 },
    )
  })
})
