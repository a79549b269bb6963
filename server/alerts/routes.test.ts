import { OpenAPIHono } from '@hono/zod-openapi'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Role } from '../forces/schema.ts'
import type { ForceEnv } from '../platform/http/policy.ts'
import { sendError } from '../platform/http/problem-response.ts'
import { newId } from '../platform/id.ts'
import { buildEndedInterview, buildStaff } from '../testing/build-interview.ts'
import { runJobs } from '../testing/run-jobs.ts'
import { inTestForce, type TestPlatform, testForce, testSlug } from '../testing/test-platform.ts'
import { tasksOf } from '../worker.ts'
import { mailboxRoutes } from './mailbox-routes.ts'
import { alertRoutes } from './routes.ts'

let platform: TestPlatform
beforeAll(async () => {
  platform = await testForce()
  await inTestForce(platform, async tx => {
    await buildStaff(tx, { collarNumber: '10', rank: 'Sergeant', forename: 'Mina', surname: 'Boss' })
    await buildStaff(tx, { collarNumber: '11' })
    for (const [collarNumber, supervisor] of [
      ['1', '10'],
      ['2', '11'],
      ['3', '10'],
    ] as const) {
      const officer = await buildStaff(tx, { collarNumber, supervisor })
      await buildEndedInterview(tx, {
        ratings: { arrived_quickly: 1, overall_service: 5 },
        concerns: { arrived_quickly: [officer], overall_service: [officer] },
      })
    }
  })
  await runJobs(platform, tasksOf(platform))
})
afterAll(() => platform.close())

/** The stage's routes, as somebody with this role calls them. */
async function get(path: string, role: Role, collarNumber: string | null = null) {
  const app = new OpenAPIHono<ForceEnv>()
  app.onError(sendError)
  app.use(async (c, next) => {
    const membership = { force: testSlug, role, collarNumber, interviewerKind: null }
    c.set('signedIn', { userId: newId(), name: 'T', email: 't@testshire.example', memberships: [membership] })
    await next()
  })
  app.route('/', alertRoutes(platform)).route('/', mailboxRoutes(platform))
  const response = await app.request(`/forces/${testSlug}${path}`)
  return { status: response.status, body: (await response.json()) as never }
}
interface Page {
  readonly alerts: { id: string; kind: string; officer: { collarNumber: string } }[]
  readonly messages: { id: string; to: string }[]
  readonly nextCursor: string | null
}
const list = async (path: string, role: Role, collarNumber?: string) =>
  (await get(path, role, collarNumber)).body as Page

it('shows a supervisor only the alerts addressed to them, and others all', async () => {
  const officers = (page: Page) => page.alerts.map(alert => `${alert.kind} ${alert.officer.collarNumber}`).toSorted()
  expect(officers(await list('/alerts', 'supervisor', '10'))).toEqual(['high 1', 'high 3', 'low 1', 'low 3'])
  expect(officers(await list('/alerts?kind=low', 'supervisor', '11'))).toEqual(['low 2'])
  expect((await list('/alerts', 'supervisor')).alerts).toEqual([])
  for (const role of ['team_leader', 'complaints', 'administrator'] as const)
    expect((await list('/alerts', role)).alerts).toHaveLength(6)
  expect((await get('/alerts', 'interviewer')).status).toBe(403)
})

it('goes page by page without a gap or a repeat', async () => {
  const seen: string[] = []
  let cursor: string | null = ''
  while (cursor !== null) {
    const page: Page = await list(`/alerts?limit=4${cursor && `&cursor=${cursor}`}`, 'team_leader')
    seen.push(...page.alerts.map(alert => alert.id))
    cursor = page.nextCursor
  }
  expect(new Set(seen).size).toBe(6)
  expect(seen).toEqual(seen.toSorted().toReversed())
})

it('shows one alert with its line, and not to another supervisor', async () => {
  const { alerts } = await list('/alerts?kind=low', 'supervisor', '11')
  const path = `/alerts/${alerts[0]?.id}`
  expect((await get(path, 'supervisor', '11')).body).toMatchObject({
    kind: 'low',
    officer: { collarNumber: '2', rank: 'Constable', name: 'Asha Officer 2' },
    questions: [{ key: 'arrived_quickly', title: 'How quickly arrived', rating: 1 }],
    addressee: { kind: 'staff', name: 'Constable Asha Officer 11' },
    delivery: { status: 'kept' },
    problem: null,
    line: [{ at: 'supervisor', who: '11', passedOver: null }],
  })
  const refused = await get(path, 'supervisor', '10')
  expect([refused.status, refused.body]).toMatchObject([404, { code: 'alert_unknown' }])
})

it('shows a supervisor nothing of the incident until the person lets themselves be named', async () => {
  const { alerts } = await list('/alerts?kind=low', 'supervisor', '11')
  const path = `/alerts/${alerts[0]?.id}`
  const incident = { incident: { reference: expect.stringMatching(/^101-/) } }
  expect((await get(path, 'supervisor', '11')).body).toMatchObject({ incident: null })
  expect((await get(path, 'team_leader')).body).toMatchObject(incident)
  await inTestForce(platform, tx => tx.db.updateTable('interviews').set({ may_be_named: true }).execute())
  expect((await get(path, 'supervisor', '11')).body).toMatchObject(incident)
})

it('opens the mailbox to every role of a demo, elsewhere to those who run the calls', async () => {
  const { messages } = await list('/mailbox', 'officer')
  expect(messages).toHaveLength(6)
  expect((await get(`/mailbox/${messages[0]?.id}`, 'officer')).body).toMatchObject({
    messageId: `<${messages[0]?.id}@localhost>`,
    text: expect.stringContaining('Rating of overall service: 5 (excellent)'),
    headers: { 'X-Ringback-Force': testSlug },
  })
  await platform.database.shared.updateTable('installation').set({ made_by_demo: false }).execute()
  expect((await get('/mailbox', 'officer')).body).toMatchObject({ code: 'not_for_your_role' })
  expect((await get('/mailbox', 'team_leader')).status).toBe(200)
  await platform.database.shared.updateTable('installation').set({ made_by_demo: true }).execute()
})
