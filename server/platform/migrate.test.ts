import { expect, it } from 'vitest'
import { closeAfterTest, testPlatform } from '../testing/test-platform.ts'
import { migrateForce, migrateShared } from './migrate.ts'

it('brings a schema up once when two processes do it at the same moment', async () => {
  const platform = await testPlatform()
  closeAfterTest(platform)
  const both = await Promise.all([migrateForce(platform.database, 'both'), migrateForce(platform.database, 'both')])
  expect(both.map(applied => applied.length > 0).sort()).toEqual([false, true])
  expect(await migrateForce(platform.database, 'both')).toEqual([])
})

it('brings many forces up side by side, each with the same tables', async () => {
  const platform = await testPlatform()
  closeAfterTest(platform)
  await Promise.all(['one', 'two', 'three'].map(slug => migrateForce(platform.database, slug)))
  const { rows } = await platform.database.pool.query(
    `select count(*)::int as tables from pg_tables where schemaname like 'force\\_%' group by schemaname`,
  )
  expect(rows).toHaveLength(3)
  expect(new Set(rows.map(row => row.tables)).size).toBe(1)
})

it('leaves nothing in the public schema, and nothing to do for the shared one', async () => {
  const platform = await testPlatform()
  closeAfterTest(platform)
  const { rows } = await platform.database.pool.query(`select tablename from pg_tables where schemaname = 'public'`)
  expect(rows).toEqual([])
  expect(await migrateShared(platform.database)).toEqual([])
})
