import pg from 'pg'
import type { Connection } from './database.ts'

export interface SessionLock {
  /** Aborts when the connection that holds the lock is lost, and the lock with it. */
  readonly lost: AbortSignal
  release(): Promise<void>
}

/**
 * A lock of the whole database that lasts as long as this process holds it, and is free at once when the process dies.
 * Undefined: another holds it.
 */
export async function trySessionLock(connection: Connection, name: string): Promise<SessionLock | undefined> {
  const client = new pg.Client({ ...connection, application_name: 'ringback lock', keepAlive: true })
  const lost = new AbortController()
  client.on('error', () => undefined) // 'end' follows
  client.once('end', () => lost.abort(new Error(`the connection that held the lock ${name} is lost`)))
  await client.connect()
  const { rows } = await client.query<{ held: boolean }>(
    'select pg_try_advisory_lock(hashtextextended($1, 0)) as held',
    [name],
  )
  if (rows[0]?.held) return { lost: lost.signal, release: () => client.end() }
  await client.end()
  return undefined
}
