import { afterAll, beforeAll, expect, it } from 'vitest'
import { createApp } from '../app.ts'
import { oneTimeCode } from '../testing/one-time-code.ts'
import { signedInAs, testPassword } from '../testing/sign-ins.ts'
import { type TestPlatform, testForce } from '../testing/test-platform.ts'

let platform: TestPlatform
let email: string
let send: ReturnType<typeof browser>
beforeAll(async () => {
  platform = await testForce()
  email = (await signedInAs(platform, ['analyst'])).email
})
afterAll(() => platform.close())

/** Keeps cookies as a browser does. */
function browser() {
  const app = createApp(platform)
  const cookies = new Map<string, string>()
  return async (method: string, path: string, body?: unknown) => {
    const response = await app.request(path, {
      method,
      headers: {
        'content-type': 'application/json',
        origin: platform.config.publicUrl,
        cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; '),
      },
      body: body === undefined ? undefined : JSON.stringify(body),
    })
    for (const cookie of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(cookie) ?? []
      if (value === '' || /max-age=0/i.test(cookie)) cookies.delete(name)
      else cookies.set(name, value)
    }
    return { status: response.status, body: JSON.parse((await response.text()) || 'null') }
  }
}
const post = (path: string, body: unknown = {}) => send('POST', `/api/auth${path}`, body)
const isSignedIn = async () => (await send('GET', '/api/v1/me')).status === 200
const withPassword = () => post('/sign-in/email', { email, password: testPassword })

it('takes a second factor on, and from then on no password alone', async () => {
  send = browser()
  await withPassword()
  expect(await isSignedIn()).toBe(true)
  expect((await post('/two-factor/enable', { password: 'not it at all' })).status).toBe(400)
  const { totpURI, backupCodes } = (await post('/two-factor/enable', { password: testPassword })).body
  expect(totpURI).toMatch(/^otpauth:\/\/totp\/Ringback/)
  expect(backupCodes).toHaveLength(10)
  const wrong = oneTimeCode(totpURI) === '000000' ? '111111' : '000000'
  expect((await post('/two-factor/verify-totp', { code: wrong })).status).toBe(401)
  expect((await post('/two-factor/verify-totp', { code: oneTimeCode(totpURI) })).status).toBe(200)
  await post('/sign-out')

  send = browser()
  expect((await withPassword()).body).toMatchObject({ twoFactorRedirect: true })
  expect(await isSignedIn()).toBe(false)
  expect((await post('/two-factor/verify-totp', { code: wrong })).status).toBe(401)
  expect(await isSignedIn()).toBe(false)
  expect((await post('/two-factor/verify-totp', { code: oneTimeCode(totpURI) })).status).toBe(200)
  expect(await isSignedIn()).toBe(true)

  send = browser()
  await withPassword()
  expect((await post('/two-factor/verify-backup-code', { code: backupCodes[0] })).status).toBe(200)
  expect(await isSignedIn()).toBe(true)
  send = browser()
  await withPassword()
  expect((await post('/two-factor/verify-backup-code', { code: backupCodes[0] })).status).toBe(401)
  expect(await isSignedIn()).toBe(false)
  await post('/two-factor/verify-backup-code', { code: backupCodes[1] })
  expect((await post('/two-factor/disable', { password: testPassword })).status).toBe(200)

  send = browser()
  await withPassword()
  expect(await isSignedIn()).toBe(true)
})
