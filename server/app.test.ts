import { createRoute, z } from '@hono/zod-openapi'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { createApp } from './app.ts'
import { createForce } from './forces/service.ts'
import { createUser, makeToken } from './people/users.ts'
import { sendError } from './platform/http/problem-response.ts'
import { stageApp } from './platform/http/stage-app.ts'
import { furnishSurveys } from './surveys/service.ts'
import { signedInAs, testPassword } from './testing/sign-ins.ts'
import {
  closeAfterTest,
  inTestForce,
  type TestPlatform,
  tester,
  testForce,
  testPlatform,
} from './testing/test-platform.ts'

let platform: TestPlatform
let app: ReturnType<typeof createApp>
beforeAll(async () => {
  platform = await testForce()
  app = createApp(platform)
})
afterAll(() => platform.close())

const json = { 'content-type': 'application/json' }
const post = (path: string, body: unknown, headers: Record<string, string> = {}) =>
  app.request(path, { method: 'POST', headers: { ...json, ...headers }, body: JSON.stringify(body) })

async function signIn(email: string): Promise<string> {
  const response = await post('/api/auth/sign-in/email', { email, password: testPassword })
  expect(response.status).toBe(200)
  return (response.headers.getSetCookie()[0] as string).split(';')[0] as string
}
const me = (headers: Record<string, string>) => app.request('/api/v1/me', { headers })
const codeOf = async (response: Response) => [response.status, ((await response.json()) as { code: string }).code]

describe('signing in', () => {
  it('gives a session that ends with signing out', async () => {
    const { email } = await signedInAs(platform, ['analyst'])
    const cookie = await signIn(email)
    const body = (await (await me({ cookie })).json()) as object
    expect(body).toMatchObject({
      user: { email, name: 'analyst.x' },
      forces: [{ slug: 'testshire', name: 'Testshire Police', timeZone: 'Europe/London', roles: ['analyst'] }],
      businessNow: '2011-09-01T09:00:00Z',
      demo: true,
    })
    expect((await post('/api/auth/sign-out', {}, { cookie })).status).toBe(200)
    expect(await codeOf(await me({ cookie }))).toEqual([401, 'sign_in_first'])
  })

  it('is by an address in any letters, with the right password only', async () => {
    await createUser(
      platform,
      { email: 'Mixed.Case@Testshire.Example', password: testPassword, force: 'testshire', roles: ['analyst'] },
      tester,
    )
    await signIn('MIXED.case@testshire.example')
    const refused = await post('/api/auth/sign-in/email', {
      email: 'mixed.case@testshire.example',
      password: 'a password for guesses',
    })
    expect(await codeOf(refused)).toEqual([401, 'sign_in_refused'])
    expect(refused.headers.get('content-type')).toBe('application/problem+json')
  })

  it('says the same of an unknown address as of a wrong password', async () => {
    const response = await post('/api/auth/sign-in/email', {
      email: 'nobody@testshire.example',
      password: testPassword,
    })
    expect(await codeOf(response)).toEqual([401, 'sign_in_refused'])
  })

  it.each(['/sign-up/email', '/api-key/create', '/update-user', '/delete-user'])('leaves %s shut', async path => {
    expect(await codeOf(await post(`/api/auth${path}`, {}))).toEqual([404, 'no_such_address'])
  })

  it('is limited against guessing', async () => {
    const attempts = await Promise.all(
      Array.from({ length: 61 }, () =>
        post('/api/auth/sign-in/email', { email: 'no address' }, { 'x-forwarded-for': '192.0.2.7' }),
      ),
    )
    expect(attempts.at(-1)?.status).toBe(429)
    expect(await codeOf(attempts.at(-1) as Response)).toEqual([429, 'too_many_tries'])
    const elsewhere = await post('/api/auth/sign-in/email', { email: 'no address' }, { 'x-forwarded-for': '192.0.2.8' })
    expect(elsewhere.status).toBe(400)
  })

  it('keeps its cookie from scripts and other sites, and from plain HTTP where PUBLIC_URL is https', async () => {
    const { email } = await signedInAs(platform, ['complaints'])
    const plain = await post('/api/auth/sign-in/email', { email, password: testPassword })
    expect(plain.headers.getSetCookie()[0]).toMatch(/HttpOnly; SameSite=Lax$/)
    const config = { ...platform.config, publicUrl: 'https://ringback.example' }
    const secure = await createApp({ ...platform, config }).request('/api/auth/sign-in/email', {
      method: 'POST',
      headers: { ...json, origin: 'https://ringback.example' },
      body: JSON.stringify({ email, password: testPassword }),
    })
    expect(secure.headers.getSetCookie()[0]).toMatch(/^__Secure-ringback\.session_token=.*Secure/)
    expect(secure.headers.get('strict-transport-security')).toContain('max-age')
  })
})

