import { once } from 'node:events'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest'
import { examine } from './doctor.ts'
import { newId } from './platform/id.ts'
import { sealFor } from './platform/seal.ts'
import { urlOf } from './testing/server.ts'
import { inTestForce, type TestPlatform, testForce, testKeys, testSlug } from './testing/test-platform.ts'

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
    onTestFinished(async () => {
      await platform.database.pool.query(
        `insert into force_testshire.migrations (name, run_on) values ('004_alerts', now())`,
      )
    })
    for (const _ of ['first', 'second'])
      expect(await foundOf('schema', {})).toEqual([
        expect.stringMatching(/^fault.*force_testshire\/004_alerts.*ringback migrate/),
      ])
  })

  it('tells of a force whose schema is there without its data, as after half a restore', async () => {
    await platform.database.pool.query(`alter table force_testshire.units rename to units_elsewhere`)
    await platform.database.pool.query(`create table force_testshire.units ()`)
    onTestFinished(async () => {
      await platform.database.pool.query(`drop table force_testshire.units`)
      await platform.database.pool.query(`alter table force_testshire.units_elsewhere rename to units`)
    })
    expect(await foundOf('schema', {})).toEqual([expect.stringMatching(/^fault schema: testshire has no data at all/)])
  })

  it('knows the keys of another database', async () => {
    const other = keyFile('wrong', { ...testKeys, keys: { 1: '33'.repeat(32) } })
    expect(await foundOf('keys', { RINGBACK_KEY_FILE: other })).toEqual([
      expect.stringMatching(/^fault.*RINGBACK_KEY_FILE/),
    ])
  })

  it('says that the key file is gone, and makes none in its place', async () => {
    const gone = join(folder, 'gone.json')
    expect(await foundOf('keys', { RINGBACK_KEY_FILE: gone })).toEqual([
      `fault keys: The keys that open this database's personal data are not at ${gone}: put the file back from its back-up, or set RINGBACK_KEY_FILE to where it is.`,
    ])
    expect(existsSync(gone)).toBe(false)
  })

  it('names a key that the file lacks though data is sealed with it', async () => {
    const rotated = { ...testKeys, current: 2, keys: { ...testKeys.keys, 2: '33'.repeat(32) } }
    const sealed = sealFor(testSlug, rotated).seal('recipients.surname', 'Example')
    const { id } = await inTestForce(platform, tx =>
      tx.db
        .insertInto('recipients')
        .values({ id: newId(), surname_sealed: sealed, created_at: tx.now.toString(), updated_at: tx.now.toString() })
        .returning('id')
        .executeTakeFirstOrThrow(),
    )
    onTestFinished(async () => {
      await inTestForce(platform, tx => tx.db.deleteFrom('recipients').where('id', '=', id).execute())
    })
    expect(await foundOf('keys', {})).toEqual([expect.stringMatching(/^fault keys: .*sealed with key 2,/)])
    expect(await foundOf('keys', { RINGBACK_KEY_FILE: keyFile('rotated', rotated) })).toEqual([
      expect.stringMatching(/^ok/),
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
