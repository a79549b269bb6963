import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import type { ForceTx } from '../forces/service.ts'
import { inTestForce, type TestPlatform } from './test-platform.ts'

type Row = Readonly<Record<string, unknown>>
type State = Readonly<Record<string, readonly string[]>>

/** Every row of every table of the test's force, as JSON, in order. */
export function forceState(platform: TestPlatform): Promise<State> {
  return inTestForce(platform, async tx => {
    const state: Record<string, readonly string[]> = {}
    for (const [table, rows] of await readTables(tx)) state[table] = rows.map(row => JSON.stringify(row)).sort()
    return state
  })
}

/**
 * The same so that two forces can be compared: what is sealed is opened, and an id stands for what its row says and for
 * the rows that it leads to, so that who belongs to what is compared too.
 */
export function comparableState(
  platform: TestPlatform,
  /** What of a row is compared; nothing of a table that is left out. */
  tidy: (table: string, row: Row) => Row | undefined,
): Promise<State> {
  return inTestForce(platform, async tx => {
    const tables = new Map<string, readonly Row[]>()
    for (const [table, rows] of await readTables(tx))
      tables.set(
        table,
        rows.map(row => tidy(table, opened(tx, table, row))).filter(row => row !== undefined),
      )
    let names: ReadonlyMap<string, string> = new Map()
    for (let round = 0; round < roundsOfNaming; round += 1) names = named(tables, names)
    const state: Record<string, readonly string[]> = {}
    for (const [table, rows] of tables) state[table] = rows.map(row => textOf(row, names)).sort()
    return state
  })
}

async function readTables({ db }: ForceTx): Promise<ReadonlyMap<string, readonly Row[]>> {
  const found = new Map<string, readonly Row[]>()
  const tables = await sql<{ tablename: string }>`
    select tablename from pg_tables where schemaname = current_schema() order by tablename`.execute(db)
  for (const { tablename } of tables.rows) {
    const { rows } = await sql<{ row: Row }>`select to_jsonb(t) as row from ${sql.id(tablename)} t`.execute(db)
    found.set(
      tablename,
      rows.map(({ row }) => row),
    )
  }
  return found
}

function opened(tx: ForceTx, table: string, row: Row): Row {
  return Object.fromEntries(
    Object.entries(row).map(([column, value]) =>
      column.endsWith('_sealed') && typeof value === 'string'
        ? [column, tx.seal.unseal(`${table}.${column.replace('_sealed', '')}`, Buffer.from(value.slice(2), 'hex'))]
        : [column, value],
    ),
  )
}

/** From a row to a row that it names to a row that that one names: as far as what an import brings reaches. */
const roundsOfNaming = 4

const named = (tables: ReadonlyMap<string, readonly Row[]>, before: ReadonlyMap<string, string>) =>
  new Map(
    [...tables].flatMap(([table, rows]) =>
      rows.flatMap(row => (typeof row.id === 'string' ? [[row.id, nameOf(table, row, before)] as const] : [])),
    ),
  )

const nameOf = (table: string, row: Row, names: ReadonlyMap<string, string>): string =>
  createHash('sha256')
    .update(`${table} ${textOf({ ...row, id: null }, names)}`)
    .digest('base64url')
    .slice(0, 12)

const ids = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g
const textOf = (row: Row, names: ReadonlyMap<string, string>): string =>
  JSON.stringify(row).replace(ids, id => names.get(id) ?? 'unknown')
