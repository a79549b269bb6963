import { setTimeout as wait } from 'node:timers/promises'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { type TestPlatform, testPlatform } from '../testing/test-platform.ts'
import { untilOneWaits } from '../testing/waiting.ts'
import { holdPoolLock } from './worker-rescue.ts'

let platform: TestPlatform
beforeEach(async () => {
  platform = await testPlatform()
})
afterEach(() => platform.close())

const gapsMs = [0, 1, 2, 3, 5, 20]

it.each(gapsMs)('of two pools %d ms apart holds the second lock only, and ends clean', async gapMs => {
  const lock = holdPoolLock(platform.database.connection)
  lock.hold('first')
  if (gapMs > 0) await wait(gapMs)
  lock.hold('second')
  await expect.poll(held).toEqual(['second'])
  await expect.poll(connections).toBe(1)
  await lock.release()
  await expect.poll(connections).toBe(0)
})

it.each(gapsMs)('released %d ms after it began, leaves neither lock nor connection', async gapMs => {
  const lock = holdPoolLock(platform.database.connection)
  lock.hold('only')
  if (gapMs > 0) await wait(gapMs)
  await lock.release()
  await expect.poll(connections).toBe(0)
})

it('is released while it still waits for the lock', async () => {
  const giveBack = await take('only')
  const lock = holdPoolLock(platform.database.connection)
  lock.hold('only')
  await untilOneWaits(platform)
  await lock.release()
  await giveBack()
  await expect.poll(connections).toBe(0)
})

it('gives up the lock that it waits for when another is wanted', async () => {
  const giveBack = await take('first')
  const lock = holdPoolLock(platform.database.connection)
  lock.hold('first')
  await untilOneWaits(platform)
  lock.hold('second')
  await expect.poll(held).toEqual(['first', 'second'])
  await giveBack()
  await expect.poll(held).toEqual(['second'])
  await lock.release()
})

it('takes its lock again when the connection is cut', async () => {
  const lock = holdPoolLock(platform.database.connection)
  lock.hold('only')
  await expect.poll(held).toEqual(['only'])
  await cut()
  await expect.poll(held).toEqual(['only'])
  await lock.release()
  await expect.poll(connections).toBe(0)
})

it('takes its lock though the connection is cut while it waits', async () => {
  const giveBack = await take('only')
  const lock = holdPoolLock(platform.database.connection)
  lock.hold('only')
  await untilOneWaits(platform)
  await cut()
  await giveBack()
  await expect.poll(held).toEqual(['only'])
  await lock.release()
})

/** As another process would: until the function that it returns is called. */
async function take(poolId: string): Promise<() => Promise<void>> {
  const other = await platform.database.pool.connect()
  await other.query('select pg_advisory_lock(hashtextextended($1, 0))', [poolId])
  return async () => {
    await other.query('select pg_advisory_unlock(hashtextextended($1, 0))', [poolId])
    other.release()
  }
}

/** And waits until those that were cut are gone: another may be there by then. */
async function cut(): Promise<void> {
  const { pool } = platform.database
  const { rows } = await pool.query(`select pid, pg_terminate_backend(pid) from ${lockConnections}`)
  const left = async () =>
    (await pool.query('select from pg_stat_activity where pid = any($1)', [rows.map(({ pid }) => pid)])).rows.length
  await expect.poll(left).toBe(0)
}

const lockConnections = `(
  select pid from pg_stat_activity where application_name = 'ringback worker lock' and datname = current_database()
) as connections`

async function connections(): Promise<number> {
  const { rows } = await platform.database.pool.query(`select count(*)::int as count from ${lockConnections}`)
  return rows[0].count
}

/** The pools whose lock somebody holds. */
async function held(): Promise<readonly string[]> {
  const { rows } = await platform.database.pool.query(
    `select pool from unnest($1::text[]) as pool
     join pg_locks on hashtextextended(pool, 0) = (classid::bigint << 32) | objid::bigint
     join pg_database on pg_database.oid = database and datname = current_database()
     where locktype = 'advisory' and granted order by pool`,
    [['first', 'second', 'only']],
  )
  return rows.map(row => row.pool)
}
