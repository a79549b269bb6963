import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { setForce } from '../forces/service.ts'
import { buildEndedInterview, buildStaff, buildUnit, type InterviewToBuild } from '../testing/build-interview.ts'
import { runJobs } from '../testing/run-jobs.ts'
import { inTestForce, paperTime, type TestPlatform, tester, testForce, testSlug } from '../testing/test-platform.ts'
import { heldOpen, untilOneWaits } from '../testing/waiting.ts'
import { tasksOf } from '../worker.ts'
import { listAlerts, listMessages } from './list-queries.ts'
import { raiseAlerts, sendDigests } from './service.ts'

let platform: TestPlatform
const staff: Record<'boss' | 'digester' | 'first' | 'second' | 'third' | 'lonely', string> = {
  boss: '',
  digester: '',
  first: '',
  second: '',
  third: '',
  lonely: '',
}
let unitId: string

beforeAll(async () => {
  platform = await testForce()
  await inTestForce(platform, async tx => {
    unitId = await buildUnit(tx, { name: 'North', mailbox: 'north@testshire.example' })
    staff.boss = await buildStaff(tx, { collarNumber: '10', rank: 'Sergeant', forename: 'Mina', surname: 'Boss' })
    staff.digester = await buildStaff(tx, { collarNumber: '11', alertDigest: true })
    staff.first = await buildStaff(tx, { collarNumber: '1', supervisor: '10', forename: 'Ada', surname: 'First' })
    staff.second = await buildStaff(tx, { collarNumber: '2', supervisor: '10', forename: 'Ben', surname: 'Second' })
    staff.third = await buildStaff(tx, { collarNumber: '3', supervisor: '11', forename: 'Cy', surname: 'Third' })
    staff.lonely = await buildStaff(tx, { collarNumber: '4', supervisor: null })
  })
})
afterAll(() => platform.close())
beforeEach(async () => {
  platform.clock.set(paperTime)
  await inTestForce(platform, async tx => {
    for (const table of ['alerts', 'alert_messages', 'messages'] as const) await tx.db.deleteFrom(table).execute()
  })
})

const end = (interview: InterviewToBuild) => inTestForce(platform, tx => buildEndedInterview(tx, interview))
const run = () => runJobs(platform, tasksOf(platform))
const found = () =>
  inTestForce(platform, async tx => ({
    alerts: await listAlerts(tx, { limit: 50 }),
    messages: await listMessages(tx, { limit: 50 }),
    texts: (await tx.db.selectFrom('messages').selectAll().orderBy('id').execute()).map(row => ({
      text: tx.seal.unseal('messages.text', row.text_sealed),
      html: tx.seal.unseal('messages.html', row.html_sealed),
      headers: row.headers,
    })),
  }))

