import { pipeline } from 'node:stream/promises'
import type { Insertable } from 'kysely'
import { from } from 'pg-copy-streams'
import { clientOf, type ForceDb } from './database.ts'
import type { ForceTables } from './tables.ts'

/**
 * Rows into a table by COPY, the fastest way in: nothing is returned and there is no `on conflict`, so they must be new. Each has
 * the columns of the first. A piece is sent while the next is made.
 */
export async function copyRows<Table extends keyof ForceTables & string>(
  db: ForceDb,
  table: Table,
  rows: Iterable<Insertable<ForceTables[Table]>>,
): Promise<void> {
  const made = rows[Symbol.iterator]()
  const first = made.next()
  if (first.done) return
  const columns = Object.keys(first.value)
  const client = clientOf(db)
  const names = columns.map(column => client.escapeIdentifier(column)).join(', ')
  const copy = client.query(from(`copy ${client.escapeIdentifier(table)} (${names}) from stdin`))
  await pipeline(pieces(columns, first.value, made), copy)
}

const pieceCharacters = 64 * 1024

type Row = Readonly<Record<string, unknown>>

function* pieces(columns: readonly string[], first: Row, others: Iterator<Row>): Generator<string> {
  let piece = ''
  for (let row: Row | undefined = first; row; row = nextOf(others)) {
    let separator = ''
    for (const column of columns) {
      piece += separator + asText(row[column])
      separator = '\t'
    }
    piece += '\n'
    if (piece.length < pieceCharacters) continue
    yield piece
    piece = ''
  }
  if (piece !== '') yield piece
}

function nextOf<Item>(items: Iterator<Item>): Item | undefined {
  const next = items.next()
  return next.done ? undefined : next.value
}

/** COPY's text format. */
function asText(value: unknown): string {
  if (value === null || value === undefined) return '\\N'
  if (typeof value === 'string') return escaped(value)
  if (Buffer.isBuffer(value)) return `\\\\x${value.toString('hex')}`
  if (Array.isArray(value)) return value.length === 0 ? '{}' : escaped(arrayLiteral(value))
  return String(value)
}

const escapes: Readonly<Record<string, string>> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' }
const escaped = (text: string): string =>
  /[\\\t\n\r]/.test(text) ? text.replace(/[\\\t\n\r]/g, character => escapes[character] as string) : text
const arrayLiteral = (items: readonly string[]): string =>
  `{${items.map(item => `"${item.replace(/["\\]/g, '\\$&')}"`).join(',')}}`
