import { afterAll, beforeAll, expect, it } from 'vitest'
import { type App, createApp } from '../app.ts'
import { lockImports } from '../forces/import-record.ts'
import { send } from '../testing/send.ts'
import { signedInAs } from '../testing/sign-ins.ts'
import { type TestPlatform, testForce } from '../testing/test-platform.ts'
import { heldOpen, untilOneWaits } from '../testing/waiting.ts'

let platform: TestPlatform
let app: App
let headers: Record<string, string>
beforeAll(async () => {
  platform = await testForce()
  app = createApp(platform)
  headers = (await signedInAs(platform, ['administrator', 'team_leader'])).headers
})
afterAll(() => platform.close())

const record = (reference: string) => ({
  incident: { reference, openedAt: '2011-08-02T08:22:00+01:00', district: 'North' },
  recipient: { involvement: 'victim', forename: 'Ann', surname: 'Marsh', phone1: '+447700900000' },
})

it('incidents that wait for an import leave connections for the calls', async () => {
  const letGo = await heldOpen(platform, lockImports)
  const more = platform.database.pool.options.max + 4
  const pushes = Promise.all(
    Array.from({ length: more }, (_, at) => send(app, headers, 'POST', '/recipients', record(`P-${at}`))),
  )
  await untilOneWaits(platform)
  // Each push asks several times before it waits: one that hangs would be met by some of these.
  for (let times = 0; times < 100; times += 1)
    expect(await send(app, headers, 'GET', '/calls/summary')).toMatchObject({ status: 200 })
  await letGo()
  expect((await pushes).map(({ status, body }) => [status, (body as { result: object }).result])).toEqual(
    Array.from({ length: more }, () => [200, expect.objectContaining({ created: 1 })]),
  )
})
