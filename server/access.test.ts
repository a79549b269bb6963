import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { type App, createApp } from './app.ts'
import { type Role, roles } from './forces/schema.ts'
import { createForce } from './forces/service.ts'
import { createUser, makeToken } from './people/users.ts'
import { furnishSurveys } from './surveys/service.ts'
import { filled, listOperations, type Operation } from './testing/api-document.ts'
import { signedInAs, testPassword } from './testing/sign-ins.ts'
import { type TestPlatform, tester, testForce, testSlug } from './testing/test-platform.ts'

const callCentre = ['interviewer', 'team_leader'] as const
const personSeers = ['administrator', 'team_leader'] as const
const readers = ['analyst', 'authority', 'administrator', 'team_leader', 'supervisor'] as const
const deskReaders = ['team_leader', 'complaints', 'administrator'] as const
const alertReaders = ['supervisor', 'team_leader', 'complaints', 'administrator'] as const

/**
 * Who may do what, said a second time on purpose: a route that opens to another role, or a new route, fails here until
 * somebody has thought about it.
 */
const mayCall: Readonly<Record<string, readonly Role[] | 'anybody' | 'signed in'>> = {
  'GET /me': 'signed in',
  'GET /demo/sign-ins': 'anybody',
  'GET /setup': 'anybody',
  'GET /forces/{slug}/people/staff': ['administrator', 'team_leader', 'supervisor', 'analyst'],
  'GET /forces/{slug}/people/units': ['administrator', 'team_leader', 'supervisor', 'analyst'],
  'GET /forces/{slug}/people/tree': ['administrator', 'team_leader', 'supervisor', 'analyst'],
  'GET /forces/{slug}/people/line': ['administrator', 'team_leader', 'supervisor', 'analyst'],
  'GET /forces/{slug}/people/problems': ['administrator', 'team_leader'],
  'GET /forces/{slug}/people/staff/{collarNumber}': ['administrator', 'team_leader'],
  'PUT /forces/{slug}/people/staff/{collarNumber}/email': ['administrator'],
  'PUT /forces/{slug}/people/staff/{collarNumber}/supervisor': ['administrator'],
  'POST /forces/{slug}/people/staff/{collarNumber}/hand-over': ['administrator'],
  'PUT /forces/{slug}/people/staff/{collarNumber}/unit': ['administrator'],
  'PUT /forces/{slug}/people/staff/{collarNumber}/end': ['administrator'],
  'PUT /forces/{slug}/people/staff/{collarNumber}/still-here': ['administrator'],
  'DELETE /forces/{slug}/people/staff/{collarNumber}/still-here': ['administrator'],
  'POST /forces/{slug}/people/mends/undo': ['administrator'],
  'PUT /forces/{slug}/people/units/{id}/mailbox': ['administrator'],
  'GET /forces/{slug}/imports': ['administrator', 'analyst'],
  'POST /forces/{slug}/imports/files': ['administrator'],
  'GET /forces/{slug}/imports/{id}': ['administrator', 'analyst'],
  'PUT /forces/{slug}/imports/{id}/read-as': ['administrator'],
  'POST /forces/{slug}/imports/{id}/try': ['administrator'],
  'POST /forces/{slug}/imports/{id}/start': ['administrator'],
  'POST /forces/{slug}/imports/{id}/undo': ['administrator'],
  'DELETE /forces/{slug}/imports/{id}': ['administrator'],
  'GET /forces/{slug}/imports/{id}/rejects.csv': ['administrator'],
  'GET /forces/{slug}/import-profiles': ['administrator', 'analyst'],
  'DELETE /forces/{slug}/import-profiles/{name}': ['administrator'],
  'POST /forces/{slug}/recipients': ['administrator'],
  'POST /forces/{slug}/imports/staff': ['administrator'],
  'POST /forces/{slug}/imports/recipients': ['administrator'],
  'POST /forces/{slug}/imports/interviews': ['administrator'],
  'GET /forces/{slug}/surveys/{survey}/selection': ['administrator', 'analyst'],
  'PUT /forces/{slug}/surveys/{survey}/selection': ['administrator'],
  'POST /forces/{slug}/surveys/{survey}/selection/preview': ['administrator', 'analyst'],
  'GET /forces/{slug}/surveys/{survey}/selection/history': ['administrator', 'analyst'],
  'GET /forces/{slug}/surveys/{survey}/selection/funnel': ['administrator', 'analyst', 'team_leader'],
  'POST /forces/{slug}/recipients/search': personSeers,
  'GET /forces/{slug}/recipients/{id}': personSeers,
  'GET /forces/{slug}/recipients/{id}/calls': personSeers,
  'GET /forces/{slug}/recipients/{id}/history': personSeers,
  'POST /forces/{slug}/recipients/{id}/suppressions': personSeers,
  'POST /forces/{slug}/recipients/{id}/suppressions/{suppressionId}/lift': personSeers,
  'POST /forces/{slug}/recipients/{id}/numbers/{numberId}': personSeers,
  'GET /forces/{slug}/calls/softphone': callCentre,
  'GET /forces/{slug}/calls/keeping-key': callCentre,
  'GET /forces/{slug}/shifts/mine': callCentre,
  'PUT /forces/{slug}/shifts/mine': callCentre,
  'GET /forces/{slug}/shifts/board': ['team_leader', 'administrator'],
  'POST /forces/{slug}/calls/claim': callCentre,
  'GET /forces/{slug}/calls/current': callCentre,
  'GET /forces/{slug}/calls/summary': [...callCentre, 'administrator', 'analyst'],
  'GET /forces/{slug}/calls/eligibility': ['team_leader', 'administrator'],
  'POST /forces/{slug}/calls/{id}/keep-alive': callCentre,
  'POST /forces/{slug}/calls/{id}/release': callCentre,
  'POST /forces/{slug}/calls/{id}/attempts': callCentre,
  'PUT /forces/{slug}/interviews/{id}/answers/{questionKey}': callCentre,
  'PUT /forces/{slug}/interviews/{id}/leave': callCentre,
  'POST /forces/{slug}/interviews/{id}/put-off': callCentre,
  'POST /forces/{slug}/interviews/{id}/end': callCentre,
  'PUT /forces/{slug}/interviews/{id}/serious/{reportId}': callCentre,
  'GET /forces/{slug}/serious': deskReaders,
  'GET /forces/{slug}/serious/{id}': deskReaders,
  'PUT /forces/{slug}/serious/{id}/taken': deskReaders,
  'GET /forces/{slug}/alerts': alertReaders,
  'GET /forces/{slug}/alerts/{id}': alertReaders,
  'GET /forces/{slug}/mailbox': roles,
  'GET /forces/{slug}/mailbox/{id}': roles,
  'GET /forces/{slug}/performance/appendix-a': readers,
  'GET /forces/{slug}/performance/headlines': readers,
  'GET /forces/{slug}/performance/units': readers,
}

