import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { setForce } from '../forces/service.ts'
import { newId } from '../platform/id.ts'
import { buildEndedInterview, buildStaff } from '../testing/build-interview.ts'
import { runJobs } from '../testing/run-jobs.ts'
import { inTestForce, type TestPlatform, tester, testForce, testSlug } from '../testing/test-platform.ts'
import { tasksOf } from '../worker.ts'
import { listAlerts, listMessages } from './list-queries.ts'

let platform: TestPlatform
beforeEach(async () => {
  platform = await testForce()
})
afterEach(() => platform.close())

/** An interview with a 1 and a 5 about one officer, in which the person said something serious of `kind`. */
async function interviewWith(kind: 'complaint' | 'update' | undefined): Promise<void> {
  await inTestForce(platform, async tx => {
    await buildStaff(tx, { collarNumber: '10', email: 'sergeant@testshire.example' })
    const officer = await buildStaff(tx, { collarNumber: '1', supervisor: '10' })
    const interview = await buildEndedInterview(tx, {
      ratings: { initial_actions: 1, overall_service: 5 },
      concerns: { initial_actions: [officer], overall_service: [officer] },
    })
    const { incident_id } = await tx.db.selectFrom('interviews').select('incident_id').executeTakeFirstOrThrow()
    if (kind !== undefined)
      await tx.db
        .insertInto('serious_reports')
        .values({
          id: newId(),
          kind,
          interview_id: interview,
          incident_id,
          words_sealed: tx.seal.seal('serious_reports.words', 'I want to complain.'),
          reported_by: 'ann',
          reported_at: tx.now.toString(),
        })
        .execute()
  })
  await runJobs(platform, tasksOf(platform))
}

/** `kind to: what its line says`, and what the e-mail to the address says. */
const told = () =>
  inTestForce(platform, async tx => {
    const messages = await tx.db
      .selectFrom('messages')
      .selectAll()
      .where('purpose', '=', 'alert')
      .orderBy('id')
      .execute()
    const alerts = await listAlerts(tx, { limit: 9 })
    return {
      messages: new Map(
        messages.map(row => [
          tx.seal.unseal('messages.to', row.to_sealed),
          tx.seal.unseal('messages.text', row.text_sealed),
        ]),
      ),
      low: alerts.find(alert => alert.kind === 'low'),
      high: alerts.find(alert => alert.kind === 'high'),
      forSergeant: (await listAlerts(tx, { limit: 9, addressedTo: '10' })).map(alert => alert.kind),
    }
  })

describe('a 1 of somebody who wishes to complain', () => {
  it('goes to those who handle complaints, and not to the line; a 5 goes where it always does', async () => {
    await setForce(
      platform,
      testSlug,
      'desks.complaint',
      'standards@testshire.example, other@testshire.example',
      tester,
    )
    await interviewWith('complaint')
    const { messages, low, high, forSergeant } = await told()
    expect([...messages.keys()].sort()).toEqual(['sergeant@testshire.example', 'standards@testshire.example'])
    expect(messages.get('standards@testshire.example')).toMatch(/1 \(poor\), and wishes to complain/)
    expect(messages.get('standards@testshire.example')).toMatch(/has not gone to the officer's supervisor/)
    expect(messages.get('sergeant@testshire.example')).not.toMatch(/complain/)
    expect(low?.addressee).toEqual({ kind: 'complaints', name: 'those who handle complaints' })
    expect(high?.addressee).toMatchObject({ kind: 'staff' })
    expect(forSergeant).toEqual(['high'])
    const seenByCallCentre = await inTestForce(platform, async tx => ({
      alerts: (await listAlerts(tx, { limit: 9, withoutComplaints: true })).map(alert => alert.kind),
      messages: (await listMessages(tx, { limit: 9, withoutComplaints: true })).map(message => message.to),
    }))
    expect(seenByCallCentre).toEqual({ alerts: ['high'], messages: ['sergeant@testshire.example'] })
  })

  it("goes to the force's mailbox while no desk has an address, and says which way it went", async () => {
    await setForce(platform, testSlug, 'mailbox', 'force@testshire.example', tester)
    await interviewWith('complaint')
    const { messages, low } = await told()
    expect([...messages.keys()]).toContain('force@testshire.example')
    expect(low?.line).toEqual([
      { at: 'complaints', who: null, passedOver: 'no_mailbox' },
      { at: 'force', who: null, passedOver: null },
    ])
  })

  it('waits while nobody has an address, and is told once somebody has', async () => {
    await interviewWith('complaint')
    expect((await told()).low?.problem).toBe('nobody to tell')
    await setForce(platform, testSlug, 'desks.complaint', 'standards@testshire.example', tester)
    await runJobs(platform, tasksOf(platform))
    expect([...(await told()).messages.keys()]).toContain('standards@testshire.example')
  })

  it.each([undefined, 'update'] as const)('is none if they said %s: a 1 alone goes to the line', async kind => {
    await setForce(platform, testSlug, 'desks.complaint', 'standards@testshire.example', tester)
    await interviewWith(kind)
    const { messages, forSergeant } = await told()
    expect([...messages.keys()]).not.toContain('standards@testshire.example')
    expect(messages.get('sergeant@testshire.example')).not.toMatch(/complain/)
    expect(forSergeant.sort()).toEqual(['high', 'low'])
  })
})
