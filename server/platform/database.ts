import { Kysely, PostgresDialect, sql, type Transaction } from 'kysely'
import pg from 'pg'
import type { ForceTables, SharedTables } from './tables.ts'

export const sharedSchema = 'ringback'
export const forceSchema = (slug: string): string => `force_${slug}`

/** How to reach a PostgreSQL: a URL, or the embedded server's socket. */
export type Connection =
  | { readonly connectionString: string }
  | { readonly host: string; readonly user: string; readonly database: string }

const int8 = 20
const date = 1082
const timestamptz = 1184

/** Counts fit a double; days stay text; instants are `Temporal.Instant`. */
function parserFor(oid: number, format?: 'text' | 'binary') {
  if (format !== 'binary') {
    if (oid === int8) return Number
    if (oid === date) return (text: string) => text
    if (oid === timestamptz) return (text: string) => Temporal.Instant.from(text.replace(' ', 'T'))
  }
  return pg.types.getTypeParser(oid, format)
}

export interface Database {
  /** For the few who keep connections of their own: the worker's pool and its lock. */
  readonly connection: Connection
  readonly pool: pg.Pool
  readonly shared: Kysely<SharedTables>
  /** Runs `work` in one transaction whose tables are those of one schema; nothing else opens a transaction. */
  inSchema<Tables, Result>(schema: string, work: (db: Transaction<Tables>) => Promise<Result>): Promise<Result>
  close(): Promise<void>
}

export function openDatabase(connection: Connection, applicationName: string): Database {
  const pool = new pg.Pool({
    ...connection,
    application_name: applicationName,
    max: 12,
    types: { getTypeParser: parserFor as typeof pg.types.getTypeParser },
  })
  // A connection that breaks while idle is replaced at the next query, which reports its own error.
  pool.on('error', () => undefined)
  pool.on('connect', client => client.on('error', () => undefined))
  const kysely = new Kysely<unknown>({ dialect: new PostgresDialect({ pool }) })

  return {
    connection,
    pool,
    shared: kysely.withSchema(sharedSchema) as unknown as Kysely<SharedTables>,
    inSchema: (schema, work) =>
      kysely.transaction().execute(async tx => {
        // The builder qualifies names by itself; the path does it for plain SQL, and nothing else is on it.
        await sqlSearchPath(schema).execute(tx)
        return work(tx.withSchema(schema) as never)
      }),
    close: () => kysely.destroy(),
  }
}

function sqlSearchPath(schema: string) {
  return sql`select set_config('search_path', ${schema}, true)`
}

export type ForceDb = Transaction<ForceTables>
