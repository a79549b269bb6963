import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ForceTx } from '../forces/service.ts'
import { newId } from '../platform/id.ts'
import type { Sampling, SurveySettings } from '../surveys/schema.ts'
import { getSurvey } from '../surveys/service.ts'
import { buildUnit } from '../testing/build-interview.ts'
import { buildService, type ServiceOverrides } from '../testing/build-service.ts'
import { runJobs } from '../testing/run-jobs.ts'
import { inTestForce, type TestPlatform, testForce } from '../testing/test-platform.ts'
import { chooseCallBacks } from './service.ts'
import { callTasks } from './tasks.ts'

let platform: TestPlatform
beforeEach(async () => {
  platform = await testForce()
})
afterEach(() => platform.close())

const within = <Result>(work: (tx: ForceTx) => Promise<Result>) => inTestForce(platform, work)
const choose = (pageSize?: number) => chooseCallBacks(within, { pageSize })
const build = (...services: readonly ServiceOverrides[]) =>
  within(async tx => {
    const built = []
    for (const service of services) built.push(await buildService(tx, service))
    return built
  })
const set = (change: Partial<SurveySettings>) =>
  within(async tx => {
    const { id, settings } = await getSurvey(tx)
    const changed = JSON.stringify({ ...settings, ...change })
    await tx.db.updateTable('surveys').set({ settings: changed }).where('id', '=', id).execute()
  })
/** What was decided of each service, in the order given. */
const decided = (services: readonly { readonly serviceId: string }[]) =>
  within(async tx => {
    const rows = await tx.db.selectFrom('selections').selectAll().execute()
    return services.map(({ serviceId }) => rows.find(row => row.service_id === serviceId))
  })
const outcomes = async (services: readonly { readonly serviceId: string }[]) =>
  (await decided(services)).map(decision => decision?.outcome)
const countCallBacks = () => within(async tx => (await tx.db.selectFrom('call_backs').select('id').execute()).length)

describe('a decision', () => {
  it('is made of every service at the first run, with its revision, and a chance of 1 where everyone is selected', async () => {
    const services = await build(
      {},
      { closedDaysAgo: null },
      { closedDaysAgo: 300 },
      { numbers: [] },
      { closedDaysAgo: 0 },
    )
    await choose()
    expect(await outcomes(services)).toEqual([
      'selected',
      'still_open',
      'outside_window',
      'no_usable_number',
      'outside_window',
    ])
    const [selected, open] = await decided(services)
    expect(selected).toMatchObject({ probability: 1, stratum: null, revision: 1, decided_at: platform.clock.now() })
    expect(open?.probability).toBeNull()
  })

  it('is made anew while the window lasts, and is the last one when it has passed', async () => {
    const services = await build({ numbers: [], closedDaysAgo: 40 })
    await choose()
    await within(tx =>
      tx.db
        .insertInto('suppressions')
        .values({
          id: newId(),
          recipient_id: services[0]?.recipientId ?? '',
          scope: 'all',
          reason: 'r',
          created_at: tx.now.toString(),
        })
        .execute(),
    )
    platform.clock.advance({ hours: 48 })
    await choose()
    expect(await outcomes(services)).toEqual(['suppressed'])
    await within(tx => tx.db.deleteFrom('suppressions').execute())
    platform.clock.advance({ hours: 24 })
    await choose()
    expect(await outcomes(services)).toEqual(['suppressed'])
  })

  it('is for good where the service is selected', async () => {
    const services = await build({})
    await choose()
    await within(tx =>
      tx.db
        .updateTable('services')
        .set({ exclusions: ['domestic_abuse'] })
        .execute(),
    )
    await choose()
    expect(await outcomes(services)).toEqual(['selected'])
    expect(await countCallBacks()).toBe(1)
  })

  it('follows an incident that was open: into the window, or past it', async () => {
    const services = await build({ closedDaysAgo: null }, { closedDaysAgo: null })
    await choose()
    const close = (at: number, days: number) =>
      within(tx =>
        tx.db
          .updateTable('incidents')
          .set({ closed_at: tx.now.subtract({ hours: 24 * days }).toString() })
          .where('id', '=', services[at]?.incidentId ?? '')
          .execute(),
      )
    await close(0, 3)
    await close(1, 90)
    await choose()
    expect(await outcomes(services)).toEqual(['selected', 'outside_window'])
  })

  it('goes with its service', async () => {
    await build({}, { numbers: [] })
    await choose()
    await within(tx => tx.db.deleteFrom('services').execute())
    expect(await within(tx => tx.db.selectFrom('selections').selectAll().execute())).toEqual([])
    expect(await countCallBacks()).toBe(0)
  })
})

