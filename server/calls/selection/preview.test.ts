import fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { ForceTx } from '../../forces/service.ts'
import type { ExclusionRule, WantedSelection } from '../../surveys/schema.ts'
import { selectionOf } from '../../surveys/selection.ts'
import { mainSurvey } from '../../surveys/service.ts'
import { serviceQualitySettings } from '../../surveys/service-quality.ts'
import { buildUnit } from '../../testing/build-interview.ts'
import { buildService, type ServiceOverrides } from '../../testing/build-service.ts'
import { inTestForce, type TestPlatform, testForce } from '../../testing/test-platform.ts'
import { previewRules } from './preview.ts'

let platform: TestPlatform
beforeAll(async () => {
  platform = await testForce()
})
afterAll(() => platform.close())
beforeEach(() => within(async tx => void (await tx.db.deleteFrom('services').execute())))

const within = <Result>(work: (tx: ForceTx) => Promise<Result>) => inTestForce(platform, work)
const original: WantedSelection = selectionOf(serviceQualitySettings)
const preview = (change: Partial<WantedSelection> = {}) =>
  within(tx => previewRules(tx, mainSurvey, { ...original, ...change }))
const build = (...services: readonly ServiceOverrides[]) =>
  within(async tx => {
    for (const service of services) await buildService(tx, service)
  })
const first = (rule: ExclusionRule): Partial<WantedSelection> => ({ rules: [rule, ...original.rules] })
const noise: ExclusionRule = { reason: 'noise', rule: 'category', codes: ['n01'] }
const ofRule = ({ rules }: Awaited<ReturnType<typeof preview>>, reason: string) =>
  rules.find(rule => rule.reason === reason)

describe('a preview', () => {
  it('of the rules in force shows no difference', async () => {
    await build({}, { numbers: [] }, { closedDaysAgo: null }, { closedDaysAgo: 60 }, { closedDaysAgo: 120 })
    const found = await preview()
    expect(found).toMatchObject({ from: '2011-06-01', to: '2011-09-01', services: 4, moves: [] })
    expect(found.inForce).toEqual({ mayBeRung: 1, expectedSelected: 1 })
    expect(found.proposed).toEqual(found.inForce)
    expect(found.rules.map(({ reason }) => reason)).toEqual(original.rules.map(({ reason }) => reason))
    expect(ofRule(found, 'outside_window')).toEqual({ reason: 'outside_window', inForce: 1, proposed: 1, alone: 1 })
  })

  it('of a new rule says whom it would exclude, and whom another rule would have', async () => {
    await build({ categoryCode: 'N01' }, { categoryCode: 'N01', numbers: [] }, { categoryCode: 'C07' })
    const found = await preview(first(noise))
    expect(found.inForce.mayBeRung).toBe(2)
    expect(found.proposed.mayBeRung).toBe(1)
    expect(ofRule(found, 'noise')).toEqual({ reason: 'noise', inForce: null, proposed: 2, alone: 1 })
    expect(found.moves.map(({ from, to, services }) => [from, to, services])).toEqual(
      expect.arrayContaining([
        [null, 'noise', 1],
        ['no_usable_number', 'noise', 1],
      ]),
    )
  })

  it('of a rule left out says whom that would include, on numbers that are then free too', async () => {
    await build({ exclusions: ['police_officer'], numbers: ['+441632960001'] }, { numbers: ['+441632960001'] })
    const rules = original.rules.filter(({ reason }) => reason !== 'police_officer')
    const found = await preview({ rules })
    expect(found.inForce.mayBeRung).toBe(0)
    expect(found.proposed.mayBeRung).toBe(2)
    expect(ofRule(found, 'police_officer')).toEqual({ reason: 'police_officer', inForce: 1, proposed: null, alone: 0 })
  })

  it('of a longer window, and of fewer days between calls', async () => {
    await build({ closedDaysAgo: 60 }, {})
    expect((await preview({ windowDays: { from: 1, to: 70 } })).proposed.mayBeRung).toBe(2)
    await within(async tx => {
      const { recipientId } = await buildService(tx, { closedDaysAgo: 20 })
      await buildService(tx, { closedDaysAgo: 9, recipientId })
    })
    const found = await preview({ notAgainForDays: 0 })
    expect([found.inForce.mayBeRung, found.proposed.mayBeRung]).toEqual([2, 3])
  })

  it('gives a few examples of each difference, and nothing of the person', async () => {
    const unitId = await within(tx => buildUnit(tx, { name: 'North' }))
    await build(...Array.from({ length: 5 }, () => ({ categoryCode: 'N01', unitId, surname: 'Secret' })))
    const { moves } = await preview(first(noise))
    expect(moves).toHaveLength(1)
    expect(moves[0]?.services).toBe(5)
    expect(moves[0]?.examples).toEqual(
      Array(3).fill({
        closedOn: '2011-08-22',
        unit: 'North',
        category: 'Vehicle crime',
        grade: 'priority',
        involvement: 'caller',
      }),
    )
  })

  it.each<[string, WantedSelection['sampling'], number]>([
    ['every third', { kind: 'every_nth', n: 3 }, 4],
    ['a quarter at random', { kind: 'random_share', percent: 25 }, 3],
    ['two of each unit and week', { kind: 'per_unit_week', number: 2 }, 2 + 2],
  ])('of a sample of %s says how many it would select', async (_, sampling, expected) => {
    await build(...Array.from({ length: 12 }, (_each, at) => ({ closedDaysAgo: at < 7 ? 4 + at : 11 + (at % 5) })))
    const found = await preview({ sampling })
    expect(found.inForce).toEqual({ mayBeRung: 12, expectedSelected: 12 })
    expect(found.proposed.mayBeRung).toBe(12)
    expect(found.proposed.expectedSelected).toBeCloseTo(expected, 9)
  })

  it('adds up, whatever the services and the rules', async () => {
    const service = fc.record({
      closedDaysAgo: fc.option(fc.integer({ min: 0, max: 85 })),
      categoryCode: fc.constantFrom('N01', 'C07'),
      exclusions: fc.constantFrom<readonly string[]>([], [], ['under_16']),
      numbers: fc.constantFrom<readonly string[] | undefined>(undefined, undefined, []),
    })
    const change = fc.record({
      rules: fc
        .shuffledSubarray<ExclusionRule>([...original.rules, noise], { minLength: original.rules.length + 1 })
        .map(rules => [...rules]),
      notAgainForDays: fc.integer({ min: 0, max: 90 }),
    })
    await fc.assert(
      fc.asyncProperty(fc.array(service, { maxLength: 12 }), change, async (services, proposal) => {
        await within(async tx => void (await tx.db.deleteFrom('services').execute()))
        await build(...services)
        const { services: all, rules, moves, inForce, proposed } = await preview(proposal)
        const sum = (of: 'inForce' | 'proposed') => rules.reduce((total, rule) => total + (rule[of] ?? 0), 0)
        expect(all).toBe(services.length)
        expect(inForce.mayBeRung + sum('inForce')).toBe(all)
        expect(proposed.mayBeRung + sum('proposed')).toBe(all)
        const moved = (of: 'from' | 'to') =>
          moves.reduce((total, move) => total + (move[of] === null ? move.services : 0), 0)
        expect(inForce.mayBeRung - moved('from') + moved('to')).toBe(proposed.mayBeRung)
        // The order of rules changes the reason, and never who may be rung.
        if (proposal.notAgainForDays === original.notAgainForDays) expect(moved('to')).toBe(0)
      }),
      { numRuns: 15 },
    )
  })
})