const otherSlug = 'othershire'
type Headers = Record<string, string>

let platform: TestPlatform
let app: App
let operations: readonly Operation[]
/** What a request carries: by role in the test force, and those who have nothing to look for there. */
let byRole: Map<Role, Headers>
let strangers: Map<string, { readonly headers: Headers; readonly isSignedIn: boolean }>

beforeAll(async () => {
  platform = await testForce()
  await createForce(
    platform,
    { slug: otherSlug, name: 'Othershire Police', timeZone: 'Europe/London' },
    tester,
    furnishSurveys,
  )
  app = createApp(platform)
  operations = await listOperations(app)
  byRole = new Map(
    await Promise.all(roles.map(async role => [role, (await signedInAs(platform, [role])).headers] as const)),
  )
  const outsider = await signedInAs(platform, roles, { force: otherSlug })
  for (const force of [testSlug, otherSlug])
    await createUser(platform, { email: 'both@x.example', password: testPassword, force, roles }, tester)
  const tokenForOther = await makeToken(platform, 'both@x.example', otherSlug, tester)
  strangers = new Map<string, { headers: Headers; isSignedIn: boolean }>([
    ['nobody', { headers: {}, isSignedIn: false }],
    ['every role of another force', { headers: outsider.headers, isSignedIn: true }],
    [
      'a token for another force, of somebody with every role here',
      { headers: { authorization: `Bearer ${tokenForOther}` }, isSignedIn: true },
    ],
  ])
})
afterAll(() => platform.close())