describe('a bearer token', () => {
  it('signs its user in, in its one force', async () => {
    await createForce(
      platform,
      { slug: 'othershire', name: 'Othershire Police', timeZone: 'Europe/London' },
      tester,
      furnishSurveys,
    )
    const email = 'both@testshire.example'
    for (const force of ['testshire', 'othershire'])
      await createUser(platform, { email, password: testPassword, force, roles: ['administrator'] }, tester)
    const token = await makeToken(platform, email, 'othershire', tester)
    const forces = async (headers: Record<string, string>) =>
      ((await (await me(headers)).json()) as { forces: { slug: string }[] }).forces.map(force => force.slug)
    expect(await forces({ authorization: `Bearer ${token}` })).toEqual(['othershire'])
    expect(await forces({ cookie: await signIn(email) })).toEqual(['othershire', 'testshire'])
  })

  it('is refused if it is not known, whatever the cookie says', async () => {
    const { email } = await signedInAs(platform, ['officer'])
    const cookie = await signIn(email)
    expect(await codeOf(await me({ cookie, authorization: 'Bearer nonsense' }))).toEqual([401, 'token_refused'])
  })

  it('is made for more people at once than the database has connections for', async () => {
    const { email } = await signedInAs(platform, ['officer'])
    const many = Array.from({ length: platform.database.pool.options.max + 1 }, () =>
      makeToken(platform, email, 'testshire', tester),
    )
    const tokens = await Promise.all(many)
    for (const token of tokens) expect((await me({ authorization: `Bearer ${token}` })).status).toBe(200)
    expect(new Set(tokens).size).toBe(many.length)
  })

  it('is made for a member only', async () => {
    await expect(makeToken(platform, 'nobody@testshire.example', 'testshire', tester)).rejects.toMatchObject({
      code: 'user_unknown',
    })
    await expect(makeToken(platform, 'officer.x@testshire.example', 'nowhere', tester)).rejects.toMatchObject({
      code: 'force_unknown',
    })
    await expect(makeToken(platform, 'officer.x@testshire.example', 'othershire', tester)).rejects.toMatchObject({
      code: 'not_a_member',
    })
  })
})

describe('a request that writes with a cookie', () => {
  const own = 'http://localhost'
  it.each([
    ['from another site', { origin: 'https://evil.example' }, true],
    ['from a page without an origin', { origin: 'null' }, true],
    ['from another site by an old browser', { 'sec-fetch-site': 'cross-site' }, true],
    ['from its own page', { origin: own, 'sec-fetch-site': 'same-origin' }, false],
    ['from the page at PUBLIC_URL', { origin: 'http://localhost:3000' }, false],
    ['from a program', {}, false],
  ])('%s', async (_, headers: Record<string, string>, isRefused) => {
    const { email } = await signedInAs(platform, ['supervisor'])
    const response = await post(
      '/api/v1/forces/testshire/nothing-here',
      {},
      { cookie: await signIn(email), ...headers },
    )
    expect(await codeOf(response)).toEqual(isRefused ? [403, 'from_another_site'] : [404, 'no_such_address'])
  })

  it("can't be signed in or out by another site either", async () => {
    const response = await post('/api/auth/sign-in/email', {}, { origin: 'https://evil.example' })
    expect(await codeOf(response)).toEqual([403, 'from_another_site'])
  })
})

describe('an answer', () => {
  it('is kept by nobody, and runs no script but our own', async () => {
    const response = await app.request('/api/v1/setup')
    expect(response.headers.get('cache-control')).toBe('no-store')
    expect(response.headers.get('content-security-policy')).toContain("script-src 'self';")
    expect(response.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/)
  })

  it('tells a browser at any other address the web app, and nobody else', async () => {
    expect((await app.request('/alerts', { headers: { accept: 'text/html' } })).headers.get('content-type')).toMatch(
      'html',
    )
    expect((await app.request('/alerts.js')).status).toBe(404)
    expect(await codeOf(await app.request('/api/alerts', { headers: { accept: 'text/html' } }))).toEqual([
      404,
      'no_such_address',
    ])
  })

  it('documents itself without the internet', async () => {
    const page = await (await app.request('/api/docs')).text()
    const addresses = [...page.matchAll(/(?:src|href)="(\/[^"]+)"/g)].map(match => match[1] as string)
    expect(addresses).toHaveLength(3)
    for (const address of addresses) expect((await app.request(address)).status).toBe(200)
    expect(await (await app.request('/api/openapi.json')).json()).toMatchObject({
      openapi: '3.1.0',
      components: { securitySchemes: { bearer: { type: 'http' }, session: { type: 'apiKey', in: 'cookie' } } },
    })
  })

  it('says how to begin while nobody could sign in', async () => {
    const empty = await testPlatform()
    closeAfterTest(empty)
    const setup = async (at: TestPlatform) => (await createApp(at).request('/api/v1/setup')).json()
    expect(await setup(empty)).toMatchObject({
      empty: true,
      steps: [expect.stringMatching(/force create/), expect.stringMatching(/user create/)],
    })
    expect(await setup(platform)).toEqual({ empty: false, steps: [] })
  })
})

