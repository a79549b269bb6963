/**
 * Which of the known profiles reads a file, in whatever way the file comes. Its headings must all be there; then it counts
 * whether the file is written as the profile says. Of several the first is taken, as they are given:
 *
 *   1. one that is whole: headings, delimiter, lines above the headings and encoding are as it says
 *   2. one that is nearest: all but the encoding, and the file is read in its own
 *   3. one whose headings are there as the file looks to be written, and the file is read so
 */
import { isDeepStrictEqual } from 'node:util'
import { Problem } from '../../problem.ts'
import type { FileRecord } from '../file-record.ts'
import { headingsOf, type NamedProfile, type Profile } from '../profile.ts'
import { readHeader } from '../reader.ts'
import { rejectColumns } from '../reject-columns.ts'
import type { Source } from '../source.ts'
import type { Dialect, OpenFile, Table } from '../table.ts'
import { firstRecords } from './first-rows.ts'
import { type GuessedEncoding, guessEncoding, guessShape, guessSkipLines } from './guess-writing.ts'

/** A file as it is read in a dialect. */
interface Seen {
  readonly dialect: Dialect
  readonly table: Table
  readonly header: FileRecord
}

export interface Choice extends Seen {
  /** Its headings are all there. */
  readonly profile: NamedProfile | undefined
  /** The file is written as the profile says: nothing of it has to be guessed. */
  readonly isWhole: boolean
  /** The profile was made for such a file, so how it says that dates are written counts. */
  readonly areDatesKnown: boolean
  /** Why this encoding. */
  readonly because: string
  /** Neither a mark nor zeros decide over it: it may be said. */
  readonly isEncodingOpen: boolean
  /** Every byte that was looked at fits. */
  readonly mayBeUtf8: boolean
  /** Where no headings fit, the profiles of which some are there. */
  readonly near: readonly { readonly name: string; readonly missing: readonly string[] }[]
}

/** `given`: what somebody said of how the file is written. Throws the problem of a file that can't be read at all. */
export async function chooseProfile(
  source: Source,
  file: OpenFile,
  known: readonly NamedProfile[],
  given: Partial<Dialect>,
): Promise<Choice> {
  const encoding = file.format === 'csv' ? await guessEncoding(source, file.head) : undefined
  const isEncodingOpen = encoding?.because === 'profile'
  const isSaid = isEncodingOpen && given.encoding !== undefined && given.encoding !== encoding.encoding
  const because = isSaid ? 'You said so' : (encoding?.why ?? 'A workbook says so itself')
  const ofEncoding = { because, isEncodingOpen, mayBeUtf8: isEncodingOpen && !encoding.isBroken }
  const looks = new Looks(source, file)
  const own: Candidate[] = []
  for (const profile of known) {
    const dialect = ownDialect(profile.profile, encoding, given)
    const seen = await looks.unlessBroken(dialect)
    if (seen) own.push(candidate(seen, profile, isSaidBy(profile.profile, dialect, encoding)))
  }
  const fitting = own.filter(fits)
  const [first] = fitting
  const seen = first && !isOfRejects(first) ? first : await looks.at(await guessDialect(file, encoding, given))
  const guessed = known.map(profile => candidate(seen, profile, false))
  const others = guessed.filter(fits).filter(({ profile }) => !fitting.some(found => found.profile === profile))
  const all = isOfRejects(seen) || !first ? [...fitting, ...others] : fitting
  const best = all.find(({ isWhole }) => isWhole) ?? all[0]
  if (best === undefined)
    return {
      ...seen,
      profile: undefined,
      isWhole: false,
      areDatesKnown: false,
      ...ofEncoding,
      near: nearOf(own, guessed),
    }
  const areDatesKnown = isOfRejects(seen)
    ? all.every(({ profile }) => hasDatesOf(profile.profile, best.profile.profile))
    : best.isWhole
  return { ...best, areDatesKnown, ...ofEncoding, near: [] }
}

/** Rejects don't tell how the file was written that they are of: that may be of any profile with these headings. */
const isOfRejects = ({ header }: Seen): boolean => rejectColumns.every(heading => header.cells.includes(heading))

