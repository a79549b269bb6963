import type { Inspection } from './api.ts'
import { type Field, fieldsOf, type ImportKind } from './fields.ts'
import { reread } from './reread.ts'

/** What a marker says of a person. */
export interface MarkerMeaning {
  readonly exclude?: string
  readonly needs?: string | readonly string[]
  readonly language?: string
}

/**
 * How a file is read: what a profile file holds, as far as somebody has said it. What isn't said is absent, so that a
 * question of the file stays open until it is answered. Never changed in place: each edit gives the next one.
 */
export interface Definition {
  readonly kind: ImportKind
  /** Nobody has said the kind, and the file doesn't: it stands there as one of them, and is asked about. */
  readonly isKindOpen?: boolean
  readonly delimiter?: string
  readonly encoding?: string
  readonly sheet?: string
  /** Lines above the headings. */
  readonly skipLines?: number
  readonly dateFormat?: string
  readonly dayFormat?: string
  /** By field, where a column is written otherwise than the rest. */
  readonly dateFormats?: Readonly<Record<string, string>>
  readonly listSeparator?: string
  readonly footer?: string
  /** Field to heading; to two, where day and time of day stand apart; to as many as hold officers, or markers. */
  readonly columns: Readonly<Record<string, string | readonly string[]>>
  readonly values?: Readonly<Record<string, Readonly<Record<string, string | boolean>>>>
  readonly categories?: Readonly<Record<string, { readonly exclude?: string }>>
  readonly markers?: Readonly<Record<string, MarkerMeaning>>
}

/** A definition as the API sends it. What it holds beyond what the page edits is kept. */
export const asDefinition = (sent: Readonly<Record<string, unknown>>, kind: ImportKind): Definition => ({
  ...sent,
  kind: (sent.kind as ImportKind | undefined) ?? kind,
  columns: (sent.columns ?? {}) as Definition['columns'],
  ...(sent.kind === undefined ? { isKindOpen: true } : {}),
})

/** As it is sent: what nobody has said is left out, so that it stays open, or is proposed by the server. */
export function toSend({ isKindOpen, kind, columns, ...said }: Definition): Readonly<Record<string, unknown>> {
  return { ...said, ...(isKindOpen ? {} : { kind }), ...(Object.keys(columns).length > 0 ? { columns } : {}) }
}

/** The headings that a field is read from: none, one, or several. */
export const headingsOf = (definition: Definition, field: string): readonly string[] =>
  [definition.columns[field] ?? []].flat()

/** The fields that are read from a heading. */
export const fieldsFrom = (definition: Definition, heading: string): readonly string[] =>
  Object.keys(definition.columns).filter(field => headingsOf(definition, field).includes(heading))

/** Reads a field from these headings, in this order; from none, the field is left empty. */
export function withColumns(definition: Definition, field: string, headings: readonly string[]): Definition {
  const named = headings.filter(heading => heading !== '')
  const [only, ...others] = named
  const kept = withoutWhatWasSaidOf(definition, field)
  if (only === undefined) return { ...kept, columns: without(definition.columns, field) }
  return { ...kept, columns: { ...definition.columns, [field]: others.length === 0 ? only : named } }
}

/**
 * What was said of the dates and values of one column doesn't hold for another: the server proposes what they are there. What keeps
 * somebody from being rung stays said.
 */
function withoutWhatWasSaidOf(definition: Definition, field: string): Definition {
  const { dateFormats, values, listSeparator, ...others } = definition
  const lists = fieldsOf(definition.kind).filter(({ holds }) => holds === 'list' || holds === 'markers')
  const isFirstList =
    lists.some(({ name }) => name === field) && lists.every(({ name }) => headingsOf(definition, name).length === 0)
  return {
    ...others,
    ...(dateFormats && { dateFormats: without(dateFormats, field) }),
    ...(values && { values: without(values, field) }),
    ...(listSeparator !== undefined && !isFirstList && { listSeparator }),
  }
}

/** Of another kind nothing is known yet but how the file itself is written. */
export function withKind(definition: Definition, kind: ImportKind): Definition {
  if (kind === definition.kind && !definition.isKindOpen) return definition
  const { values, categories, markers, dateFormats, isKindOpen, ...written } = definition
  return { ...written, kind, columns: {} }
}

/** How the file is written; `undefined` leaves it to be seen in the file. */
export function withWriting(
  definition: Definition,
  written: Partial<
    Pick<Definition, 'delimiter' | 'sheet' | 'skipLines' | 'dateFormat' | 'dayFormat' | 'listSeparator' | 'footer'>
  >,
): Definition {
  const next = { ...definition, ...written }
  return Object.fromEntries(Object.entries(next).filter(([, value]) => value !== undefined)) as unknown as Definition
}

/** The words of a file as it is read now. */
export const wordsIn = ({ header, markers, columns }: Pick<Inspection, 'header' | 'markers' | 'columns'>) =>
  new Set([...header, ...markers, ...columns.flatMap(({ examples }) => examples)])

