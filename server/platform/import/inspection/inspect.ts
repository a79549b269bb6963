import { isDeepStrictEqual } from 'node:util'
import type { CountryCode } from 'libphonenumber-js'
import { isKeyField } from '../keys.ts'
import { isNameField } from '../oddities.ts'
import { type ImportKind, importKinds, type NamedProfile, profileShape } from '../profile.ts'
import type { Source } from '../source.ts'
import { type Dialect, openFile } from '../table.ts'
import { chooseProfile } from './choose-profile.ts'
import { completed, type Said } from './completion.ts'
import { firstRows } from './first-rows.ts'
import { kindByHeadings } from './headings.ts'
import { type SeenColumn, seenColumn } from './looks.ts'
import { hasMeanings, markersSeen } from './meanings.ts'
import { dateNotices, endNotices, type NamedDate, noticesOf, sheetNotices } from './notices.ts'
import { type Columns, isDateField } from './proposal.ts'
import { dateFormatOf } from './questions.ts'
import { readingBy, saidOf } from './reading-by.ts'
import type { Inspection } from './schema.ts'

const rowsShown = 20

type Definition = Readonly<Record<string, unknown>>

export interface InspectOptions {
  /** What kind of file it is taken for; without it the headings say. */
  readonly kind?: ImportKind
  /** How somebody said that it is to be read: what is in it isn't guessed. The shape of a profile file, or part of one. */
  readonly definition?: Definition
  readonly country: CountryCode
  readonly timeZone: string
}

/** Looks into a file before it is read. Throws the problem of a file that can't be read at all. */
export async function inspect(
  source: Source,
  known: readonly NamedProfile[],
  { kind: asked, definition = {}, country }: InspectOptions,
): Promise<Inspection> {
  const file = await openFile(source)
  const ofKind = known.filter(({ profile }) => asked === undefined || profile.kind === asked)
  const choice = await chooseProfile(source, file, ofKind, dialectIn(definition))
  const { profile, dialect, table, isWhole, areDatesKnown } = choice
  const header = choice.header.cells
  const { rows, footer } = await firstRows(table, choice.header)
  const sheet = await table.sheet()
  const kind = (definition.kind as ImportKind | undefined) ?? asked ?? profile?.profile.kind ?? kindByHeadings(header)
  const cells = rows.map(row => row.cells)
  const seen = header.map((heading, at) => seenColumn(heading, at, cells, { century, country }))
  const base = profile
    ? readingBy({ ...choice, profile }, file.format, seen)
    : { ...saidOf(dialect, file.format), ...(footer && { footer }), ...(kind && { kind }) }
  const said: Said = { ...base, ...definition }
  const reading = kind === null ? said : completed(said, { seen, rows: cells, kind, known: profile?.profile.columns })
  const isKnown = isWhole && areDatesKnown && isReadAs(profile, reading)
  return {
    format: file.format,
    sheets: [...file.sheets],
    sheet,
    encoding: table.encoding?.encoding ?? null,
    encodingBecause: choice.because,
    isEncodingOpen: choice.isEncodingOpen,
    delimiter: file.format === 'csv' ? table.delimiter : null,
    skipLines: dialect.skipLines,
    header: [...header],
    rows: cells.slice(0, rowsShown).map(row => [...row]),
    lines: rows.slice(0, rowsShown).map(row => row.line),
    rowsLookedAt: rows.length,
    columns: seen.map(column => columnOf(column, reading.columns ?? {})),
    markers: [...markersSeen(reading.columns ?? {}, seen, reading)],
    kind,
    profile: isKnown ? (profile?.name ?? null) : null,
    nearest: isKnown ? null : (profile?.name ?? null),
    definition: reading,
    questions: [
      ...(kind === null ? [kindQuestion] : []),
      ...(areDatesKnown ? [] : dateQuestions(seen, reading.columns ?? {})),
    ],
    notices: [
      ...sheetNotices(sheet, file.sheets),
      ...endNotices(table),
      ...dateNotices(rows, seen, namedDates(reading), century),
      ...noticesOf(rows, seen, {
        ...choice,
        encoding: table.encoding?.encoding ?? null,
        ...columnsOf(reading.columns ?? {}),
      }),
    ],
  }
}

/** Whoever corrected anything reads it in a way of their own: the next such file would be read without the correction. */
const isReadAs = (profile: NamedProfile | undefined, reading: Definition): boolean =>
  isDeepStrictEqual(profileShape.safeParse(reading).data, profile?.profile)

/** What is said of how the file is written. */
function dialectIn(definition: Definition): Partial<Dialect> {
  const said = (['delimiter', 'encoding', 'skipLines', 'sheet'] as const).flatMap(key =>
    definition[key] === undefined ? [] : [[key, definition[key]]],
  )
  return Object.fromEntries(said)
}

/** The dates whose format is said. */
function namedDates(reading: Said): readonly NamedDate[] {
  return Object.entries(reading.columns ?? {}).flatMap(([field, found]) => {
    const headings = [found].flat()
    const format = isDateField(field) ? dateFormatOf(headings[0] ?? '', reading) : null
    return format ? [{ headings, format }] : []
  })
}

/** The headings that names, and that keys, are read from. */
function columnsOf(columns: Columns) {
  const headings = (isOne: (field: string) => boolean) =>
    Object.entries(columns).flatMap(([field, found]) => (isOne(field) ? found : []))
  return { names: headings(isNameField), keys: headings(isKeyField) }
}

/** Whether a date can be read isn't a matter of its century. */
const century = { thisYear: 2099, ahead: 0 }

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
  const field = Object.keys(columns).find(name => [columns[name]].flat().includes(heading)) ?? null
  return {
    heading,
    examples: [...distinct].slice(0, hasMeanings(field) ? 200 : 5).map(text => text.slice(0, 200)),
    filled: values.length,
    distinct: Math.min(distinct.size, 1000),
    looksLike,
    dateFits: dates.fits.map(format => ({ format, fits: dates.read })),
    isAmbiguousDate: dates.orders.length > 0,
    field,
  }
}
