import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { setImmediate as nextTurn } from 'node:timers/promises'
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

/** Several tables, one after the other: rows are made while the database has those before in hand. */
export class Copies {
  private readonly client: pg.PoolClient
  private sent: Promise<void> = Promise.resolve()

  constructor(db: ForceDb) {
    this.client = clientOf(db)
  }

  /** Returns when these are made and on their way: `done` says when they are in. */
  async add<Table extends keyof ForceTables & string>(table: Table, rows: Rows<Table>): Promise<void> {
    const made = rows[Symbol.iterator]()
    const first = made.next()
    if (first.done) return
    const columns = Object.keys(first.value)
    const encoders = await this.encodersOf(table, columns)
    const pieces = new Pieces()
    this.sent = this.sent.then(() => this.send(table, columns, pieces))
    this.sent.catch(() => undefined) // thrown where it is awaited: by `done`
    await pieces.fill(encodeRows(encoders, withFirst(first.value, made)))
  }

  async done(): Promise<void> {
    await this.sent
  }

  private async send(table: string, columns: readonly string[], pieces: Pieces): Promise<void> {
    const names = columns.map(column => this.client.escapeIdentifier(column)).join(', ')
    const statement = `copy ${this.client.escapeIdentifier(table)} (${names}) from stdin (format binary)`
    await pipeline(pieces, this.client.query(from(statement)))
    pieces.reuse()
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

/** What waits to be sent of one table: as much as is made, for it never makes its maker wait. */
class Pieces extends Readable {
  private readonly made: Buffer[] = []

  override _read(): void {
    // They come as they are made.
  }

  /** Between two of them what is made is sent, and answers are heard. A fault in making them is the fault of sending them, too. */
  async fill(pieces: Iterable<Buffer>): Promise<void> {
    try {
      for (const piece of pieces) {
        this.made.push(piece)
        this.push(piece)
        await nextTurn()
      }
      this.push(null)
    } catch (error) {
      this.on('error', () => undefined) // where nothing was sent yet, nobody listens
      this.destroy(error as Error)
      throw error
    }
  }

  reuse(): void {
    reusePieces(this.made)
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
