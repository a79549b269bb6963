import type { CountryCode } from 'libphonenumber-js'
import { readTelephoneField } from '../platform/telephone.ts'
import { spelling } from './import-rules.ts'

/** What a search might mean; several at once, as `01632 960123` may be a number and the start of a log number. */
export interface ReadQuery {
  /** As numbers are kept: E.164, or as it stands where it is none. */
  readonly numbers: readonly string[]
  readonly reference: string | null
  /** Whole names, as they are matched (`spelling`): with and without what may be a title, and the right way round. */
  readonly names: readonly string[]
  /** Each of them is somewhere in the name. */
  readonly nameParts: readonly string[]
  readonly bornOn: string | null
}

const titles = new Set(['MR', 'MRS', 'MISS', 'MS', 'MX', 'DR', 'REV', 'SIR', 'LADY', 'LORD', 'PROF', 'PROFESSOR'])
const fewestOfReference = 3

export function readQuery(text: string, country: CountryCode): ReadQuery {
  const { bornOn, rest } = takeBirthDate(text.normalize('NFKC').trim())
  return {
    numbers: bornOn === null ? numbersOf(rest, country) : [],
    reference: bornOn === null && isLikeReference(rest) ? rest : null,
    names: namesOf(rest),
    nameParts: partsOf(rest),
    bornOn,
  }
}

function numbersOf(text: string, country: CountryCode): readonly string[] {
  if (!/\d/.test(text)) return []
  const { numbers } = readTelephoneField(text, country)
  return [...new Set([...numbers.map(({ number }) => number), text])]
}

const isLikeReference = (text: string): boolean =>
  text.length >= fewestOfReference && /\d/.test(text) && !/\s/.test(text)

function namesOf(text: string): readonly string[] {
  const [surname, forename, ...more] = text.split(',').map(spelling)
  const whole =
    forename && surname && more.length === 0 ? `${forename} ${surname}` : spelling(text.replaceAll(',', ' '))
  const [first, ...others] = whole.split(' ')
  const isTitled = first !== undefined && others.length > 0 && titles.has(first.replace(/\.$/, ''))
  return isTitled ? [whole, others.join(' ')] : whole === '' ? [] : [whole]
}

/** The parts without a title before them; a title alone is looked for as it stands. */
function partsOf(text: string): readonly string[] {
  const words = plain(text.replaceAll(',', ' ')).split(' ').filter(Boolean)
  const untitled = words.filter(word => !titles.has(word.replace(/\.$/, '')))
  return untitled.length > 0 ? untitled : words
}

/** Whatever its capitals, spaces and accents. */
const plain = (text: string): string => spelling(text.normalize('NFD').replace(/\p{M}/gu, ''))

export function hasParts(name: string, parts: readonly string[]): boolean {
  const among = plain(name)
  return parts.every(part => among.includes(part))
}

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']
const edge = { before: '(?<=^|[\\s,])', after: '(?=$|[\\s,])' }
const dates: readonly [RegExp, (found: readonly string[]) => readonly [year: string, month: string, day: string]][] = [
  [between('(\\d{4})-(\\d{1,2})-(\\d{1,2})'), ([, year = '', month = '', day = '']) => [year, month, day]],
  [between('(\\d{1,2})[/.-](\\d{1,2})[/.-](\\d{4})'), ([, day = '', month = '', year = '']) => [year, month, day]],
  [
    between(`(\\d{1,2})(?:st|nd|rd|th)?\\s+(${months.join('|')})[a-z]*\\s+(\\d{4})`),
    ([, day = '', month = '', year = '']) => [year, String(months.indexOf(month.toLowerCase()) + 1), day],
  ],
]

function between(pattern: string): RegExp {
  return new RegExp(`${edge.before}${pattern}${edge.after}`, 'i')
}

/** A birth date in the query, as people write them here: `12/3/1975`, `12 March 1975`, `1975-03-12`. */
function takeBirthDate(text: string): { readonly bornOn: string | null; readonly rest: string } {
  for (const [pattern, partsOfDate] of dates) {
    const found = pattern.exec(text)
    const day = found && dayOf(partsOfDate(found))
    if (day) return { bornOn: day, rest: text.replace(found[0], ' ').replace(/^[\s,]+|[\s,]+$/g, '') }
  }
  return { bornOn: null, rest: text }
}

function dayOf([year, month, day]: readonly [string, string, string]): string | null {
  try {
    return Temporal.PlainDate.from(
      { year: Number(year), month: Number(month), day: Number(day) },
      { overflow: 'reject' },
    ).toString()
  } catch {
    return null // the 31st of February is part of a name, for all we know
  }
}
