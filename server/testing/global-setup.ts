import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { parseConfig } from '../config.ts'
import { systemClock } from '../platform/clock.ts'
import { type Connection, openDatabase } from '../platform/database.ts'
import { joinEmbeddedServer } from '../platform/embedded-postgres.ts'
import type { Platform } from '../platform/platform.ts'
import { prepareDatabase } from '../platform/prepare.ts'
import { execute, withDatabase } from './server.ts'
import { testKeys } from './test-platform.ts'

declare module 'vitest' {
  interface ProvidedContext {
    server: Connection
    template: string
  }
}

/** One real PostgreSQL for the whole run: DATABASE_URL's, or a throw-away one in memory. Each test file clones its template. */
export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  const url = process.env.DATABASE_URL
  const folder = url ? undefined : mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'ringback-test-'))
  const template = `ringback_template_${process.pid}`
  let stop: () => Promise<void> = async () => undefined
  try {
    let server: Connection
    if (folder) {
      const { chmodSync } = await import('node:fs')
      chmodSync(folder, 0o755) // as root, the database's own user must reach its files
      const embedded = await joinEmbeddedServer({ dataFolder: folder, volatile: true })
      server = embedded.connection
      stop = async () => {
        await embedded.leave()
        rmSync(folder, { recursive: true, force: true })
      }
    } else {
      server = { connectionString: url as string }
    }
    await execute(server, `create database ${template}`)
    await migrateTemplate(withDatabase(server, template))
    project.provide('server', server)
    project.provide('template', template)
    return async () => {
      await execute(server, `drop database if exists ${template} with (force)`)
      await stop()
    }
  } catch (error) {
    await stop() // without this a failed set-up leaves a server behind
    throw error
  }
}

async function migrateTemplate(connection: Connection): Promise<void> {
  const database = openDatabase(connection, 'template')
  const platform: Platform = {
    config: parseConfig({}),
    database,
    clock: systemClock,
    keys: testKeys,
    subscriptions: {},
    longWorkIn: 'this process',
    close: () => database.close(),
  }
  try {
    await prepareDatabase(platform, { madeByDemo: true })
  } finally {
    await platform.close()
  }
}
