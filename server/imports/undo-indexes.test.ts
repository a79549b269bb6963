import { sql } from 'kysely'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { partsOfImported } from '../forces/import-journal.ts'
import { inTestForce, type TestPlatform, testForce } from '../testing/test-platform.ts'

let platform: TestPlatform
beforeAll(async () => {
  platform = await testForce()
})
afterAll(() => platform.close())

it('what refers to a row that an undo deletes by the thousand is found by an index', async () => {
  const { units: _, ...tables } = partsOfImported // a force has few units
  const { rows } = await inTestForce(platform, tx =>
    sql<{ refers: string; isIndexed: boolean }>`
      select format('%s.%s', c.conrelid::regclass, a.attname) as refers,
        exists (select from pg_index i where i.indrelid = c.conrelid and i.indkey[0] = a.attnum
          and coalesce(pg_get_expr(i.indpred, i.indrelid) = format('(%I IS NOT NULL)', a.attname), true)) as "isIndexed"
      from pg_constraint c join pg_attribute a on a.attrelid = c.conrelid and a.attnum = c.conkey[1]
      where c.contype = 'f' and c.confrelid = any(${Object.keys(tables)}::regclass[])
      order by 1`.execute(tx.db),
  )
  expect(rows.length).toBeGreaterThan(15)
  expect(rows.filter(({ isIndexed }) => !isIndexed)).toEqual([])
})
