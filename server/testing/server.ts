import pg from 'pg'
import type { Connection } from '../platform/database.ts'

/** The same server, another database. */
export function withDatabase(server: Connection, name: string): Connection {
  if (!('connectionString' in server)) return { ...server, database: name }
  const url = new URL(server.connectionString)
  url.pathname = `/${name}`
  return { connectionString: url.href }
}

/** One statement on a connection of its own, outside any transaction. */
export async function execute(server: Connection, statement: string): Promise<void> {
  const client = new pg.Client(server)
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}

/** A connection as DATABASE_URL would name it. */
export function urlOf(connection: Connection): string {
  if ('connectionString' in connection) return connection.connectionString
  const { host, user, database } = connection
  return `postgresql:///${database}?host=${encodeURIComponent(host)}&user=${user}`
}
