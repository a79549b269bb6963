import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ForceTx } from '../forces/service.ts'
import type { Sampling, SurveySettings } from '../surveys/schema.ts'
import { buildUnit } from '../testing/build-interview.ts'
import { buildServices, type ServiceOverrides } from '../testing/build-service.ts'
import { changeSurvey, decisionsOf } from '../testing/decisions.ts'
import { inTestForce, type TestPlatform, testForce } from '../testing/test-platform.ts'
import { chooseCallBacks } from './service.ts'

let platform: TestPlatform
beforeEach(async () => {
  platform = await testForce()
})
afterEach(() => platform.close())

const within = <Result>(work: (tx: ForceTx) => Promise<Result>) => inTestForce(platform, work)
const choose = (pageSize?: number) => chooseCallBacks(within, { pageSize })
const build = (...services: readonly ServiceOverrides[]) => within(tx => buildServices(tx, services))
const set = (change: Partial<SurveySettings>) => within(tx => changeSurvey(tx, change))
const decided = (services: readonly { readonly serviceId: string }[]) => within(tx => decisionsOf(tx, services))
const outcomes = async (services: readonly { readonly serviceId: string }[]) =>
  (await decided(services)).map(decision => decision?.outcome)

describe('sampling', () => {
  it('of every nth is exact over many runs and pages, and keeps the chance of each', async () => {
    await set({ sampling: { kind: 'every_nth', n: 3, start: 2 } })
    const services: { serviceId: string }[] = []
    for (const count of [4, 5, 1, 3]) {
      services.push(...(await build(...Array.from({ length: count }, (_, at) => ({ closedDaysAgo: 20 - at })))))
      await choose(2)
    }
    const found = await decided(services)
    expect(found.filter(one => one?.outcome === 'selected')).toHaveLength(Math.floor((13 + 1) / 3))
    expect(found.every(one => one?.outcome === 'selected' || one?.outcome === 'not_sampled')).toBe(true)
    expect(found.map(one => one?.probability)).toEqual(Array(13).fill(1 / 3))
    expect(await choose()).toEqual({ chosen: 0, excluded: {} })
  })

  it('counts off nobody whom a rule keeps out', async () => {
    await set({ sampling: { kind: 'every_nth', n: 2, start: 1 } })
    const services = await build(
      ...Array.from({ length: 8 }, (_, at) => ({ closedDaysAgo: 20 - at, numbers: at % 2 ? [] : undefined })),
    )
    await choose()
    expect((await outcomes(services)).filter(outcome => outcome === 'selected')).toHaveLength(2)
  })
})

/** Ids are made as rows come in; what is chosen must not depend on them. */
describe('the order of import', () => {
  const samples: readonly Sampling[] = [
    { kind: 'everyone' },
    { kind: 'every_nth', n: 3, start: 2 },
    { kind: 'per_unit_week', number: 2, seed: 'a seed' },
    { kind: 'random_share', percent: 40, seed: 'a seed' },
  ]
  // Several close at the same instant, and some belong to one person.
  const rows = Array.from({ length: 14 }, (_, at) => ({
    closedDaysAgo: 4 + (at % 5),
    person: at % 11,
    reference: `R${at}`,
  }))
  const shuffled = fc.shuffledSubarray(rows, { minLength: rows.length })

  it.each(samples)('is nothing to a sample: %j', async sampling => {
    await set({ sampling })
    const choiceOf = async (order: typeof rows) => {
      await within(async tx => {
        await tx.db.deleteFrom('services').execute()
        await tx.db.deleteFrom('incidents').execute()
        await tx.db.updateTable('surveys').set({ counted_off: 0 }).execute()
      })
      const people = new Map<number, string>()
      for (const { person, ...row } of order) {
        const [built] = await build({ ...row, surname: `Person ${person}`, recipientId: people.get(person) })
        people.set(person, built?.recipientId ?? '')
      }
      await choose(4)
      return within(async tx => {
        const chosen = await tx.db
          .selectFrom('selections')
          .innerJoin('services', 'services.id', 'selections.service_id')
          .innerJoin('incidents', 'incidents.id', 'services.incident_id')
          .select(['incidents.reference', 'selections.outcome', 'selections.probability'])
          .orderBy('incidents.reference')
          .execute()
        return chosen
      })
    }
    const inOrder = await choiceOf(rows)
    expect(new Set(inOrder.map(({ outcome }) => outcome))).toContain('selected')
    await fc.assert(
      fc.asyncProperty(shuffled, async order => {
        expect(await choiceOf(order)).toEqual(inOrder)
      }),
      { numRuns: 6 },
    )
  })
})

