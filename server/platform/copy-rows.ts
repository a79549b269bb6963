import { pipeline } from 'node:stream/promises'
import type { Insertable } from 'kysely'
import type pg from 'pg'
import { from } from 'pg-copy-streams'
import { type Encoder, encodeRows, reusePieces } from './binary-rows.ts'
import { encoderByOid } from './binary-values.ts'
import { clientOf, type ForceDb } from './database.ts'
import type { ForceTables } from './tables.ts'

type Rows<Table extends keyof ForceTables> = Iterable<Insertable<ForceTables[Table]>>

/**
 * Rows into a table by COPY, the fastest way in: nothing is returned and there is no `on conflict`, so they must be new. Each has
 * the columns of the first.
 */
export async function copyRows<Table extends keyof ForceTables & string>(
  db: ForceDb,
  table: Table,
  rows: Rows<Table>,
): Promise<void> {
  const copies = new Copies(db)
  await copies.add(table, rows)
  await copies.done()
}

/** Several tables, one after the other: the rows of one are made while the database has those before in hand. */
export class Copies {
  private readonly client: pg.PoolClient
  private sent: Promise<void> = Promise.resolve()

  constructor(db: ForceDb) {
    this.client = clientOf(db)
  }

  /** Returns when these are on their way and those before are in. */
  async add<Table extends keyof ForceTables & string>(table: Table, rows: Rows<Table>): Promise<void> {
    const made = rows[Symbol.iterator]()
    const first = made.next()
    if (first.done) return
    const columns = Object.keys(first.value)
    const encoders = await this.encodersOf(table, columns)
    const pieces = encodeRows(encoders, withFirst(first.value, made))
    await this.sent
    this.sent = this.send(table, columns, pieces)
    this.sent.catch(() => undefined) // thrown where it is awaited: by the next, or by `done`
  }

  async done(): Promise<void> {
    await this.sent
  }

  private async send(table: string, columns: readonly string[], pieces: readonly Buffer[]): Promise<void> {
    const names = columns.map(column => this.client.escapeIdentifier(column)).join(', ')
    const statement = `copy ${this.client.escapeIdentifier(table)} (${names}) from stdin (format binary)`
    await pipeline(pieces, this.client.query(from(statement)))
    reusePieces(pieces)
  }

  /** By column; the database is asked for the types of a table once for each connection. */
  private async encodersOf(table: string, columns: readonly string[]): Promise<ReadonlyMap<string, Encoder>> {
    const { client } = this
    const byQuestion = encodersByClient.get(client) ?? new Map<string, ReadonlyMap<string, Encoder>>()
    encodersByClient.set(client, byQuestion)
    const names = columns.map(column => client.escapeIdentifier(column)).join(', ')
    const question = `select ${names} from ${client.escapeIdentifier(table)} limit 0`
    const known = byQuestion.get(question)
    if (known) return known
    await this.sent // a fault of what was sent is told as itself, not as a transaction in which nothing more is answered
    const encoders = await askEncoders(client, question)
    byQuestion.set(question, encoders)
    return encoders
  }
}

function* withFirst<Row>(first: Row, others: Iterator<Row>): Generator<Row> {
  for (let row: Row | undefined = first; row; row = nextOf(others)) yield row
}

function nextOf<Item>(items: Iterator<Item>): Item | undefined {
  const next = items.next()
  return next.done ? undefined : next.value
}

const encodersByClient = new WeakMap<pg.PoolClient, Map<string, ReadonlyMap<string, Encoder>>>()

async function askEncoders(client: pg.PoolClient, question: string): Promise<ReadonlyMap<string, Encoder>> {
  const { fields } = await client.query(question)
  return new Map(
    fields.map(({ name, dataTypeID }) => {
      const encoder = encoderByOid.get(dataTypeID)
      if (!encoder)
        throw new Error(`no way to copy into ${name}: the type ${dataTypeID} is missing in binary-values.ts`)
      return [name, encoder]
    }),
  )
}
