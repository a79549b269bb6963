import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createApp } from '../../app.ts'
import { signedInAs } from '../../testing/sign-ins.ts'
import { type TestPlatform, testForce } from '../../testing/test-platform.ts'

let platform: TestPlatform
let app: ReturnType<typeof createApp>
let ann: Awaited<ReturnType<typeof signedInAs>>
let bob: Awaited<ReturnType<typeof signedInAs>>
beforeAll(async () => {
  platform = await testForce()
  app = createApp(platform)
  ann = await signedInAs(platform, ['interviewer'])
  bob = await signedInAs(platform, ['interviewer', 'team_leader'])
})
afterAll(() => platform.close())

async function readKey(headers: Record<string, string>) {
  const response = await app.request('/api/v1/forces/testshire/calls/keeping-key', { headers })
  return { body: await response.json(), headers: response.headers }
}

describe('the key that seals what a page keeps', () => {
  it('is the same for a user each time, another for another, and nowhere kept', async () => {
    const first = await readKey(ann.headers)
    expect(first.body).toEqual({ key: expect.any(String), userId: ann.userId })
    expect(Buffer.from(first.body.key, 'base64')).toHaveLength(32)
    expect(first.headers.get('cache-control')).toBe('no-store')
    expect((await readKey(ann.headers)).body).toEqual(first.body)
    expect((await readKey(bob.headers)).body.key).not.toBe(first.body.key)
  })
})
