import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest'
import { examine } from './doctor.ts'
import { urlOf } from './testing/server.ts'
import { type TestPlatform, testForce, testKeys } from './testing/test-platform.ts'

let platform: TestPlatform
let folder: string
let settings: Record<string, string>
beforeAll(async () => {
  platform = await testForce()
  folder = mkdtempSync(join(tmpdir(), 'ringback-doctor-'))
  settings = { DATABASE_URL: urlOf(platform.database.connection), RINGBACK_KEY_FILE: keyFile('right', testKeys) }
})
afterAll(async () => {
  await platform.close()
  rmSync(folder, { recursive: true })
})

function keyFile(name: string, keys: typeof testKeys): string {
  const file = join(folder, `${name}.json`)
  writeFileSync(file, JSON.stringify(keys))
  return file
}

/** What the doctor says of the test's database under some settings, one line for each thing. */
async function examined(changed: Record<string, string> = {}) {
  for (const [name, value] of Object.entries({ ...settings, ...changed })) vi.stubEnv(name, value)
  onTestFinished(() => void vi.unstubAllEnvs())
  const findings = await examine(() => undefined)
  return findings.map(({ of, isFine, text }) => `${isFine ? 'ok' : 'fault'} ${of}: ${text}`)
}
const foundOf = async (of: string, changed: Record<string, string>) =>
  (await examined(changed)).filter(line => line.includes(` ${of}: `))

describe('the doctor', () => {
  it('finds a sound system sound', async () => {
    const lines = await examined()
    expect(lines.map(line => line.split(':')[0])).toEqual([
      'ok settings',
      'ok database',
      'ok schema',
      'ok keys',
      'ok clock',
      'ok mail',
      expect.stringMatching(/web app$/),
    ])
  })

  it('tells all faults of the settings together', async () => {
    const lines = await examined({ PORT: 'front door', SMTP_URL: 'http://mail.example', RINGBACK_CLOCK: 'yesterday' })
    expect(lines).toHaveLength(3)
    expect(lines.join()).toMatch(/PORT.*RINGBACK_CLOCK.*SMTP_URL|PORT.*SMTP_URL.*RINGBACK_CLOCK/)
  })

  it('says which database does not answer, and the mend', async () => {
    const found = await foundOf('database', { DATABASE_URL: 'postgresql://127.0.0.1:9/nothing' })
    expect(found).toEqual([expect.stringMatching(/^fault.*DATABASE_URL/)])
  })

  it('names the migrations that are missing, and applies none', async () => {
    await platform.database.pool.query(`delete from force_testshire.migrations where name = '004_alerts'`)
    onTestFinished(
      () =>
        void platform.database.pool.query(
          `insert into force_testshire.migrations (name, run_on) values ('004_alerts', now())`,
        ),
    )
    for (const _ of ['first', 'second'])
      expect(await foundOf('schema', {})).toEqual([
        expect.stringMatching(/^fault.*force_testshire\/004_alerts.*ringback migrate/),
      ])
  })

  it('knows the keys of another database', async () => {
    const other = keyFile('wrong', { ...testKeys, keys: { 1: '33'.repeat(32) } })
    expect(await foundOf('keys', { RINGBACK_KEY_FILE: other })).toEqual([
      expect.stringMatching(/^fault.*RINGBACK_KEY_FILE/),
    ])
  })

  it('refuses a set clock on a database that the demo did not make', async () => {
    await platform.database.pool.query('update ringback.installation set made_by_demo = false')
    onTestFinished(async () => {
      await platform.database.pool.query('update ringback.installation set made_by_demo = true')
    })
    const found = await foundOf('clock', { RINGBACK_CLOCK: '2011-09-01T10:00:00+01:00' })
    expect(found).toEqual([expect.stringMatching(/^fault.*RINGBACK_CLOCK/)])
  })

  it('says that a mail server does not answer', async () => {
    expect(await foundOf('mail', { SMTP_URL: 'smtp://127.0.0.1:9' })).toEqual([
      expect.stringMatching(/^fault mail: 127\.0\.0\.1:9 .*SMTP_URL/),
    ])
  })

  it('greets a mail server that is there', async () => {
    const server = createServer(socket => {
      socket.write('220 mail.example\r\n')
      socket.on('data', () => socket.write('250 mail.example\r\n'))
    }).listen(0, '127.0.0.1')
    onTestFinished(() => void server.close())
    await once(server, 'listening')
    const { port } = server.address() as { port: number }
    expect(await foundOf('mail', { SMTP_URL: `smtp://127.0.0.1:${port}` })).toEqual([
      `ok mail: 127.0.0.1:${port} answers`,
    ])
  })
})
