import { setImmediate as nextTurn } from 'node:timers/promises'
import type { ImportRow, OpenedFile, WrittenRow } from '../platform/import/reader.ts'

/** Rows of a file that are taken in together, in its order, and what else was passed on the way to the last of them. */
export interface Batch<Row> {
  readonly rows: readonly Row[]
  /** The same rows as they were written. */
  readonly written: readonly WrittenRow[]
  readonly misshapen: readonly { readonly row: ImportRow; readonly reason: string }[]
  readonly blank: number
  readonly repeatedHeaders: number
  /** Of the file, with what comes before. */
  readonly bytesRead: number
}

/** More are faster, and take memory: three batches are about at once, one being read, one waiting, one being saved. */
const batchRows = 4000
/**
 * Rows may be as long, and as wide, as they like: a batch of such is shorter, so that memory has a bound. A cell counts as eight more: an
 * empty one takes room too.
 */
const batchCharacters = 4_000_000

/** Prepared without a pause: the batch that the database has in hand goes on between them. */
const rowsPerTurn = 25

export interface Batching<Row> {
  /** What depends on nothing but the row. */
  readonly prepare: (row: ImportRow) => Row
  /** As many rows, refused ones with them, are behind us already. */
  readonly skipRows: number
  readonly maximumRows?: number
}

/**
 * The batches of a file. While one is worked on the next is read and prepared, so that this process and the database
 * work at the same time; no more than one is ahead.
 */
export const readBatches = <Row>(file: OpenedFile, batching: Batching<Row>): AsyncGenerator<Batch<Row>> =>
  oneAhead(oneByOne(file, batching))

async function* oneByOne<Row>(file: OpenedFile, { prepare, skipRows, maximumRows = batchRows }: Batching<Row>) {
  let bytesRead = 0
  let toSkip = skipRows
  let batch = emptyBatch<Row>()
  const entries = file.rows(bytes => {
    bytesRead = bytes
  })
  for await (const read of entries) {
    if (toSkip > 0) {
      if (read.kind === 'row' || read.kind === 'misshapen') toSkip -= 1
      // What reads rows may remember what it read.
      if (read.kind === 'row') prepare(read.row)
      continue
    }
    if (read.kind === 'blank') batch.blank += 1
    else if (read.kind === 'repeated_header') batch.repeatedHeaders += 1
    else if (read.kind === 'misshapen') batch.misshapen.push({ row: read.row, reason: read.reason })
    else {
      const { line, cells, warnings } = read.row
      batch.written.push({ line, cells, warnings })
      batch.rows.push(prepare(read.row))
      if (batch.rows.length % rowsPerTurn === 0) await nextTurn()
    }
    if ('row' in read) for (const cell of read.row.cells) batch.characters += cell.length + 8
    if (batch.rows.length + batch.misshapen.length < maximumRows && batch.characters < batchCharacters) continue
    yield { ...batch, bytesRead }
    batch = emptyBatch<Row>()
  }
  yield { ...batch, bytesRead }
}

/** Prepares each row of a file, for those who remember what they prepared. */
export async function prepareAll<Row>(file: OpenedFile, prepare: (row: ImportRow) => Row): Promise<void> {
  for await (const read of file.rows()) if (read.kind === 'row') prepare(read.row)
}

const emptyBatch = <Row>() => ({
  rows: [] as Row[],
  written: [] as WrittenRow[],
  misshapen: [] as { row: ImportRow; reason: string }[],
  blank: 0,
  repeatedHeaders: 0,
  characters: 0,
})

async function* oneAhead<Item>(items: AsyncGenerator<Item>): AsyncGenerator<Item> {
  const fetch = () => {
    const next = items.next()
    next.catch(() => undefined) // thrown where it is awaited
    return next
  }
  let next = fetch()
  try {
    for (let found = await next; !found.done; found = await next) {
      next = fetch()
      yield found.value
    }
  } finally {
    await items.return(undefined)
  }
}