/** A profile, and the file as it may be read by it. */
interface Candidate extends Seen {
  readonly profile: NamedProfile
  readonly isWhole: boolean
  readonly missing: readonly string[]
}

const candidate = (seen: Seen, profile: NamedProfile, isWhole: boolean): Candidate => ({
  ...seen,
  profile,
  isWhole,
  missing: headingsOf(profile.profile).filter(heading => !seen.header.cells.includes(heading)),
})

const fits = ({ missing }: Candidate): boolean => missing.length === 0

/** The profiles of which some headings are there, and what each lacks of the file, read so or so. */
function nearOf(own: readonly Candidate[], guessed: readonly Candidate[]): Choice['near'] {
  return guessed.flatMap(each => {
    const other = own.find(({ profile }) => profile === each.profile)
    const { missing } = other && other.missing.length < each.missing.length ? other : each
    const { name, profile } = each.profile
    return missing.length < headingsOf(profile).length ? [{ name, missing }] : []
  })
}

/** Each dialect is looked at once, however many profiles have it. */
class Looks {
  private readonly source: Source
  private readonly file: OpenFile
  private readonly seen = new Map<string, Promise<Seen>>()

  constructor(source: Source, file: OpenFile) {
    this.source = source
    this.file = file
  }

  at(dialect: Dialect): Promise<Seen> {
    const key = JSON.stringify(dialect)
    const found = this.seen.get(key) ?? this.look(dialect)
    this.seen.set(key, found)
    return found
  }

  /** A dialect that is not the file's may break it, or name a sheet that it hasn't: that tells of the dialect, not of the file. */
  async unlessBroken(dialect: Dialect): Promise<Seen | undefined> {
    try {
      return await this.at(dialect)
    } catch (error) {
      if (error instanceof Problem) return undefined
      throw error
    }
  }

  private async look(dialect: Dialect): Promise<Seen> {
    const table = this.file.table(dialect)
    return { dialect, table, header: await readHeader(this.source.fileName, table) }
  }
}

/** As the profile says, but for what the bytes, or somebody, say otherwise. */
function ownDialect(profile: Profile, encoding: GuessedEncoding | undefined, given: Partial<Dialect>): Dialect {
  const { delimiter, skipLines, sheet = given.sheet } = profile
  const own = {
    delimiter,
    skipLines,
    encoding: encoding === undefined || isReadBy(profile.encoding, encoding) ? profile.encoding : encoding.encoding,
    ...given,
  }
  return sheet === undefined ? own : { ...own, sheet: given.sheet ?? sheet }
}

/** A mark, or zeros, decide over the encoding that a profile names. */
const isReadBy = (named: Profile['encoding'], { encoding, isPlain, because }: GuessedEncoding): boolean =>
  named === encoding || isPlain || because !== 'profile'

/** A workbook has neither delimiter nor encoding. */
function isSaidBy(profile: Profile, dialect: Dialect, encoding: GuessedEncoding | undefined): boolean {
  if (profile.skipLines !== dialect.skipLines) return false
  if (encoding !== undefined) return profile.delimiter === dialect.delimiter && profile.encoding === dialect.encoding
  return profile.sheet === undefined || profile.sheet.toLowerCase() === dialect.sheet?.toLowerCase()
}

async function guessDialect(
  file: OpenFile,
  guessed: GuessedEncoding | undefined,
  given: Partial<Dialect>,
): Promise<Dialect> {
  if (guessed === undefined) {
    const sheet = given.sheet === undefined ? {} : { sheet: given.sheet }
    const plain: Dialect = { delimiter: ',', encoding: 'utf-8', skipLines: 0, ...sheet }
    return { ...plain, skipLines: given.skipLines ?? guessSkipLines(await firstRecords(file.table(plain))) }
  }
  const encoding = given.encoding ?? guessed.encoding
  const text = new TextDecoder(encoding === 'utf-16' ? 'utf-16le' : encoding).decode(file.head)
  const shape = guessShape(text, given.skipLines)
  return { encoding, delimiter: given.delimiter ?? shape.delimiter, skipLines: shape.skipLines }
}

const hasDatesOf = (one: Profile, other: Profile): boolean =>
  (['dateFormat', 'dayFormat', 'dateFormats'] as const).every(key => isDeepStrictEqual(one[key], other[key]))