describe('a run', () => {
  it('by pages of any size decides the same, and chooses of one person the service closed last', async () => {
    const person = fc.array(fc.integer({ min: -1, max: 60 }), { minLength: 1, maxLength: 4 })
    const cases = fc.record({
      people: fc.array(person, { minLength: 1, maxLength: 6 }),
      pageSize: fc.integer({ min: 1, max: 4 }),
    })
    await fc.assert(
      fc.asyncProperty(cases, async ({ people, pageSize }) => {
        await within(tx => tx.db.deleteFrom('services').execute())
        const services = []
        for (const days of people) {
          let recipientId: string | undefined
          for (const closed of days) {
            const [built] = await build({ recipientId, closedDaysAgo: closed < 0 ? null : closed })
            recipientId = built?.recipientId
            services.push({ serviceId: built?.serviceId ?? '', closed, person: days })
          }
        }
        const { chosen } = await choose(pageSize)
        const inWindow = (closed: number) => closed >= 1 && closed <= 42
        const found = await outcomes(services)
        services.forEach(({ closed, person: days }, at) => {
          const latest = Math.min(...days.filter(inWindow))
          const isLatest = inWindow(closed) && closed === latest
          if (closed < 0) expect(found[at]).toBe('still_open')
          else if (!inWindow(closed)) expect(found[at]).toBe('outside_window')
          else if (!isLatest) expect(found[at]).toBe('rung_lately')
          else expect(['selected', 'rung_lately']).toContain(found[at])
        })
        expect(chosen).toBe(people.filter(days => days.some(inWindow)).length)
        expect(await countCallBacks()).toBe(chosen)
      }),
      { numRuns: 25 },
    )
  })

  it('queues the oldest service first, whichever page chose it', async () => {
    const services = await build(
      { closedDaysAgo: 9 },
      { closedDaysAgo: 30 },
      { closedDaysAgo: 2 },
      { closedDaysAgo: 15 },
    )
    await choose(1)
    const queue = await within(tx =>
      tx.db.selectFrom('call_backs').select(['service_id', 'due_at']).orderBy('due_at').orderBy('id').execute(),
    )
    expect(queue.map(row => row.service_id)).toEqual([1, 3, 0, 2].map(at => services[at]?.serviceId))
    for (const { due_at } of queue)
      expect(Temporal.Instant.compare(due_at, platform.clock.now())).toBeLessThanOrEqual(0)
  })

  it('lets interviews begin meanwhile', async () => {
    const [service] = await build({})
    const begun = Promise.withResolvers<void>()
    const end = Promise.withResolvers<void>()
    const slow = within(async tx => {
      await chooseCallBacks(work => work(tx))
      begun.resolve()
      await end.promise
    })
    await begun.promise
    await within(async tx => {
      const { id, questionnaireId } = await getSurvey(tx)
      const now = tx.now.toString()
      await tx.db
        .insertInto('interviews')
        .values({
          id: newId(),
          survey_id: id,
          questionnaire_id: questionnaireId,
          incident_id: service?.incidentId ?? '',
          mode: 'telephone',
          status: 'in_progress',
          started_at: now,
          last_active_at: now,
        })
        .execute()
    })
    end.resolve()
    await slow
  })

  it('is asked for as often as need be, waits once, and takes its turn', async () => {
    await build({})
    await within(async tx => {
      for (let times = 0; times < 3; times += 1) await tx.publish('recipients.imported', { importId: newId() })
    })
    const jobs = await platform.database.pool.query('select queue_name, key from graphile_worker.jobs')
    expect(jobs.rows).toEqual([{ queue_name: 'calls.choose testshire', key: 'calls.choose testshire' }])
    await runJobs(platform, callTasks(platform))
    expect(await countCallBacks()).toBe(1)
  })
})

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
