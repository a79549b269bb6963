import { randomUUID } from 'node:crypto'
import { inject, onTestFinished } from 'vitest'
import type { Actor } from '../audit/service.ts'
import { type Config, parseConfig } from '../config.ts'
import { createForce, type ForceTx, inForce } from '../forces/service.ts'
import { openDatabase } from '../platform/database.ts'
import type { Platform } from '../platform/platform.ts'
import type { Keys } from '../platform/seal.ts'
import { subscriptions } from '../subscriptions.ts'
import { furnishSurveys } from '../surveys/service.ts'
import { execute, withDatabase } from './server.ts'

export const testKeys: Keys = { current: 1, keys: { 1: '11'.repeat(32) }, hashKey: '22'.repeat(32) }
export const tester: Actor = { kind: 'command', name: 'test' }

/** The day the demo runs on: a Thursday morning within calling hours. */
export const paperTime = Temporal.Instant.from('2011-09-01T10:00:00+01:00')

/** A clock that stands still until a test moves it. */
export interface TestClock {
  now(): Temporal.Instant
  set(at: Temporal.Instant): void
  advance(duration: Temporal.DurationLike): void
}

export interface TestPlatform extends Platform {
  readonly clock: TestClock
}

/**
 * A platform on a database of its own, cloned from the migrated template. Call it in `beforeAll` or a test and close it
 * in `afterAll`; in a test it may close itself (`closeAfterTest`).
 */
export async function testPlatform(settings: Partial<Config> = {}): Promise<TestPlatform> {
  const server = inject('server')
  const name = `ringback_test_${randomUUID().replaceAll('-', '')}`
  const strategy = 'connectionString' in server ? '' : ' strategy file_copy'
  await execute(server, `create database ${name} template ${inject('template')}${strategy}`)
  const database = openDatabase(withDatabase(server, name), 'test')
  let now = paperTime
  return {
    config: { ...parseConfig({}), ...settings },
    database,
    clock: {
      now: () => now,
      set: at => {
        now = at
      },
      advance: duration => {
        now = now.add(duration)
      },
    },
    keys: testKeys,
    subscriptions,
    longWorkIn: 'this process',
    async close() {
      await database.close()
      await execute(server, `drop database if exists ${name} with (force)`)
    },
  }
}

export function closeAfterTest(platform: Platform): void {
  onTestFinished(() => platform.close())
}

/** A platform with the force `testshire`, furnished as every force is. */
export async function testForce(settings: Partial<Config> = {}): Promise<TestPlatform> {
  const platform = await testPlatform(settings)
  await createForce(
    platform,
    { slug: testSlug, name: 'Testshire Police', timeZone: 'Europe/London' },
    tester,
    furnishSurveys,
  )
  return platform
}

export const testSlug = 'testshire'

export const inTestForce = <Result>(platform: Platform, work: (tx: ForceTx) => Promise<Result>): Promise<Result> =>
  inForce(platform, testSlug, tester, work)
