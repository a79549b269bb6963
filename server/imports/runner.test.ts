import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { sql } from 'kysely'
import { beforeAll, describe, expect, it } from 'vitest'
import { checkout } from '../config.ts'
import { importResultShape } from '../platform/import/schema.ts'
import type { Platform } from '../platform/platform.ts'
import { urlOf } from '../testing/server.ts'
import { inTestForce, type TestPlatform, tester, testForce, testKeys, testSlug } from '../testing/test-platform.ts'
import { untilOneWaits } from '../testing/waiting.ts'
import { getImport } from './queries.ts'
import { run } from './runner.ts'
import { receiveFile, startImport } from './service.ts'

let test: TestPlatform
let platform: Platform

beforeAll(async () => {
  test = await testForce()
  const folder = mkdtempSync(join(tmpdir(), 'ringback-runner-'))
  const keyFile = join(folder, 'keys.json')
  writeFileSync(keyFile, JSON.stringify(testKeys))
  const config = { ...test.config, databaseUrl: urlOf(test.database.connection), keyFile, clockStart: test.clock.now() }
  platform = { ...test, config, longWorkIn: 'a process of its own' }
  return async () => {
    rmSync(folder, { recursive: true })
    await test.close()
  }
})

const example = readFileSync(join(checkout, 'examples', 'service-recipients.csv'))
const look = (id: string) => inTestForce(test, tx => getImport(tx, id))

async function started() {
  const body = new Blob([example]).stream()
  const id = await receiveFile(test, testSlug, tester, { fileName: 'recipients.csv', origin: 'page', body })
  await inTestForce(test, tx => startImport(tx, id))
  return { id, order: { step: 'run', slug: testSlug, importId: id, actor: tester } as const }
}

describe('an import in a process of its own', () => {
  it('is left where it was when that process is ended, goes on in another, and is done once', async () => {
    const { id, order } = await started()
    const stopping = new AbortController()
    await inTestForce(test, async tx => {
      // In the middle of its batch it waits for this, so that it is not done before it is ended.
      await sql`lock table force_testshire.services in share mode`.execute(tx.db)
      const first = run(platform, order, stopping.signal)
      await Promise.race([first, untilOneWaits(test)])
      expect((await look(id)).status).toBe('running')
      stopping.abort()
      await expect(first).rejects.toThrow()
    })
    expect((await look(id)).status).toBe('running')
    // The lock of the process that ended is free once its connection is seen to be gone.
    while ((await run(platform, order)) === 'busy') await wait(100)
    const done = await look(id)
    expect(done.status).toBe('done')
    const result = importResultShape.parse(done.result)
    expect(result.created).toBeGreaterThan(2000)
    const services = await inTestForce(test, tx => tx.db.selectFrom('services').select('id').execute())
    expect(services).toHaveLength(result.created)
  })

  it('is not worked on by two at once', async () => {
    const { id, order } = await started()
    const both = await Promise.all([run(platform, order), run(platform, order)])
    expect(both).toContain('done')
    expect((await look(id)).result).toMatchObject({ created: 0 })
  })
})
