import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { chooseCallBacks, claimNextCall } from '../calls/service.ts'
import { setForce } from '../forces/service.ts'
import { endInterview, putOffInterview, saveAnswer } from '../interviews/service.ts'
import { setUnitMailbox } from '../people/unit-mailbox.ts'
import { buildEndedInterview, buildStaff, buildUnit } from '../testing/build-interview.ts'
import { buildService } from '../testing/build-service.ts'
import { runJobs } from '../testing/run-jobs.ts'
import { inTestForce, type TestPlatform, tester, testForce, testSlug } from '../testing/test-platform.ts'
import { heldOpen, untilOneWaits } from '../testing/waiting.ts'
import { tasksOf } from '../worker.ts'
import { listAlerts, listMessages } from './list-queries.ts'
import { raiseAlerts, tellUnheard } from './service.ts'

let platform: TestPlatform
beforeEach(async () => {
  platform = await testForce()
})
afterEach(() => platform.close())

const run = () => runJobs(platform, tasksOf(platform))
const within: <Result>(work: Parameters<typeof inTestForce<Result>>[1]) => Promise<Result> = work =>
  inTestForce(platform, work)
/** Alerts as `kind officer: question rating, …`, and messages as `to: text`, oldest first. */
const found = () =>
  within(async tx => {
    const alerts = (await listAlerts(tx, { limit: 50 })).toReversed()
    const messages = await tx.db.selectFrom('messages').selectAll().orderBy('id').execute()
    return {
      alerts: alerts.map(
        ({ kind, officer, questions }) =>
          `${kind} ${officer?.collarNumber}: ${questions.map(({ key, rating }) => `${key} ${rating}`).join(', ')}`,
      ),
      delivered: alerts.map(({ delivery }) => delivery.status),
      messages: messages.map(row => ({
        to: tx.seal.unseal('messages.to', row.to_sealed),
        text: tx.seal.unseal('messages.text', row.text_sealed),
      })),
    }
  })

describe('an interview that is put off', () => {
  const tomorrow = '2011-09-02T10:00:00+01:00'
  const before = /had an e-mail about the same interview before/

  async function putOffWith(ratings: Readonly<Record<string, number>>) {
    await within(async tx => {
      const { incidentId } = await buildService(tx)
      await buildStaff(tx, { collarNumber: '10' })
      for (const [collarNumber, part] of [
        ['1', 'call_handler'],
        ['2', 'officer_in_charge'],
      ] as const) {
        const staff_id = await buildStaff(tx, { collarNumber, supervisor: '10' })
        await tx.db
          .insertInto('involvements')
          .values({ incident_id: incidentId, part, collar_number: collarNumber, staff_id })
          .execute()
      }
    })
    await chooseCallBacks(within)
    const call = await within(tx => claimNextCall(tx, 'ann'))
    const id = call?.interviewId ?? ''
    for (const [key, rating] of Object.entries(ratings)) await within(tx => saveAnswer(tx, id, 'ann', key, { rating }))
    await within(tx => putOffInterview(tx, id, 'ann', tomorrow))
    await run()
    return id
  }
  async function finish(id: string, ratings: Readonly<Record<string, number>>) {
    platform.clock.set(Temporal.Instant.from(tomorrow))
    await within(tx => claimNextCall(tx, 'bob'))
    for (const [key, rating] of Object.entries(ratings)) await within(tx => saveAnswer(tx, id, 'bob', key, { rating }))
    await within(tx => endInterview(tx, id, 'bob', 'broken_off'))
    await run()
  }

  it('has its 1s heard at once, its 5s when it ends, and no 1 twice', async () => {
    const id = await putOffWith({ answered_quickly: 1, telephone_response: 5 })
    const first = await found()
    expect(first.alerts).toEqual(['low 1: answered_quickly 1'])
    expect(first.messages.map(({ to }) => to)).toEqual(['officer.10@testshire.example'])
    expect(first.messages[0]?.text).not.toMatch(before)

    await finish(id, { overall_service: 4 })
    const then = await found()
    expect(then.alerts).toEqual(['low 1: answered_quickly 1', 'high 1: telephone_response 5'])
    expect(then.messages).toHaveLength(2)
    expect(then.messages[1]?.text).toMatch(/Telephone response: 5/)
  })

  it('has a later 1 about the same officer told with the earlier one, and one about another apart', async () => {
    const id = await putOffWith({ answered_quickly: 1 })
    await finish(id, { telephone_response: 1, overall_service: 1 })
    const { alerts, messages, delivered } = await found()
    expect(alerts).toEqual(['low 1: answered_quickly 1, telephone_response 1', 'low 2: overall_service 1'])
    expect(messages).toHaveLength(2)
    expect(messages[1]?.text).toMatch(before)
    for (const words of [/How quickly answered: 1/, /Telephone response: 1/, /Rating of overall service: 1/])
      expect(messages[1]?.text).toMatch(words)
    expect(delivered).toEqual(['kept', 'kept'])
    for (let times = 0; times < 3; times += 1) await raiseAlerts(platform, testSlug, id)
    expect((await found()).messages).toHaveLength(2)
  })

  it('keeps a 1 that was told, though the person says otherwise later', async () => {
    const id = await putOffWith({ answered_quickly: 1 })
    await finish(id, { answered_quickly: 3 })
    expect(await found()).toMatchObject({ alerts: ['low 1: answered_quickly 1'], messages: [{}] })
  })
})

