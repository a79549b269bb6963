import type { CountryCode } from 'libphonenumber-js'
import type { ImportKind, NamedProfile, Profile } from '../profile.ts'
import { openImport } from '../reader.ts'
import type { Source } from '../source.ts'
import type { Inspection } from './schema.ts'

export interface InspectOptions {
  /** What kind of file it is taken for; without it the headings say. */
  readonly kind?: ImportKind
  /** How somebody said that it is to be read: what is in it isn't guessed. The shape of a profile file, or part of one. */
  readonly definition?: Readonly<Record<string, unknown>>
  readonly country: CountryCode
  readonly timeZone: string
}

/** Looks into a file before it is read. Throws the problem of a file that can't be read at all. */
export async function inspect(
  source: Source,
  known: readonly NamedProfile[],
  options: InspectOptions,
): Promise<Inspection> {
  const file = await openImport(source, known, undefined, options.kind ?? 'any')
  const rows: string[][] = []
  for await (const read of file.rows()) {
    if (read.kind === 'row') rows.push([...read.row.cells])
    if (rows.length === 200) break
  }
  const { name, profile } = file.profile
  return {
    format: 'csv',
    sheets: [],
    encoding: profile.encoding,
    encodingBecause: 'content',
    delimiter: profile.delimiter,
    skipLines: 0,
    header: [...file.header],
    rows: rows.slice(0, 20),
    rowsLookedAt: rows.length,
    columns: file.header.map((heading, at) => columnOf(heading, rows, at, profile)),
    kind: profile.kind,
    profile: name,
    definition: { ...profile },
    questions: [],
    notices: [],
  }
}

function columnOf(heading: string, rows: readonly string[][], at: number, profile: Profile) {
  const values = rows.map(row => row[at] ?? '').filter(value => value !== '')
  const distinct = [...new Set(values)]
  return {
    heading,
    examples: distinct.slice(0, 5),
    filled: values.length,
    distinct: distinct.length,
    looksLike: 'text' as const,
    dateFits: [],
    isAmbiguousDate: false,
    field: Object.entries(profile.columns).find(([, columns]) => [columns].flat().includes(heading))?.[0] ?? null,
  }
}
