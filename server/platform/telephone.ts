import { type CountryCode, parsePhoneNumberFromString } from 'libphonenumber-js/max'

export type TelephoneWarning =
  | 'phone_unusable'
  | 'phone_destroyed'
  | 'phone_two_in_field'
  | 'phone_extension'
  | 'phone_repaired'

export interface Telephone {
  /** E.164 where usable, else the text as written. */
  readonly number: string
  readonly usable: boolean
  readonly extension: string | null
}

export interface TelephoneField {
  readonly numbers: readonly Telephone[]
  readonly warnings: ReadonlySet<TelephoneWarning>
}

/**
 * What a person typed into a field for telephone numbers. Nothing is dropped: what is no number is kept as text, unusable.
 * Usable is what parses for the country and is of a possible length; numbers kept for drama are possible and not valid.
 */
export function readTelephoneField(text: string, country: CountryCode): TelephoneField {
  if (text === '') return noNumbers
  const warnings = new Set<TelephoneWarning>()
  if (isDestroyedNumber(text.trim())) {
    warnings.add('phone_unusable').add('phone_destroyed')
    return { numbers: [{ number: text.trim(), usable: false, extension: null }], warnings }
  }
  const pieces = numbersIn(text.trim())
  if (pieces.length > 1) warnings.add('phone_two_in_field')
  const numbers = pieces.map(piece => readOne(piece, country, warnings))
  if (numbers.some(number => !number.usable)) warnings.add('phone_unusable')
  return { numbers, warnings }
}

const noNumbers: TelephoneField = { numbers: [], warnings: new Set() }

/**
 * What a spreadsheet made of a number, decimal (`1632960000.0`) or scientific (`4.47701E+11`): its digits can't be relied
 * on, and the figure may look like a number of another country.
 */
export const isDestroyedNumber = (text: string): boolean =>
  /^[+-]?\d(?:[.,]\d+)?e\+?\d{1,2}$/i.test(text) || /^[+-]?\d{7,}[.,]0+$/.test(text)

const between = /\s*(?:[/;,&|\n]|\bor\b|\band\b)\s*/i
const fewestDigits = 6

/** `a / b` is two numbers only if both could be: `N/K` is one text. */
function numbersIn(text: string): readonly string[] {
  if (text === '') return []
  const pieces = text.split(between)
  return pieces.length > 1 && pieces.every(piece => digitsIn(piece) >= fewestDigits) ? pieces : [text]
}

const digitsIn = (text: string) => text.replace(/\D/g, '').length
const extensionAtEnd = /[\s,;]*(?:extension|extn|ext|x|#)\.?\s*:?\s*(\d{1,7})$/i

function readOne(text: string, country: CountryCode, warnings: Set<TelephoneWarning>): Telephone {
  const extension = extensionAtEnd.exec(text)
  const main = extension ? text.slice(0, extension.index) : text
  const bare = main.replace(/[\s()\-.\u2010-\u2015]/g, '')
  const e164 = /^\+?\d+$/.test(bare) ? toE164(bare, country) : undefined
  if (e164 === undefined) return { number: text, usable: false, extension: null }
  if (!/^[+0]/.test(bare)) warnings.add('phone_repaired')
  if (extension) warnings.add('phone_extension')
  return { number: e164, usable: true, extension: extension?.[1] ?? null }
}

/**
 * British numbers are most of them and need no library: 0 or +44 (or both, as `+44 (0)…`), then ten digits. Ten digits alone that begin
 * with 44 may be a short number of which the + was lost.
 */
function toE164(bare: string, country: CountryCode): string | undefined {
  if (country === 'GB') {
    const british = /^(?:0|(?:\+|00)?440?|(?!44))([1-9]\d{9})$/.exec(bare)
    if (british) return `+44${british[1]}`
  }
  const asWritten = parsePhoneNumberFromString(bare, { defaultCountry: country, extract: false })
  if (asWritten?.isPossible()) return asWritten.number
  // An international number whose + was lost on the way through a spreadsheet.
  const withPlus = /^[1-9]/.test(bare) ? parsePhoneNumberFromString(`+${bare}`, { extract: false }) : undefined
  return withPlus?.isPossible() ? withPlus.number : undefined
}

/** British mobile numbers: 071 to 075 and 077 to 079. */
export const isMobile = (e164: string): boolean => /^\+447[1-57-9]\d{8}$/.test(e164)

/** As somebody in the number's country writes it. */
export function asDialledHere(e164: string, extension: string | null): string {
  const number = parsePhoneNumberFromString(e164)?.formatNational() ?? e164
  return extension === null ? number : `${number}, extension ${extension}`
}
