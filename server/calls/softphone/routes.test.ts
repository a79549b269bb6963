import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createApp } from '../../app.ts'
import { signedInAs } from '../../testing/sign-ins.ts'
import { inTestForce, type TestPlatform, testForce } from '../../testing/test-platform.ts'
import { removeSoftphone, setSoftphone } from './accounts.ts'

const server = 'wss://sip.testshire.example/ws'

let platform: TestPlatform
let app: ReturnType<typeof createApp>
let ann: Awaited<ReturnType<typeof signedInAs>>
let bob: Awaited<ReturnType<typeof signedInAs>>
beforeAll(async () => {
  platform = await testForce({ sipServer: server })
  app = createApp(platform)
  ann = await signedInAs(platform, ['interviewer'])
  bob = await signedInAs(platform, ['interviewer', 'team_leader'])
})
afterAll(() => platform.close())

async function get(path: string, headers: Record<string, string>) {
  const response = await app.request(`/api/v1/forces/testshire${path}`, { headers })
  return { status: response.status, body: await response.json(), headers: response.headers }
}

describe('a request that says whose it is', () => {
  it('is let in if they are signed in, and refused if it is somebody else', async () => {
    const as = (userId: string) => get('/shifts/mine', { ...ann.headers, 'x-ringback-as': userId })
    expect((await as(ann.userId)).status).toBe(200)
    expect(await as(bob.userId)).toMatchObject({ status: 401, body: { code: 'signed_in_as_another' } })
    expect(await get('/shifts/mine', { 'x-ringback-as': ann.userId })).toMatchObject({
      status: 401,
      body: { code: 'sign_in_first' },
    })
  })
})

describe('a softphone account', () => {
  it('goes to its own interviewer alone, sealed until then, and each time leaves word', async () => {
    expect(await get('/calls/softphone', ann.headers)).toMatchObject({ status: 404, body: { code: 'no_softphone' } })
    const uri = 'sip:4021@testshire.example'
    await inTestForce(platform, tx => setSoftphone(tx, ann.userId, { uri, password: 'first' }))
    await inTestForce(platform, tx => setSoftphone(tx, ann.userId, { uri, password: 'second' }))
    expect((await get('/calls/softphone', ann.headers)).body).toEqual({ server, uri, password: 'second' })
    expect((await get('/calls/softphone', bob.headers)).status).toBe(404)
    const kept = await inTestForce(platform, async tx => ({
      account: await tx.db.selectFrom('softphone_accounts').selectAll().executeTakeFirstOrThrow(),
      entries: await tx.db
        .selectFrom('audit_entries')
        .selectAll()
        .where('action', 'like', 'calls.softphone%')
        .orderBy('id')
        .execute(),
    }))
    expect(kept.account.secret_sealed.toString('latin1')).not.toContain('second')
    expect(kept.entries.map(entry => entry.action)).toEqual([
      'calls.softphone_set',
      'calls.softphone_set',
      'calls.softphone_read',
    ])
    expect(JSON.stringify(kept.entries)).not.toContain('second')
  })

  it('is taken away again', async () => {
    await inTestForce(platform, tx => removeSoftphone(tx, ann.userId, ann.email))
    expect((await get('/calls/softphone', ann.headers)).status).toBe(404)
    await expect(inTestForce(platform, tx => removeSoftphone(tx, ann.userId, ann.email))).rejects.toMatchObject({
      code: 'softphone_unknown',
    })
  })

  it.each(['4021', 'tel:4021', 'sip:@testshire.example', 'sip:40 21@testshire.example'])(
    'has an address of the telephone system, and %s is none',
    async uri => {
      const set = inTestForce(platform, tx => setSoftphone(tx, ann.userId, { uri, password: 'x' }))
      await expect(set).rejects.toMatchObject({ code: 'softphone_uri_invalid' })
    },
  )
})

it('a page may connect to the telephone system and to Ringback, and nowhere else', async () => {
  const response = await app.request('/healthz')
  expect(response.headers.get('content-security-policy')).toContain(`connect-src 'self' ${server};`)
  const without = await createApp({ ...platform, config: { ...platform.config, sipServer: undefined } }).request(
    '/healthz',
  )
  expect(without.headers.get('content-security-policy')).toContain("connect-src 'self';")
})