describe('an alert that nobody could be told of', () => {
  async function unheard(ratings: Readonly<Record<string, number>> = { arrived_quickly: 1 }) {
    const { officers, id } = await within(async tx => {
      const unitId = await buildUnit(tx, { name: 'North' })
      const built = [
        await buildStaff(tx, { collarNumber: '1', supervisor: '10', unitId }),
        await buildStaff(tx, { collarNumber: '2', supervisor: null, unitId }),
      ]
      await buildStaff(tx, { collarNumber: '10', supervisor: null, email: null, unitId })
      const concerns = Object.fromEntries(Object.keys(ratings).map(key => [key, built]))
      return { officers: built, id: await buildEndedInterview(tx, { ratings, concerns, unitId }) }
    })
    await run()
    expect(await found()).toMatchObject({ messages: [] })
    expect(new Set((await found()).delivered)).toEqual(new Set(['none']))
    return { officers, id }
  }
  const addresses = async () => (await found()).messages.map(({ to }) => to)

  it("is told of when its unit's mailbox is set, once", async () => {
    await unheard()
    for (const mailbox of ['north@testshire.example', 'other@testshire.example']) {
      await setUnitMailbox(platform, testSlug, 'North', mailbox, tester)
      await run()
    }
    expect(await addresses()).toEqual(['north@testshire.example'])
    expect((await found()).delivered).toEqual(['kept', 'kept'])
    const noted = await within(tx => tx.db.selectFrom('alert_messages').select('problem').execute())
    expect(noted).toEqual([{ problem: null }])
  })

  it("is told of when the force's mailbox is set, and not by another setting", async () => {
    await unheard()
    await setForce(platform, testSlug, 'leaseMinutes', '5', tester)
    await run()
    expect(await addresses()).toEqual([])
    await setForce(platform, testSlug, 'mailbox', 'quality@testshire.example', tester)
    await run()
    expect(await addresses()).toEqual(['quality@testshire.example'])
  })

  it('is told of when staff come in with an address: that of the supervisor first, and of the others later', async () => {
    await unheard()
    await within(async tx => {
      await tx.db
        .updateTable('staff')
        .set({ email_sealed: tx.seal.seal('staff.email', 'boss@testshire.example') })
        .where('collar_number', '=', '10')
        .execute()
      await tx.publish('staff.imported', {})
    })
    await run()
    expect(await addresses()).toEqual(['boss@testshire.example'])
    expect((await found()).delivered.toSorted()).toEqual(['kept', 'none'])
    await setUnitMailbox(platform, testSlug, 'North', 'north@testshire.example', tester)
    await run()
    expect(await addresses()).toEqual(['boss@testshire.example', 'north@testshire.example'])
  })

  it('is tried by the hour, for whom time has given a posting', async () => {
    await unheard()
    await within(tx => buildStaff(tx, { collarNumber: '20', postings: [{ from: '2011-09-05' }] }))
    await within(tx => tx.db.updateTable('postings').set({ supervisor_collar_number: '20' }).execute())
    const hour = async () => {
      await platform.database.pool.query(`select graphile_worker.add_job('alerts.tell_unheard_all')`)
      await run()
    }
    await hour()
    expect(await addresses()).toEqual([])
    platform.clock.set(Temporal.Instant.from('2011-09-05T10:00:00+01:00'))
    await hour()
    expect(await addresses()).toEqual(['officer.20@testshire.example'])
  })

  it('is told of though its interview is in hand when the mailbox is set', async () => {
    const { id } = await unheard()
    const letGo = await heldOpen(platform, tx =>
      tx.db.selectFrom('interviews').select('id').where('id', '=', id).forUpdate().execute(),
    )
    await setForce(platform, testSlug, 'mailbox', 'quality@testshire.example', tester)
    const telling = Promise.all([1, 2, 3].map(() => tellUnheard(platform, testSlug)))
    await Promise.race([telling, untilOneWaits(platform)])
    await letGo()
    await telling
    expect(await addresses()).toEqual(['quality@testshire.example'])
  })

  it('is told of once, however many look for somebody at the same moment', async () => {
    await unheard({ arrived_quickly: 1, overall_service: 5 })
    await setForce(platform, testSlug, 'mailbox', 'quality@testshire.example', tester)
    await Promise.all(Array.from({ length: 6 }, () => tellUnheard(platform, testSlug)))
    await run()
    expect(await addresses()).toHaveLength(2)
    expect(await within(tx => listMessages(tx, { limit: 9 }))).toHaveLength(2)
  })
})
