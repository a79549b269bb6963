import { Problem } from '../problem.ts'
import { type CsvDialect, CsvScanner } from './csv-scanner.ts'
import { decoded, encodingOf, type FoundEncoding } from './encoding.ts'
import { formatOf } from './file-format.ts'
import { type FileRecord, isFilled, maximumColumns } from './file-record.ts'
import { OddityWatch } from './oddities.ts'
import { importCsvBroken, importTooManyColumns } from './problems.ts'
import type { Profile } from './profile.ts'
import { type RowEnds, rowEnds } from './row-ends.ts'
import type { Source } from './source.ts'
import { openWorkbook, type Workbook } from './workbook/workbook.ts'

/** How a profile says that a file is written. */
export type Dialect = Pick<Profile, 'delimiter' | 'encoding' | 'skipLines' | 'sheet'>

/** A file as records, whatever its format. */
export interface Table {
  readonly encoding: FoundEncoding | null
  /** The profile's, unless the file names another in a line `sep=;` above its headings. */
  readonly delimiter: string
  /** The first record with anything in it: the headings. Looked for in the first bytes, in which a wrong encoding is let pass. */
  header(): Promise<FileRecord | undefined>
  /** The last line with anything in it, by itself: of a large file, all that can be seen of its end. None of a workbook. */
  last(): Promise<FileRecord | undefined>
  /** All of them from the first line after `skipLines` on, blank ones too. */
  records(onRead?: (bytes: number) => void): AsyncGenerator<readonly FileRecord[]>
  /** Sees what `records` reads. */
  readonly oddities: OddityWatch
  /** Which rows end in a delimiter that no cell follows, and the others not. Told by the first bytes. */
  readonly endsInDelimiter: RowEnds['ofDelimiter']
  /** Rows end at their last filled cell: what is missing after it is empty, not lost. */
  readonly isRagged: boolean
  /** Of a workbook, the sheet that is read. Throws `import_sheet_unknown`. */
  sheet(): Promise<string | null>
}

/** A file that was looked at, to be read in a dialect. */
export interface OpenFile {
  readonly format: 'csv' | 'xlsx'
  readonly head: Uint8Array
  /** Of a workbook, those that are visible. */
  readonly sheets: readonly string[]
  table(dialect: Dialect): Table
}

const headBytes = 256 * 1024
const tailBytes = 16 * 1024

/** Throws `import_format_unknown`, `import_workbook_broken`, and what comes of reading the first bytes. */
export async function openFile(source: Source): Promise<OpenFile> {
  const parts: Uint8Array[] = []
  for await (const piece of source.bytes(0, headBytes)) parts.push(piece)
  const head = Buffer.concat(parts)
  const format = await formatOf(source, head)
  if (format === 'csv') return { format, head, sheets: [], table: dialect => csvTable(source, head, dialect) }
  const workbook = await openWorkbook(source)
  return { format, head, sheets: workbook.sheets, table: dialect => sheetTable(source, workbook, dialect) }
}

function csvTable(source: Source, head: Uint8Array, dialect: Dialect): Table {
  const encoding = encodingOf(source.fileName, head, dialect.encoding)
  const oddities = new OddityWatch()
  const text = new TextDecoder(encoding.encoding).decode(head)
  const declared = /^\ufeff?"?sep=([^"\r\n])"?\r?\n/i.exec(text)?.[1]
  const delimiter = declared ?? dialect.delimiter
  const skipLines = declared === undefined ? dialect.skipLines : Math.max(dialect.skipLines, 1)
  const hasLoneReturns = text.includes('\r') && !text.includes('\n')
  const scanner = () => new CsvScanner(source.fileName, { delimiter, skipLines, hasLoneReturns })
  const isWhole = source.size <= head.length
  const first = scanner()
  const atStart = [...first.push(text), ...(isWhole ? first.end() : [])].filter(isFilled)
  const [headings] = atStart
  const ends = rowEnds(atStart)
  return {
    encoding,
    delimiter,
    oddities,
    isRagged: false,
    sheet: async () => null,
    endsInDelimiter: ends.ofDelimiter,
    async header() {
      if (headings === undefined && !isWhole) {
        const columns = text.split(delimiter).length
        if (columns > maximumColumns) throw importTooManyColumns(source.fileName, 1, columns, maximumColumns)
        throw importCsvBroken(source.fileName, 1, noEnd)
      }
      return headings && ends.ended([headings])[0]
    },
    async last() {
      const from = Math.max(0, source.size - tailBytes)
      const tail: Uint8Array[] = []
      for await (const piece of source.bytes(from - (from % 2), source.size)) tail.push(piece)
      const lines = new TextDecoder(encoding.encoding).decode(Buffer.concat(tail)).split(/[\r\n]+/)
      const only = { delimiter, skipLines: 0, hasLoneReturns: true }
      const records = lines.slice(1).map(line => recordOf(source.fileName, line, only))
      return records.findLast(record => record === undefined || isFilled(record))
    },
    async *records(onRead) {
      const found = scanner()
      for await (const piece of decoded(source.fileName, counted(source, onRead), encoding)) {
        oddities.see(piece)
        const records = found.push(piece)
        if (records.length === 0) continue
        yield ends.ended(records)
        oddities.passed()
      }
      yield ends.ended(found.end())
    },
  }
}

/** None where a quotation opens or closes in it: the line is part of a cell. */
function recordOf(fileName: string, line: string, dialect: CsvDialect): FileRecord | undefined {
  if ((line.split('"').length - 1) % 2 === 1) return undefined
  const scanner = new CsvScanner(fileName, dialect)
  try {
    return [...scanner.push(`${line}\n`), ...scanner.end()][0]
  } catch (error) {
    if (error instanceof Problem) return undefined
    throw error
  }
}

function sheetTable(source: Source, workbook: Workbook, { delimiter, skipLines, sheet }: Dialect): Table {
  const oddities = new OddityWatch()
  async function* records(onRead?: (bytes: number) => void) {
    const { rows } = await workbook.sheet(sheet)
    for await (const batch of rows(share => onRead?.(Math.round(share * source.size)))) {
      const found = batch.filter(({ line }) => line > skipLines)
      oddities.see(found.map(({ cells }) => cells.join('\n')).join('\n'))
      yield found
      oddities.passed()
    }
  }
  return {
    encoding: null,
    delimiter,
    oddities,
    isRagged: true,
    endsInDelimiter: null,
    last: async () => undefined,
    records,
    sheet: async () => (await workbook.sheet(sheet)).name,
    async header() {
      for await (const found of records()) {
        const header = found.find(isFilled)
        if (header !== undefined) return header
      }
      return undefined
    },
  }
}

const noEnd = `there is no end of the headings within ${headBytes / 1024} kB`

async function* counted(source: Source, onRead?: (bytes: number) => void): AsyncGenerator<Uint8Array> {
  let bytes = 0
  for await (const piece of source.bytes()) {
    yield piece
    bytes += piece.length
    onRead?.(bytes)
  }
}
