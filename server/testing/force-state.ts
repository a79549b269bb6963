import { sql } from 'kysely'
import { inTestForce, type TestPlatform } from './test-platform.ts'

/** Every row of every table of the test's force, as JSON, in order; `tidy` leaves out of a row what is not to be compared. */
export function forceState(
  platform: TestPlatform,
  tidy: (table: string, row: Readonly<Record<string, unknown>>) => unknown = (_, row) => row,
): Promise<Readonly<Record<string, readonly string[]>>> {
  return inTestForce(platform, async ({ db }) => {
    const tables = await sql<{ tablename: string }>`
      select tablename from pg_tables where schemaname = current_schema() order by tablename`.execute(db)
    const state: Record<string, readonly string[]> = {}
    for (const { tablename } of tables.rows) {
      const { rows } = await sql<{ row: Record<string, unknown> }>`
        select to_jsonb(t) as row from ${sql.id(tablename)} t`.execute(db)
      state[tablename] = rows.map(({ row }) => JSON.stringify(tidy(tablename, row))).sort()
    }
    return state
  })
}