describe('a fault', () => {
  const faulty = stageApp()
    .openapi(
      createRoute({
        method: 'post',
        path: '/faulty',
        request: { body: { content: { 'application/json': { schema: z.object({ rating: z.int().min(1).max(5) }) } } } },
        responses: { 200: { description: 'never' } },
      }),
      () => {
        throw new Error('the secret of the house', { cause: 'password=hunter2' })
      },
    )
    .onError(sendError)
  const send = (body: string) => faulty.request('/faulty', { method: 'POST', headers: json, body })

  it('of ours is logged whole and tells nothing', async () => {
    const log = vi.spyOn(console, 'error').mockImplementation(() => undefined)
    const response = await send('{"rating":3}')
    expect(response.status).toBe(500)
    expect(await response.text()).not.toMatch(/secret|hunter2|app\.test/)
    expect(log.mock.calls.join()).toMatch(/the secret of the house.*hunter2/s)
    log.mockRestore()
  })

  it('in the JSON is 400', async () => {
    expect(await codeOf(await send('{bad'))).toEqual([400, 'bad_request'])
  })

  it('in a field is 422 and names the field', async () => {
    const response = await send('{"rating":9}')
    expect(response.status).toBe(422)
    expect(await response.json()).toMatchObject({
      code: 'invalid_request',
      errors: [{ field: 'rating', code: 'too_big' }],
    })
  })

  it('of an address with a zero byte is 400', async () => {
    expect(await codeOf(await app.request('/api/v1/setup?of=%00'))).toEqual([400, 'bad_request'])
  })

  it('of size is 413', async () => {
    const response = await post('/api/auth/sign-in/email', { email: 'x'.repeat(1_100_000) })
    expect(await codeOf(response)).toEqual([413, 'body_too_large'])
  })
})

describe('making a user', () => {
  const make = (user: Partial<Parameters<typeof createUser>[1]>) =>
    createUser(
      platform,
      { email: 'new@testshire.example', password: testPassword, force: 'testshire', roles: ['officer'], ...user },
      tester,
    )

  it('again adds what is new, keeps the password, and is audited each time something changed', async () => {
    const email = 'twice@testshire.example'
    const first = await make({ email, roles: ['officer'], collarNumber: '0042' })
    const second = await make({ email, roles: ['officer', 'supervisor'], collarNumber: '0042', password: undefined })
    const third = await make({ email, roles: ['supervisor'], password: 'another password' })
    expect([first.created, second.created, third.created]).toEqual([true, false, false])
    expect([first.roles, second.roles, third.roles]).toEqual([['officer'], ['supervisor'], []])
    expect(first.isCollarNumberKnown).toBe(false)
    await signIn(email)
    const audit = await inTestForce(platform, tx =>
      tx.db.selectFrom('audit_entries').select('action').where('subject_id', '=', first.userId).orderBy('id').execute(),
    )
    expect(audit.map(entry => entry.action)).toEqual([
      'people.user_created',
      'people.membership_added',
      'people.membership_added',
    ])
  })

  it('keeps the collar number and the kind of a role held already, unless another is given', async () => {
    const email = 'volunteer@testshire.example'
    await make({ email, roles: ['interviewer'], collarNumber: '0042' })
    const { userId } = await make({ email, roles: ['interviewer'], interviewerKind: 'volunteer' })
    expect((await make({ email, roles: ['interviewer'], collarNumber: '0042' })).roles).toEqual([])
    const { rows } = await platform.database.pool.query(
      'select collar_number, interviewer_kind from ringback.memberships where user_id = $1',
      [userId],
    )
    expect(rows).toEqual([{ collar_number: '0042', interviewer_kind: 'volunteer' }])
  })

  it('at the same moment makes one', async () => {
    const email = 'race@testshire.example'
    const made = await Promise.all([make({ email }), make({ email }), make({ email, roles: ['analyst'] })])
    expect(made.filter(user => user.created)).toHaveLength(1)
    expect(new Set(made.map(user => user.userId)).size).toBe(1)
  })

  it.each([
    ['an address that is none', { email: 'nobody at home' }, 'email_invalid'],
    ['a short password', { password: '1234567' }, 'password_too_short'],
    ['no password for somebody new', { password: undefined }, 'password_needed'],
    ['a force that is not there', { force: 'nowhere' }, 'force_unknown'],
  ])('refuses %s', async (_, user, code) => {
    await expect(make(user)).rejects.toMatchObject({ code })
  })
})