async function call({ method, path }: Operation, slug: string, headers: Headers) {
  const response = await app.request(filled(path, slug), {
    method,
    headers: { 'content-type': 'application/json', ...headers },
    body: method === 'GET' ? undefined : '{}',
  })
  const body = response.headers.get('content-type')?.includes('json') ? await response.json() : {}
  return { status: response.status, code: (body as { code?: string }).code }
}

const outcome = ({ status, code }: { status: number; code?: string }) =>
  status === 401 ? 'sign in first' : code === 'not_for_your_role' ? 'not for you' : 'let in'

describe('the mailbox', () => {
  it('is for the administrator and the team leader alone, on a database that the demo did not make', async () => {
    const made = (byDemo: boolean) =>
      platform.database.pool.query('update ringback.installation set made_by_demo = $1', [byDemo])
    await made(false)
    onTestFinished(async () => {
      await made(true)
    })
    for (const role of roles) {
      const response = await app.request(`/api/v1/forces/${testSlug}/mailbox`, { headers: byRole.get(role) as Headers })
      const isReader = ['administrator', 'team_leader'].includes(role)
      expect([role, response.status]).toEqual([role, isReader ? 200 : 403])
    }
  })
})

describe('every route of the API', () => {
  it('is in the table of who may call it, and says the same itself', () => {
    expect(operations.length).toBeGreaterThan(10)
    expect(operations.map(operation => operation.name).sort()).toEqual(Object.keys(mayCall).sort())
    const said = Object.fromEntries(
      operations.map(({ name, roles: may, isPublic }) => [
        name,
        may ? [...may].sort() : isPublic ? 'anybody' : 'signed in',
      ]),
    )
    const expected = Object.fromEntries(
      Object.entries(mayCall).map(([name, may]) => [name, typeof may === 'string' ? may : [...may].sort()]),
    )
    expect(said).toEqual(expected)
  })

  it.each(roles)('lets in %s where the table says so, and nowhere else', async role => {
    for (const operation of operations) {
      const may = mayCall[operation.name] ?? []
      const expected = typeof may === 'string' || may.includes(role) ? 'let in' : 'not for you'
      const found = await call(operation, testSlug, byRole.get(role) as Headers)
      expect(`${operation.name}: ${outcome(found)}`).toBe(`${operation.name}: ${expected}`)
      expect(found.status).toBeLessThan(500)
    }
  })

  it.each(['nobody', 'every role of another force', 'a token for another force, of somebody with every role here'])(
    'is closed to %s',
    async name => {
      const { headers, isSignedIn } = strangers.get(name) as { headers: Headers; isSignedIn: boolean }
      for (const operation of operations) {
        const may = mayCall[operation.name] ?? []
        const isOpen = may === 'anybody' || (may === 'signed in' && isSignedIn)
        const expected = isOpen ? 'let in' : isSignedIn ? 'not for you' : 'sign in first'
        expect(`${operation.name}: ${outcome(await call(operation, testSlug, headers))}`).toBe(
          `${operation.name}: ${expected}`,
        )
      }
    },
  )

  it('of a force that is not there is closed to everybody alike', async () => {
    for (const operation of operations.filter(each => each.path.includes('{slug}'))) {
      const found = await call(operation, 'nowhere', byRole.get('administrator') as Headers)
      expect(`${operation.name}: ${outcome(found)}`).toBe(`${operation.name}: not for you`)
    }
  })
})
