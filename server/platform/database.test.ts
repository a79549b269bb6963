import { sql } from 'kysely'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { inTestForce, type TestPlatform, testForce } from '../testing/test-platform.ts'
import { newId } from './id.ts'

let platform: TestPlatform
beforeAll(async () => {
  platform = await testForce()
})
afterAll(() => platform.close())

it('reads instants as instants, days as text, counts as numbers', async () => {
  const { rows } = await platform.database.pool.query(
    `select '2011-03-27T00:30:00.123456Z'::timestamptz as at, '2011-03-27'::date as day, count(*) as many, null::timestamptz as never`,
  )
  const { at, ...others } = rows[0] as { at: Temporal.Instant }
  expect(at.toString()).toBe('2011-03-27T00:30:00.123456Z')
  expect(others).toEqual({ day: '2011-03-27', many: 1, never: null })
})

it('writes all of a transaction or nothing', async () => {
  const unit = {
    id: newId(),
    parent_id: null,
    kind: 'district' as const,
    mailbox: null,
    created_at: platform.clock.now().toString(),
  }
  await expect(
    inTestForce(platform, async tx => {
      await tx.db
        .insertInto('units')
        .values({ ...unit, name: 'Hartlepool' })
        .execute()
      await tx.publish('interview.ended', { interviewId: newId() })
      await sql`select 1 / 0`.execute(tx.db)
    }),
  ).rejects.toThrow('division by zero')
  const kept = await inTestForce(platform, tx =>
    tx.db.selectFrom('units').select('name').where('id', '=', unit.id).execute(),
  )
  const jobs = await platform.database.pool.query('select 1 from graphile_worker.jobs')
  expect([kept, jobs.rows]).toEqual([[], []])
})

it('leaves no search path behind on the connection', async () => {
  await inTestForce(platform, tx => sql`select 1 from units`.execute(tx.db))
  await Promise.all(
    Array.from({ length: 12 }, () =>
      expect(platform.database.pool.query('select 1 from units')).rejects.toThrow('does not exist'),
    ),
  )
})
