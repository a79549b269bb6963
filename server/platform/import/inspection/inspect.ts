import type { CountryCode } from 'libphonenumber-js'
import { type FileRecord, isFilled } from '../file-record.ts'
import { inOrder, type Order, orderIn } from '../headings-again.ts'
import { headingsOf, type ImportKind, importKinds, type NamedProfile, type Profile } from '../profile.ts'
import { readHeader } from '../reader.ts'
import type { Source } from '../source.ts'
import { type Dialect, type OpenFile, openFile, type Table } from '../table.ts'
import { guessEncoding, guessShape, guessSkipLines } from './guess-writing.ts'
import { kindByHeadings } from './headings.ts'
import { type SeenColumn, seenColumn } from './looks.ts'
import { listSeparatorOf, proposedCategories, proposedMarkers, proposedValues } from './meanings.ts'
import { dateNotices, noticesOf, sheetNotices } from './notices.ts'
import { isDateField, proposedColumns } from './proposal.ts'
import { dateFormatOf } from './questions.ts'
import type { Inspection } from './schema.ts'

type Definition = Readonly<Record<string, unknown>>

export interface InspectOptions {
  /** What kind of file it is taken for; without it the headings say. */
  readonly kind?: ImportKind
  /** How somebody said that it is to be read: what is in it isn't guessed. The shape of a profile file, or part of one. */
  readonly definition?: Definition
  readonly country: CountryCode
  readonly timeZone: string
}

const rowsLookedAt = 5000
/** A cell counts as eight more: an empty one too takes room, and time to look at. */
const charactersLookedAt = 4_000_000

/** Looks into a file before it is read. Throws the problem of a file that can't be read at all. */
export async function inspect(
  source: Source,
  known: readonly NamedProfile[],
  { kind: asked, definition = {}, country }: InspectOptions,
): Promise<Inspection> {
  const file = await openFile(source)
  const written = await writingOf(source, file, definition)
  const table = file.table(written.dialect)
  const { line, cells: header } = await readHeader(source.fileName, table)
  const { rows, footer } = await firstRows(table, line, header)
  const sheet = await table.sheet()
  const fits = known.find(
    ({ profile }) =>
      (asked === undefined || profile.kind === asked) && headingsOf(profile).every(heading => header.includes(heading)),
  )
  const kind = (definition.kind as ImportKind | undefined) ?? asked ?? fits?.profile.kind ?? kindByHeadings(header)
  const cells = rows.map(row => row.cells)
  const seen = header.map((heading, at) => seenColumn(heading, at, cells, { century, country }))
  const isKnown = fits !== undefined && isWrittenAs(fits.profile, file.format, written)
  const proposal = fits
    ? { ...fits.profile, ...(isKnown ? {} : written.said) }
    : { ...written.said, ...(footer && { footer }), ...(kind && { kind, ...proposedReading(seen, cells, kind) }) }
  const reading = { ...proposal, ...definition }
  return {
    format: file.format,
    sheets: [...file.sheets],
    sheet,
    encoding: table.encoding?.encoding ?? null,
    encodingBecause: written.because,
    delimiter: file.format === 'csv' ? table.delimiter : null,
    skipLines: written.dialect.skipLines,
    header: [...header],
    rows: cells.slice(0, 20).map(row => [...row]),
    rowsLookedAt: rows.length,
    columns: seen.map(column => columnOf(column, reading.columns ?? {})),
    kind,
    profile: isKnown ? fits.name : null,
    definition: reading,
    questions: [...(kind === null ? [kindQuestion] : []), ...(fits ? [] : dateQuestions(seen, reading.columns ?? {}))],
    notices: [
      ...sheetNotices(sheet, file.sheets),
      ...dateNotices(rows, seen, heading => dateFormatOf(heading, reading) ?? undefined, century),
      ...noticesOf(rows, seen, table.encoding?.encoding ?? null),
    ],
  }
}

/** Whether a date can be read isn't a matter of its century. */
const century = { thisYear: 2099, ahead: 0 }

interface Writing {
  readonly dialect: Dialect
  /** Of the dialect what a definition has to say. */
  readonly said: Partial<Dialect>
  readonly because: string
  /** The encoding of a profile reads it too. */
  readonly isReadBy: (encoding: Profile['encoding']) => boolean
}

async function writingOf(source: Source, file: OpenFile, definition: Definition): Promise<Writing> {
  const given = definition as Partial<Dialect>
  if (file.format === 'xlsx') {
    const sheet = given.sheet === undefined ? {} : { sheet: given.sheet }
    const plain: Dialect = { delimiter: ',', encoding: 'utf-8', skipLines: 0, ...sheet }
    const skipLines = given.skipLines ?? guessSkipLines(await firstRecords(file.table(plain)))
    return {
      dialect: { ...plain, skipLines },
      said: { skipLines, ...sheet },
      because: 'A workbook says so itself',
      isReadBy: () => true,
    }
  }
  const guessed = await guessEncoding(source, file.head)
  const encoding = given.encoding ?? guessed.encoding
  const text = new TextDecoder(encoding === 'utf-16' ? 'utf-16le' : encoding).decode(file.head)
  const shape = guessShape(text, given.skipLines)
  const dialect = { encoding, delimiter: given.delimiter ?? shape.delimiter, skipLines: shape.skipLines }
  return {
    dialect,
    said: dialect,
    because: given.encoding === undefined ? guessed.why : 'You said so',
    // A mark, or zeros, decide over the encoding that a profile names.
    isReadBy: named => named === encoding || guessed.isPlain || guessed.because !== 'profile',
  }
}

