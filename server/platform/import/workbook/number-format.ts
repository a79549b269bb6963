/** What a number in a cell is, by the look that it was given. */
export type NumberFormat =
  | { readonly kind: 'plain' }
  | { readonly kind: 'date'; readonly hasDay: boolean; readonly hasTime: boolean }
  /** A length of time, which may be more than a day. */
  | { readonly kind: 'elapsed' }
  | { readonly kind: 'scientific' }
  /** Digits in places, with zeros where there are none: `00000 000000`. */
  | { readonly kind: 'padded'; readonly pattern: string }

const plain: NumberFormat = { kind: 'plain' }
const day: NumberFormat = { kind: 'date', hasDay: true, hasTime: false }
const moment: NumberFormat = { kind: 'date', hasDay: true, hasTime: true }
const time: NumberFormat = { kind: 'date', hasDay: false, hasTime: true }

/** Formats that are known by their number alone (ECMA-376, part 1, 18.8.30), those of East Asia and Thailand too. */
export function builtInFormat(id: number): NumberFormat {
  if ((id >= 14 && id <= 17) || (id >= 27 && id <= 31) || id === 36 || (id >= 50 && id <= 54)) return day
  if (id === 57 || id === 58 || (id >= 71 && id <= 74)) return day
  if (id === 22 || id === 77) return moment
  if ((id >= 18 && id <= 21) || (id >= 32 && id <= 35) || id === 45 || id === 47) return time
  if (id === 55 || id === 56 || (id >= 75 && id <= 76) || (id >= 78 && id <= 79)) return time
  if (id === 46 || id === 80) return { kind: 'elapsed' }
  return id === 11 || id === 48 ? { kind: 'scientific' } : plain
}

/** A format by how it is written: `dd/mm/yyyy hh:mm`. */
export function writtenFormat(code: string): NumberFormat {
  const [positive = ''] = withoutLiterals(code).split(';')
  if (/general/i.test(positive)) return plain
  if (/\[(?:h+|m+|s+)\]/i.test(positive)) return { kind: 'elapsed' }
  const tokens = positive.replace(/\[[^\]]*\]/g, '')
  if (/[0#?]e[+-]/i.test(tokens)) return { kind: 'scientific' }
  const hasTime = /[hs]|am\/pm|a\/p/i.test(tokens)
  const hasDay = /[yd]/i.test(tokens) || (/m/i.test(tokens) && !hasTime)
  if (hasDay || hasTime) return { kind: 'date', hasDay, hasTime }
  const pattern = literalPattern(code)
  return /^[#0 ()+-]*$/.test(pattern) && /0.*0/.test(pattern) ? { kind: 'padded', pattern } : plain
}

/** Texts in quotation marks, single characters after a backslash, and spaces as wide as a character are no tokens. */
const withoutLiterals = (code: string): string => code.replace(/"[^"]*"|\\.|_.|\*./g, '')

/** The same with its literal characters in their places. */
const literalPattern = (code: string): string =>
  (code.split(';')[0] ?? '')
    .replace(/\[[^\]]*\]/g, '')
    .replace(/"([^"]*)"|\\(.)|[_*]./g, (_, text, character) => text ?? character ?? '')