/** The clock stands at Thursday, 1 September 2011: the week of 22 August ended four days ago, that of 29 August goes on. */
describe('so many for each unit and week', () => {
  const sampling = { kind: 'per_unit_week', number: 3, seed: 'a seed' } as const
  const lastWeek = (at: number) => ({ closedDaysAgo: 4 + (at % 7) })
  const twoUnits = () =>
    within(async tx => [await buildUnit(tx, { name: 'North' }), await buildUnit(tx, { name: 'South' })])

  it('draws a week when it is over, with the same chance for each of its services, unit by unit', async () => {
    await set({ sampling })
    const [north, south] = await twoUnits()
    const ofNorth = await build(...Array.from({ length: 12 }, (_, at) => ({ ...lastWeek(at), unitId: north })))
    const ofSouth = await build(...Array.from({ length: 2 }, (_, at) => ({ ...lastWeek(at), unitId: south })))
    const thisWeek = await build({ closedDaysAgo: 2, unitId: north })
    expect(await choose(5)).toEqual({ chosen: 5, excluded: { not_sampled: 9, awaiting_draw: 1 } })
    const found = await decided(ofNorth)
    expect(found.filter(one => one?.outcome === 'selected')).toHaveLength(3)
    for (const one of found) expect(one).toMatchObject({ probability: 3 / 12, stratum: `${north}/2011-W34` })
    expect(await decided(ofSouth)).toMatchObject(
      Array(2).fill({ outcome: 'selected', probability: 1, stratum: `${south}/2011-W34` }),
    )
    expect(await decided(thisWeek)).toMatchObject([{ outcome: 'awaiting_draw', probability: null }])
    platform.clock.advance({ hours: 24 * 3 })
    expect((await choose()).chosen).toBe(0)
    platform.clock.advance({ hours: 24 })
    expect((await choose()).chosen).toBe(1)
  })

  it('never selects more than the number, though services of the week come in later', async () => {
    await set({ sampling })
    const first = await build(lastWeek(0), lastWeek(1))
    await choose()
    const second = await build(...Array.from({ length: 4 }, (_, at) => lastWeek(at)))
    await choose()
    const third = await build(lastWeek(3))
    await choose()
    expect(await outcomes(first)).toEqual(['selected', 'selected'])
    const late = await decided(second)
    expect(late.filter(one => one?.outcome === 'selected')).toHaveLength(1)
    for (const one of late) expect(one?.probability).toBe(1 / 4)
    // No place was left: it had no chance, and so has no probability.
    expect(await decided(third)).toMatchObject([{ outcome: 'not_sampled', probability: null }])
  })

  it('draws one service of a person, the one closed last, and the earlier one after it', async () => {
    await set({ sampling })
    const [late] = await build({ closedDaysAgo: 5 })
    const [early] = await build({ closedDaysAgo: 8, recipientId: late?.recipientId })
    await choose(1)
    expect(await outcomes([late, early].map(one => ({ serviceId: one?.serviceId ?? '' })))).toEqual([
      'selected',
      'rung_lately',
    ])
  })

  it('lets go who became unsafe, or whose window went by, while the week went on', async () => {
    await set({ sampling, windowDays: { from: 1, to: 9 } })
    const [unsafe, overtaken] = await build({ closedDaysAgo: 2 }, { closedDaysAgo: 3 })
    await choose()
    await within(tx =>
      tx.db
        .updateTable('services')
        .set({ exclusions: ['under_16'] })
        .where('id', '=', unsafe?.serviceId ?? '')
        .execute(),
    )
    platform.clock.advance({ hours: 24 })
    await choose()
    platform.clock.advance({ hours: 24 * 20 })
    await choose()
    expect(await outcomes([unsafe, overtaken].map(one => ({ serviceId: one?.serviceId ?? '' })))).toEqual([
      'under_16',
      'outside_window',
    ])
  })

  it('draws the same under the same seed, and gives every service the same chance over many', async () => {
    const services = await build(...Array.from({ length: 9 }, (_, at) => lastWeek(at)))
    const draw = async (seed: string) => {
      await within(async tx => {
        await tx.db.deleteFrom('selections').execute()
        await tx.db.deleteFrom('call_backs').execute()
      })
      await set({ sampling: { ...sampling, seed } })
      await choose()
      return outcomes(services)
    }
    expect(await draw('one')).toEqual(await draw('one'))
    const times = Array(9).fill(0)
    const seeds = 120
    for (let seed = 0; seed < seeds; seed += 1)
      (await draw(`seed ${seed}`)).forEach((outcome, at) => {
        if (outcome === 'selected') times[at] += 1
      })
    expect(times.reduce((sum, count) => sum + count, 0)).toBe(3 * seeds)
    // Ids are new in each run of this test: five standard deviations of a binomial of 120 at 1/3.
    for (const count of times) expect(Math.abs(count - seeds / 3)).toBeLessThan(5 * Math.sqrt((seeds * 2) / 9))
  })
})
