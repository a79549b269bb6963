import type { CountryCode } from 'libphonenumber-js'
import { isDestroyedNumber, readTelephoneField } from '../../telephone.ts'
import type { Century } from '../date-formats.ts'
import { type DateLook, dateLook } from './date-fits.ts'
import { wordsOf } from './headings.ts'
import type { Inspection } from './schema.ts'

type Look = Inspection['columns'][number]['looksLike']

/** A column as it stands in the rows that were looked at. */
export interface SeenColumn {
  readonly at: number
  readonly heading: string
  /** The filled cells, trimmed. */
  readonly values: readonly string[]
  readonly distinct: ReadonlySet<string>
  readonly looksLike: Look
  readonly dates: DateLook
}

export function seenColumn(
  heading: string,
  at: number,
  rows: readonly (readonly string[])[],
  { century, country }: { readonly century: Century; readonly country: CountryCode },
): SeenColumn {
  const values = rows.map(row => (row[at] ?? '').trim()).filter(value => value !== '')
  const distinct = new Set(values)
  const dates = dateLook(
    [...distinct],
    century,
    /date|time|\b(?:dob|born|opened|closed|from|to|at|on)\b/.test(wordsOf(heading)),
  )
  return { at, heading, values, distinct, dates, looksLike: lookOf([...distinct], dates, country) }
}

const isEmail = (text: string) => /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(text)
const yesOrNo = new Set(['y', 'n', 'yes', 'no', 'true', 'false', 't', 'f'])
/** Both of them: a grade may be 1 throughout. */
const isOneOrNought = (distinct: readonly string[]) =>
  distinct.length === 2 && distinct.every(text => /^[01]$/.test(text))

function lookOf(distinct: readonly string[], dates: DateLook, country: CountryCode): Look {
  if (distinct.length === 0) return 'empty'
  const mostly = (test: (text: string) => boolean) => distinct.filter(test).length >= distinct.length * 0.7
  if (mostly(isEmail)) return 'email'
  if (mostly(text => looksLikeNumber(text, country))) return 'telephone'
  if (dates.fits.length > 0) return dates.hasTime ? 'date' : 'day'
  if (distinct.every(text => yesOrNo.has(text.toLowerCase())) || isOneOrNought(distinct)) return 'yes_no'
  if (mostly(text => /^[\p{L}][\p{L}'’. -]{1,40}$/u.test(text) && !/^[A-Z]{1,3}$/.test(text))) return 'name'
  return mostly(text => /^[\p{L}\d][\w\-/.]{0,19}$/u.test(text)) ? 'code' : 'text'
}

function looksLikeNumber(text: string, country: CountryCode): boolean {
  if (isDestroyedNumber(text)) return true
  const digits = text.replace(/\D/g, '').length
  if (digits < 9 || digits > 32 || /[/:-]\d{1,2}[/:-]/.test(text)) return false
  return readTelephoneField(text, country).numbers.some(number => number.usable)
}