const recordsToGuessBy = 200

async function firstRecords(table: Table): Promise<readonly FileRecord[]> {
  const records: FileRecord[] = []
  for await (const found of table.records()) {
    records.push(...found.filter(isFilled))
    if (records.length >= recordsToGuessBy) break
  }
  return records.slice(0, recordsToGuessBy)
}

/** A workbook has no delimiter. */
const isWrittenAs = (profile: Profile, format: OpenFile['format'], { dialect, isReadBy }: Writing): boolean =>
  profile.skipLines === dialect.skipLines &&
  (format === 'xlsx' || profile.delimiter === dialect.delimiter) &&
  isReadBy(profile.encoding)

export interface SeenRow {
  readonly line: number
  readonly cells: readonly string[]
}

async function firstRows(table: Table, headerLine: number, header: readonly string[]) {
  const rows: FileRecord[] = []
  let order: Order = null
  let characters = 0
  let isWhole = true
  reading: for await (const records of table.records())
    for (const record of records) {
      if (record.line <= headerLine || !isFilled(record)) continue
      const again = orderIn(
        header,
        record.cells.map(cell => cell.trim()),
      )
      if (again !== undefined) {
        order = again
        continue
      }
      // One more than there are headings tells that the row is too long.
      const cells = record.cells.length > header.length ? record.cells.slice(0, header.length + 1) : record.cells
      rows.push({ line: record.line, cells: inOrder(cells, order) })
      characters += cells.join('').length + 8 * cells.length
      if (rows.length < rowsLookedAt && characters < charactersLookedAt) continue
      isWhole = false
      break reading
    }
  const footer = isWhole ? footerOf(rows.at(-1), header.length) : undefined
  return { rows: footer === undefined ? rows : rows.slice(0, -1), footer }
}

/** "Total records: 1,204" as a pattern, where the last line is that and no row. */
function footerOf(last: FileRecord | undefined, columns: number): string | undefined {
  const filled = last?.cells.filter(cell => cell.trim() !== '') ?? []
  if (filled.length > Math.max(2, columns / 3)) return undefined
  const words = /^\s*((?:grand |sub)?totals?|records|rows|count|end of (?:report|file)|\d+ (?:rows|records))\b/i
  const found = words.exec(last?.cells[0] ?? '')?.[1]
  return found && `^\\s*${found.replace(/^\d+/, '\\d+')}`
}

/** Which columns, how their dates are written (unless that is to be asked), and what their codes mean. */
function proposedReading(seen: readonly SeenColumn[], rows: readonly (readonly string[])[], kind: ImportKind) {
  const columns = proposedColumns(seen, kind)
  const listSeparator = listSeparatorOf(columns, seen, kind)
  const dateFormats = Object.fromEntries(
    Object.entries(columns).flatMap(([field, headings]) => {
      const heading = [headings].flat()[0]
      const column = isDateField(field) ? seen.find(other => other.heading === heading) : undefined
      const [format] = column?.dates.orders.length === 0 ? column.dates.fits : []
      return format === undefined ? [] : [[field, format]]
    }),
  )
  return {
    columns,
    dateFormats,
    listSeparator,
    values: proposedValues(columns, seen),
    categories: proposedCategories(columns, seen, rows),
    markers: proposedMarkers(columns, seen, listSeparator),
  }
}

const kindQuestion: Inspection['questions'][number] = {
  code: 'kind',
  column: null,
  options: [...importKinds],
  text: 'Is this a file of staff, of people who received a service, or of interviews?',
}

function dateQuestions(seen: readonly SeenColumn[], columns: Readonly<Record<string, unknown>>) {
  const read = new Set(
    Object.entries(columns).flatMap(([field, headings]) => (isDateField(field) ? [headings].flat() : [])),
  )
  return seen
    .filter(({ heading, dates }) => read.has(heading) && dates.orders.length > 0)
    .map(({ heading, dates }) => ({
      code: 'date_order' as const,
      column: heading,
      options: [...dates.orders],
      text: `Does the day or the month come first in "${heading}"?`,
    }))
}

function columnOf(column: SeenColumn, columns: Readonly<Record<string, unknown>>): Inspection['columns'][number] {
  const { heading, values, distinct, looksLike, dates } = column
  return {
    heading,
    examples: [...distinct].slice(0, 5).map(text => text.slice(0, 200)),
    filled: values.length,
    distinct: Math.min(distinct.size, 1000),
    looksLike,
    dateFits: dates.fits.map(format => ({ format, fits: dates.read })),
    isAmbiguousDate: dates.orders.length > 0,
    field: Object.keys(columns).find(field => [columns[field]].flat().includes(heading)) ?? null,
  }
}
