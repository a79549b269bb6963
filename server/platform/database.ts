import { Kysely, PostgresDialect, type PostgresPoolClient, sql, type Transaction } from 'kysely'
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
  let closed: Promise<void> | undefined

  return {
    connection,
    pool,
    shared: kysely.withSchema(sharedSchema) as unknown as Kysely<SharedTables>,
    async inSchema(schema, work) {
      const client = await pool.connect()
      const held = hold(client, pool.options)
      try {
        return await held.kysely.transaction().execute(async tx => {
          // The builder qualifies names by itself; the path does it for plain SQL, and nothing else is on it.
          await sqlSearchPath(schema).execute(tx)
          const db = tx.withSchema(schema)
          clients.set(db, client)
          return work(db as never)
        })
      } finally {
        client.release(held.isBroken)
      }
    },
    close() {
      // The builder would end the pool only if it was itself used.
      closed ??= pool.end()
      return closed
    },
  }
}

/** The connection of a transaction that `inSchema` gave, for what the builder can't say (COPY). */
export function clientOf(db: object): pg.PoolClient {
  const client = clients.get(db)
  if (!client) throw new Error('this is no transaction of inSchema')
  return client
}
const clients = new WeakMap<object, pg.PoolClient>()

interface Held {
  readonly kysely: Kysely<unknown>
  /** The builder could not even roll back: the connection is not to be used again. */
  isBroken: boolean
}

/** The builder on one connection of the pool, made once for each. */
function hold(client: pg.PoolClient, options: pg.PoolOptions): Held {
  const known = holds.get(client)
  if (known) return known
  const lent: PostgresPoolClient = {
    query: client.query.bind(client) as PostgresPoolClient['query'],
    release: isBroken => {
      held.isBroken ||= Boolean(isBroken)
    },
  }
  const pool = { connect: async () => lent, end: async () => undefined, options }
  const held: Held = { kysely: new Kysely<unknown>({ dialect: new PostgresDialect({ pool }) }), isBroken: false }
  holds.set(client, held)
  return held
}
const holds = new WeakMap<pg.PoolClient, Held>()

function sqlSearchPath(schema: string) {
  return sql`select set_config('search_path', ${schema}, true)`
}

export type ForceDb = Transaction<ForceTables>
