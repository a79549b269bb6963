import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, inject, it, onTestFinished } from 'vitest'
import { type Config, parseConfig } from '../config.ts'
import { createForce, listForces } from '../forces/service.ts'
import { demoKeyFile, openPlatform } from '../platform/platform.ts'
import { prepareDatabase } from '../platform/prepare.ts'
import { subscriptions } from '../subscriptions.ts'
import { execute } from '../testing/server.ts'
import { tester } from '../testing/test-platform.ts'
import { openDemo } from './database.ts'

/** The settings of a machine with an empty database of its own. */
async function emptyMachine(): Promise<Config> {
  const server = inject('server')
  const name = `ringback_demo_test_${process.pid}_${Math.floor(performance.now() * 1000)}`
  await execute(server, `create database ${name}`)
  const folder = mkdtempSync(join(tmpdir(), 'ringback-demo-test-'))
  onTestFinished(async () => {
    rmSync(folder, { recursive: true })
    await execute(server, `drop database ${name} with (force)`)
  })
  const url =
    'connectionString' in server
      ? Object.assign(new URL(server.connectionString), { pathname: `/${name}` }).href
      : `postgres://${server.user}@/${name}?host=${encodeURIComponent(server.host)}`
  return { ...parseConfig({}), databaseUrl: url, dataFolder: folder, userKeyFile: join(folder, 'user-keys.json') }
}

async function forcesAfter(config: Config, reset: boolean): Promise<readonly string[]> {
  const platform = await openDemo(config, { reset })
  try {
    return (await listForces(platform)).map(({ slug }) => slug)
  } finally {
    await platform.close()
  }
}

it('keeps what is there, and throws it away when told to', async () => {
  const config = await emptyMachine()
  const platform = await openDemo(config, { reset: false })
  expect(platform.clock.now().toString()).toMatch(/^2011-09-01T09:00/)
  await createForce(
    platform,
    { slug: 'cleveland', name: 'C', timeZone: 'Europe/London' },
    tester,
    async () => undefined,
  )
  await platform.close()
  expect(await forcesAfter(config, false)).toEqual(['cleveland'])
  expect(await forcesAfter(config, true)).toEqual([])
})

it('throws away nothing of another program in a database that has nothing of ours', async () => {
  const config = await emptyMachine()
  const before = await openPlatform(config, { subscriptions })
  await before.database.pool.query('create schema graphile_worker')
  await before.database.pool.query('create table graphile_worker.of_another_program ()')
  await before.close()
  const platform = await openDemo(config, { reset: true })
  const { rows } = await platform.database.pool.query(
    `select to_regclass('graphile_worker.of_another_program') is not null as kept`,
  )
  expect(rows).toEqual([{ kept: true }])
  await platform.close()
})

it.each([false, true])('leaves alone a database it did not make (reset: %s), and leaves no keys there', async reset => {
  const config = await emptyMachine()
  const real = await openPlatform(config, { subscriptions })
  await prepareDatabase(real)
  await createForce(real, { slug: 'kept', name: 'Kept', timeZone: 'Europe/London' }, tester, async () => undefined)
  await expect(openDemo(config, { reset })).rejects.toMatchObject({ code: 'not_made_by_demo' })
  expect(existsSync(demoKeyFile(config))).toBe(false)
  expect((await listForces(real)).map(({ slug }) => slug)).toEqual(['kept'])
  await real.close()
})
