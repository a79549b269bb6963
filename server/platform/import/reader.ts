import { unneutralised } from '../csv-line.ts'
import { type FileRecord, isFilled, maximumColumns } from './file-record.ts'
import { footerTest } from './footer.ts'
import { columnsIn, HeadingsAgain, inOrder, type Order } from './headings-again.ts'
import { isListField, markerReader, markersField } from './list-fields.ts'
import { importColumnTwice, importFileEmpty, importHeaderMismatch, importTooManyColumns } from './problems.ts'
import { headingsOf, type NamedProfile } from './profile.ts'
import { isRejectColumn } from './reject-columns.ts'
import type { Source } from './source.ts'
import { openFile, type Table } from './table.ts'

/** Where a row stood, and how. */
export interface WrittenRow {
  readonly line: number
  /** The cells as they stood, without the reject columns: for the rejects file. */
  readonly cells: readonly string[]
  /** Of a row of another shape, which of the file's columns stood where in the headings above it: one list for all under these. */
  readonly columns?: readonly number[]
  /** What is odd about the row as it is written, by code. */
  readonly warnings: readonly string[]
}

/** With its values by field of the profile, trimmed; a field the profile does not name is absent. */
export interface ImportRow extends WrittenRow {
  readonly values: Readonly<Record<string, string>>
}

export type ReadRow =
  | { readonly kind: 'row'; readonly row: ImportRow }
  | { readonly kind: 'blank' }
  /** The headings once more, where exports were put together. */
  | { readonly kind: 'repeated_header' }
  /** Its values are as far as they can be read: a cell that is missing moves those behind it. */
  | { readonly kind: 'misshapen'; readonly row: ImportRow; readonly reason: Misshapen }

const misshapen = ['too_few_columns', 'too_many_columns'] as const
type Misshapen = (typeof misshapen)[number]
export const isMisshapen = (reason: string): reason is Misshapen => misshapen.some(known => known === reason)

export interface OpenedFile {
  readonly profile: NamedProfile
  /** The headings as written, without the reject columns. */
  readonly header: readonly string[]
  /** From the first, each time it is called. `onRead` hears how many bytes are behind it. */
  rows(onRead?: (bytes: number) => void): AsyncGenerator<ReadRow>
  /** Reads the whole once, without taking anything in; throws the problem of what can't be read, by line. */
  check(onRead?: (bytes: number) => void): Promise<Checked>
}

export interface Checked {
  /** With the misshapen ones, without blank lines, footer and repeated headings. */
  readonly rows: number
  readonly bytes: number
}

/** Reads the headings by the profile. Throws a problem that names file, line and column. */
export async function openImport(source: Source, profile: NamedProfile): Promise<OpenedFile> {
  const { fileName } = source
  const table = (await openFile(source)).table(profile.profile)
  const { line, cells: header } = await readHeader(fileName, table)
  const headings = headingsOf(profile.profile)
  const missing = headings.filter(heading => !header.includes(heading))
  if (missing.length > 0) throw importHeaderMismatch(fileName, line, profile.name, missing)
  const twice = headings.filter(name => header.indexOf(name) !== header.lastIndexOf(name))
  if (twice.length > 0) throw importColumnTwice(fileName, line, twice)
  return new Opened(source, { profile, table, line, header })
}

interface Headed {
  readonly profile: NamedProfile
  readonly table: Table
  readonly line: number
  readonly header: readonly string[]
}

/** The headings, trimmed. Throws `import_file_empty`, `import_too_many_columns`. */
export async function readHeader(fileName: string, table: Table): Promise<FileRecord> {
  const header = await table.header()
  if (header === undefined) throw importFileEmpty(fileName)
  if (header.cells.length > maximumColumns)
    throw importTooManyColumns(fileName, header.line, header.cells.length, maximumColumns)
  return { line: header.line, cells: header.cells.map(heading => heading.trim()) }
}

/** A field, and where the cells are that make it: nearly always one. */
interface Place {
  readonly field: string
  readonly column: number
  readonly more: readonly number[]
  /** Between what several cells say. */
  readonly separator: string
}

class Opened implements OpenedFile {
  readonly profile: NamedProfile
  readonly header: readonly string[]
  private readonly source: Source
  private readonly table: Table
  private readonly headings: readonly string[]
  private readonly headerLine: number
  private readonly again: HeadingsAgain
  private readonly places: readonly Place[]
  /** Copied for each row: an object that grows field by field takes several times as long. */
  private readonly noValues: Readonly<Record<string, string>>
  /** Columns that aren't those of a rejects file; null where all are kept. */
  private readonly kept: readonly number[] | null
  private readonly isFooter: (cells: readonly string[]) => boolean
  private readonly readMarkers: ReturnType<typeof markerReader>