/**
 * What was said of the file's own words is said of them as they stand in the other encoding. Words of a profile, and those that were
 * read right before, stay.
 */
export function withEncoding(definition: Definition, words: ReadonlySet<string>, from: string, to: string): Definition {
  const text = (written: string) => (words.has(written) ? reread(written, from, to) : written)
  const keys = <Value>(record: Readonly<Record<string, Value>>) =>
    Object.fromEntries(Object.entries(record).map(([written, said]) => [text(written), said]))
  const { columns, values, categories, markers } = definition
  return {
    ...definition,
    encoding: to,
    columns: mapped(columns, headings => (typeof headings === 'string' ? text(headings) : headings.map(text))),
    ...(values && { values: mapped(values, keys) }),
    ...(categories && { categories: keys(categories) }),
    ...(markers && { markers: keys(markers) }),
  }
}

/** The columns are to be found anew, and what stands in them; who is not to be rung stays said. */
export function withoutColumns(definition: Definition): Definition {
  const { values, dateFormats, listSeparator, ...others } = definition
  return { ...others, columns: {} }
}

/** How the dates of every field that is read from this heading are written. */
export function withDateOrder(definition: Definition, heading: string, format: string): Definition {
  const said = fieldsFrom(definition, heading).map(field => [field, format])
  return { ...definition, dateFormats: { ...definition.dateFormats, ...Object.fromEntries(said) } }
}

/** What a written value of a field means; `null` leaves it unknown. */
export function withMeaning(
  definition: Definition,
  field: string,
  written: string,
  meaning: string | boolean | null,
): Definition {
  const known = without(definition.values?.[field] ?? {}, written)
  return {
    ...definition,
    values: { ...definition.values, [field]: meaning === null ? known : { ...known, [written]: meaning } },
  }
}

/** Why nobody with an incident of this category is rung; `null` where they may be. */
export function withCategory(definition: Definition, code: string, exclude: string | null): Definition {
  return { ...definition, categories: { ...definition.categories, [code]: exclude === null ? {} : { exclude } } }
}

/** What a marker says; a meaning with nothing in it says that it means nothing. */
export function withMarker(definition: Definition, marker: string, meaning: MarkerMeaning): Definition {
  const said = Object.entries(meaning).filter(
    ([, value]) => value !== undefined && value !== '' && [value].flat().length > 0,
  )
  return { ...definition, markers: { ...definition.markers, [marker]: Object.fromEntries(said) } }
}

export const needsOf = (meaning: MarkerMeaning | undefined): readonly string[] => [meaning?.needs ?? []].flat()

/** The format by which a date field is read: its own, else that of all; `undefined` while nobody has said. */
export const formatOf = (definition: Definition, field: Field): string | undefined =>
  definition.dateFormats?.[field.name] ?? (field.holds === 'day' ? definition.dayFormat : definition.dateFormat)

interface Question {
  readonly code: string
  readonly column: string | null
}

/** Whether the definition answers a question of the file, by naming what is asked about. */
export function isAnswered({ code, column }: Question, definition: Definition): boolean {
  if (code === 'kind') return !definition.isKindOpen
  if (code !== 'date_order') return code in definition
  const asked = new Set(fieldsFrom(definition, column ?? ''))
  return fieldsOf(definition.kind)
    .filter(field => asked.has(field.name))
    .every(field => formatOf(definition, field) !== undefined)
}

export interface Missing {
  readonly required: readonly Field[]
  readonly wanted: readonly { readonly field: Field; readonly consequence: string }[]
  /** Headings that the definition names and the file hasn't. */
  readonly gone: readonly { readonly field: Field; readonly heading: string }[]
}

/** What the definition lacks to read a file with these headings. */
export function missingFrom(definition: Definition, header: readonly string[]): Missing {
  const has = new Set(header)
  const fields = fieldsOf(definition.kind)
  const unnamed = fields.filter(field => headingsOf(definition, field.name).length === 0)
  return {
    required: unnamed.filter(field => field.weight === 'required'),
    wanted: unnamed.flatMap(field =>
      typeof field.weight === 'object' ? [{ field, consequence: field.weight.wanted }] : [],
    ),
    gone: fields.flatMap(field =>
      headingsOf(definition, field.name)
        .filter(heading => !has.has(heading))
        .map(heading => ({ field, heading })),
    ),
  }
}

/** Headings that no field is read from, in the order of the file. */
export function unusedOf(definition: Definition, header: readonly string[]): readonly string[] {
  const used = new Set(Object.values(definition.columns).flat())
  return header.filter(heading => heading !== '' && !used.has(heading))
}

function without<Value>(record: Readonly<Record<string, Value>>, key: string): Readonly<Record<string, Value>> {
  const { [key]: _, ...others } = record
  return others
}

const mapped = <Value, Next>(record: Readonly<Record<string, Value>>, next: (value: Value) => Next) =>
  Object.fromEntries(Object.entries(record).map(([key, value]) => [key, next(value)]))
