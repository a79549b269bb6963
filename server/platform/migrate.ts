import { join } from 'node:path'
import { runner } from 'node-pg-migrate'
import type { Database } from './database.ts'
import { forceSchema, sharedSchema } from './database.ts'

const migrations = join(import.meta.dirname, '..', '..', 'migrations')

export const migrateShared = (database: Database) => migrate(database, sharedSchema, 'shared')
export const migrateForce = (database: Database, slug: string) => migrate(database, forceSchema(slug), 'force')

/** Brings one schema up to the newest numbered file; safe while others do the same. Returns the names newly applied. */
async function migrate(database: Database, schema: string, series: 'shared' | 'force'): Promise<readonly string[]> {
  const client = await database.pool.connect()
  try {
    const applied = await runner({
      dbClient: client,
      dir: join(migrations, series),
      direction: 'up',
      schema,
      migrationsSchema: schema,
      createSchema: true,
      createMigrationsSchema: true,
      migrationsTable: 'migrations',
      singleTransaction: true,
      advisoryLockMode: 'wait',
      log: () => undefined,
    })
    return applied.map(migration => migration.name)
  } finally {
    // The runner leaves its search path on the session; a session with one must not go back to the pool.
    client.release(true)
  }
}