  constructor(source: Source, { profile, table, line, header }: Headed) {
    this.source = source
    this.profile = profile
    this.table = table
    this.headings = header
    this.headerLine = line
    this.again = new HeadingsAgain(source.fileName, { line, cells: header }, headingsOf(profile.profile))
    this.places = Object.entries(profile.profile.columns).map(([field, columns]) => {
      const [column = -1, ...more] = [columns].flat().map(heading => header.indexOf(heading))
      return { field, column, more, separator: isListField(field) ? profile.profile.listSeparator : ' ' }
    })
    this.noValues = Object.fromEntries(this.places.map(({ field }) => [field, '']))
    const kept = header.flatMap((heading, at) => (isRejectColumn(heading) ? [] : [at]))
    this.kept = kept.length === header.length ? null : kept
    this.header = kept.map(at => header[at] as string)
    this.isFooter = footerTest(profile.profile)
    this.readMarkers = markerReader(profile.profile)
  }

  async *rows(onRead?: (bytes: number) => void): AsyncGenerator<ReadRow> {
    let under = this.headingsIn(null)
    for await (const records of this.table.records(onRead))
      for (const record of records) {
        const kind = this.kindOf(record)
        if (kind === 'repeated_header') under = this.headingsIn(this.again.orderBy(record) ?? null)
        if (kind === 'blank' || kind === 'repeated_header') yield { kind }
        else if (kind === 'row') yield { kind, row: this.rowOf(record, under.order) }
        else if (kind !== 'header' && kind !== 'footer')
          yield {
            kind: 'misshapen',
            reason: kind,
            row: { ...this.rowOf(record, under.order), ...asItStood(record, under, this.kept !== null) },
          }
      }
  }

  async check(onRead?: (bytes: number) => void): Promise<Checked> {
    let rows = 0
    for await (const records of this.table.records(onRead))
      for (const record of records) if (isRow[this.kindOf(record)]) rows += 1
    return { rows, bytes: this.source.size }
  }

  private kindOf(record: FileRecord): keyof typeof isRow {
    const { line, cells } = record
    if (line <= this.headerLine) return 'header'
    const { headings } = this
    if (this.again.orderBy(record) !== undefined) return 'repeated_header'
    if (!cells[0] && !isFilled(record)) return 'blank'
    if (this.isFooter(cells)) return 'footer'
    if (cells.length > headings.length) return 'too_many_columns'
    if (cells.length < headings.length && !this.table.isRagged) return 'too_few_columns'
    return 'row'
  }

  private rowOf({ line, cells: found }: FileRecord, order: Order): ImportRow {
    const written = inOrder(this.table.isRagged ? filledUp(found, this.headings.length) : found, order)
    const cells = this.kept === null ? written : written.map(unneutralised)
    const values = { ...this.noValues }
    for (const { field, column, more, separator } of this.places) {
      const text = this.textAt(column, field, cells)
      values[field] =
        more.length === 0 ? text : joined([text, ...more.map(at => this.textAt(at, field, cells))], separator)
    }
    return { line, values, cells: this.keptOf(cells), warnings: this.table.oddities.in(values) }
  }

  private textAt(column: number, field: string, cells: readonly string[]): string {
    const text = (cells[column] ?? '').trim()
    return field === markersField ? this.readMarkers(text, this.headings[column] ?? '') : text
  }

  private keptOf(cells: readonly string[]): readonly string[] {
    if (this.kept === null) return cells
    return this.kept.map(at => cells[at] ?? '')
  }

  private headingsIn(order: Order): Headings {
    const columns = order === null ? this.headings.map((_, at) => at) : columnsIn(order)
    const isKept = columns.map(column => !isRejectColumn(this.headings[column] ?? ''))
    const places = new Map((this.kept ?? this.headings.map((_, at) => at)).map((column, at) => [column, at]))
    return { order, isKept, columns: columns.flatMap(column => places.get(column) ?? []) }
  }
}

/** Headings as they stand above the rows that follow. */
interface Headings {
  readonly order: Order
  /** By place, as written: not one of those that a rejects file adds. */
  readonly isKept: readonly boolean[]
  /** Which of the file's columns stands where, of those that are kept. */
  readonly columns: readonly number[]
}

/** Nobody knows which cell a row of another shape lacks, or has twice: it stays as written, under the headings above it. */
const asItStood = ({ cells }: FileRecord, { isKept, columns }: Headings, isOfRejects: boolean) => ({
  cells: (isOfRejects ? cells.map(unneutralised) : cells).filter((_, at) => isKept[at] ?? true),
  columns,
})

/** Which records count as rows. */
const isRow = {
  header: false,
  blank: false,
  repeated_header: false,
  footer: false,
  too_few_columns: true,
  too_many_columns: true,
  row: true,
} as const

const filledUp = (cells: readonly string[], columns: number): readonly string[] =>
  cells.length < columns ? [...cells, ...Array<string>(columns - cells.length).fill('')] : cells

const joined = (texts: readonly string[], separator: string) => texts.filter(text => text !== '').join(separator)
