import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ForceTx } from '../forces/service.ts'
import { newId } from '../platform/id.ts'
import { getSurvey } from '../surveys/service.ts'
import { buildServices, type ServiceOverrides } from '../testing/build-service.ts'
import { countCallBacks, decisionsOf } from '../testing/decisions.ts'
import { runJobs } from '../testing/run-jobs.ts'
import { inTestForce, type TestPlatform, testForce } from '../testing/test-platform.ts'
import { chooseCallBacks, claimNextCall } from './service.ts'
import { callTasks } from './tasks.ts'

let platform: TestPlatform
beforeEach(async () => {
  platform = await testForce()
})
afterEach(() => platform.close())

const within = <Result>(work: (tx: ForceTx) => Promise<Result>) => inTestForce(platform, work)
const choose = (pageSize?: number) => chooseCallBacks(within, { pageSize })
const build = (...services: readonly ServiceOverrides[]) => within(tx => buildServices(tx, services))
const decided = (services: readonly { readonly serviceId: string }[]) => within(tx => decisionsOf(tx, services))
const outcomes = async (services: readonly { readonly serviceId: string }[]) =>
  (await decided(services)).map(decision => decision?.outcome)
const countQueued = () => within(countCallBacks)
const claimFor = (interviewer: string) => within(tx => claimNextCall(tx, interviewer))

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
    expect(await countQueued()).toBe(1)
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
    expect(await countQueued()).toBe(0)
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
        expect(await countQueued()).toBe(chosen)
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
    expect(await countQueued()).toBe(1)
  })
})