describe('an ended interview', () => {
  it('raises one alert per officer and kind, and one e-mail per supervisor and kind', async () => {
    await end({
      ratings: {
        answered_quickly: 5,
        arrived_quickly: 1,
        initial_actions: 1,
        overall_service: 1,
        telephone_response: 3,
      },
      concerns: {
        answered_quickly: [staff.first],
        arrived_quickly: [staff.first, staff.second],
        initial_actions: [staff.first],
        overall_service: [staff.third],
      },
    })
    await run()
    const { alerts, messages } = await found()
    const told = alerts.map(
      alert => `${alert.kind} ${alert.officer?.collarNumber}: ${alert.questions.map(({ key }) => key).join(' ')}`,
    )
    expect(told.toSorted()).toEqual([
      'high 1: answered_quickly',
      'low 1: arrived_quickly initial_actions',
      'low 2: arrived_quickly',
      'low 3: overall_service',
    ])
    expect(messages.map(message => `${message.to}: ${message.subject}`).toSorted()).toEqual([
      'officer.10@testshire.example: A 1 to look at',
      'officer.10@testshire.example: A 5 for Constable Ada First',
      'officer.11@testshire.example: A 1 for Constable Cy Third',
    ])
    expect(messages.every(message => message.status === 'kept')).toBe(true)
    expect(alerts.every(alert => alert.delivery.status === 'kept')).toBe(true)
  })

  it('names officers, questions and ratings, carries links, and nothing that was said', async () => {
    await end({
      ratings: { arrived_quickly: 1 },
      concerns: { arrived_quickly: [staff.first, staff.second] },
      comment: 'They told my neighbour Jo Bloggs',
    })
    await run()
    const { alerts, texts } = await found()
    expect(texts).toHaveLength(1)
    for (const body of [texts[0]?.text ?? '', texts[0]?.html ?? '']) {
      for (const alert of alerts) expect(body).toContain(`/f/${testSlug}/alerts/${alert.id}`)
      expect(body).toMatch(
        /Sergeant Mina Boss,.*Constable Ada First.*How quickly arrived: [^\n]*1 \(poor\).*Constable Ben Second/s,
      )
      expect(body).not.toMatch(/Bloggs|101-/)
    }
    expect(texts[0]?.headers).toMatchObject({ 'X-Ringback-Force': testSlug, 'Auto-Submitted': 'auto-generated' })
  })

  it('raises nothing for 2s, 3s and 4s', async () => {
    await end({ ratings: { arrived_quickly: 2, initial_actions: 3, overall_service: 4 } })
    await run()
    expect(await found()).toMatchObject({ alerts: [], messages: [] })
  })

  it("goes to the unit's mailbox where the part has nobody", async () => {
    await end({ ratings: { arrived_quickly: 1 }, unitId })
    await run()
    const { alerts, messages } = await found()
    expect(alerts).toMatchObject([{ officer: null, addressee: { kind: 'unit', name: 'North' } }])
    expect(messages).toMatchObject([{ to: 'north@testshire.example' }])
  })

  it('goes above a supervisor who was involved', async () => {
    await end({
      ratings: { arrived_quickly: 1 },
      concerns: { arrived_quickly: [staff.first] },
      attending: ['1', '10'],
    })
    await run()
    expect((await found()).alerts[0]?.line).toEqual([
      { at: 'supervisor', who: '10', passedOver: 'involved' },
      { at: 'supervisor', who: null, passedOver: 'nobody' },
      { at: 'unit', who: 'Testshire Police', passedOver: 'no_mailbox' },
      { at: 'force', who: null, passedOver: 'no_mailbox' },
    ])
  })

  it('stays where there is nobody to tell, and says so', async () => {
    await end({ ratings: { arrived_quickly: 1 }, concerns: { arrived_quickly: [staff.lonely] } })
    await run()
    const { alerts, messages } = await found()
    expect(messages).toEqual([])
    expect(alerts).toMatchObject([
      { addressee: null, problem: 'nobody to tell', delivery: { status: 'none', lastReply: null } },
    ])
  })

  it("goes to the force's mailbox at last", async () => {
    await setForce(platform, testSlug, 'mailbox', 'quality@testshire.example', tester)
    await end({ ratings: { arrived_quickly: 1 }, concerns: { arrived_quickly: [staff.lonely] } })
    await run()
    await setForce(platform, testSlug, 'mailbox', '', tester)
    const { alerts, messages } = await found()
    expect(alerts[0]?.addressee).toEqual({ kind: 'force', name: 'Testshire Police' })
    expect(messages).toMatchObject([{ to: 'quality@testshire.example' }])
  })

  it('is told of once, however often and however many at once the job runs', async () => {
    const id = await end({
      ratings: { arrived_quickly: 1, overall_service: 5 },
      concerns: { arrived_quickly: [staff.first, staff.second], overall_service: [staff.first] },
    })
    await Promise.all(Array.from({ length: 6 }, () => raiseAlerts(platform, testSlug, id)))
    await run()
    await raiseAlerts(platform, testSlug, id)
    const { alerts, messages } = await found()
    expect({ alerts: alerts.length, messages: messages.length }).toEqual({ alerts: 3, messages: 2 })
  })

  it('is not told of again when the supervisor has changed since', async () => {
    const id = await end({ ratings: { arrived_quickly: 1 }, concerns: { arrived_quickly: [staff.first] } })
    await run()
    const changeTo = (supervisor: string) =>
      inTestForce(platform, tx =>
        tx.db
          .updateTable('postings')
          .set({ supervisor_collar_number: supervisor })
          .where('staff_id', '=', staff.first)
          .execute(),
      )
    await changeTo('11')
    await raiseAlerts(platform, testSlug, id)
    await changeTo('10')
    expect((await found()).messages).toHaveLength(1)
  })
})

describe('the digest', () => {
  const high = () => end({ ratings: { arrived_quickly: 5 }, concerns: { arrived_quickly: [staff.third] } })

  it('holds 5s until seven in the morning, then sends them together, once', async () => {
    await high()
    await high()
    await run()
    await sendDigests(platform, testSlug)
    expect(await found()).toMatchObject({ messages: [], alerts: [{ delivery: { status: 'queued' } }, {}] })

    platform.clock.set(Temporal.Instant.from('2011-09-02T06:59:00+01:00'))
    await sendDigests(platform, testSlug)
    expect((await found()).messages).toEqual([])

    platform.clock.set(Temporal.Instant.from('2011-09-02T07:00:00+01:00'))
    await Promise.all([1, 2, 3].map(() => sendDigests(platform, testSlug)))
    await run()
    const { messages, texts, alerts } = await found()
    expect(messages).toMatchObject([
      { to: 'officer.11@testshire.example', subject: '2 sets of 5s since the last digest', status: 'kept' },
    ])
    expect(texts[0]?.text.match(/Cy Third/g)).toHaveLength(2)
    expect(alerts.map(alert => alert.delivery.status)).toEqual(['kept', 'kept'])
  })

  it('is whole also where another job has a part of it in hand', async () => {
    await high()
    await high()
    await run()
    platform.clock.set(Temporal.Instant.from('2011-09-02T07:00:00+01:00'))
    const letGo = await heldOpen(platform, tx =>
      tx.db.selectFrom('alert_messages').select('id').orderBy('id').limit(1).forUpdate().execute(),
    )
    const sending = sendDigests(platform, testSlug)
    await Promise.race([sending, untilOneWaits(platform)])
    await letGo()
    await sending
    expect((await found()).messages).toMatchObject([{ subject: '2 sets of 5s since the last digest' }])
  })

  it('never holds a 1', async () => {
    await end({ ratings: { arrived_quickly: 1 }, concerns: { arrived_quickly: [staff.third] } })
    await run()
    expect((await found()).messages).toMatchObject([{ to: 'officer.11@testshire.example' }])
  })
})
