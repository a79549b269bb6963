/**
 * Dates and times as an export writes them. A format is `iso` (ISO 8601), `excel` (a spreadsheet's serial number), or a
 * pattern of `dd`, `MM`, `MMM` (a month's English name), `yyyy`, `yy`, `HH`, `hh` with `a` (AM, PM), `mm`, `ss`, `EEE` (a
 * weekday's name, which isn't looked at). What is in ISO 8601 is read whatever the format, since it can't be mistaken.
 */

/** A moment of a calendar, without a place; or, with `offsetMinutes`, at one. */
export interface WrittenDate {
  readonly year: number
  readonly month: number
  readonly day: number
  readonly hour: number
  readonly minute: number
  readonly second: number
  readonly millisecond: number
  readonly hasTime: boolean
  /** From UTC, where the export says so. */
  readonly offsetMinutes: number | null
}

/** `undefined`: no date in this format. */
export type DateReader = (text: string) => WrittenDate | undefined

/** How a year of two digits is completed: to the one that is at most `ahead` years after `thisYear`. */
export interface Century {
  readonly thisYear: number
  readonly ahead: number
}

/** Throws an `Error` that says why for a format that is none. */
export function dateReader(format: string, century: Century): DateReader {
  if (format === 'iso') return readIso
  if (format === 'excel') return text => readSerial(text) ?? readIso(text)
  const readPattern = patternReader(format, century)
  return text => readPattern(text) ?? readIso(text)
}

/** Why a format can't be one, or nothing. */
export function faultOfFormat(format: string): string | undefined {
  if (format === 'iso' || format === 'excel') return undefined
  const found: readonly string[] = format.match(tokens) ?? []
  const lacks = [
    ['dd', /^dd$/],
    ['MM or MMM', /^M/],
    ['yyyy or yy', /^y/],
  ] as const
  const missing = lacks.filter(([, token]) => !found.some(name => token.test(name))).map(([name]) => name)
  if (missing.length > 0) return `"iso", "excel" or a pattern: "${format}" lacks ${missing.join(', ')}`
  if (new Set(found.map(name => name[0])).size < found.length) return `"${format}" has a part twice`
  if (found.includes('hh') !== found.includes('a')) return `"${format}": hh goes with a (AM or PM)`
  return undefined
}

const tokens = /EEE|yyyy|yy|MMMM?|MM|dd|HH|hh|mm|ss|\ba\b/g

const expressions: Readonly<Record<string, string>> = {
  // 0011 is a slip of the hand, not a year.
  yyyy: '(?<y>[1-9]\\d{3})',
  yy: '(?<yy>\\d{2})',
  MMM: '(?<mon>[A-Za-z]{3,9})\\.?',
  MMMM: '(?<mon>[A-Za-z]{3,9})\\.?',
  MM: '(?<mo>\\d{1,2})',
  dd: '(?<d>\\d{1,2})',
  HH: '(?<h>\\d{1,2})',
  hh: '(?<h>\\d{1,2})',
  mm: '(?<mi>\\d{2})',
  ss: '(?<s>\\d{2})',
  EEE: '[A-Za-z]{3,9}\\.?',
  a: '(?<ap>[AaPp])\\.?[Mm]\\.?',
}
const seconds = '(?::(?<s>\\d{2})(?:[.,](?<f>\\d{1,9}))?)?'
/** A day may have a time after it, a time its seconds: systems write 00:00, and leave :00 out. */
const timeAfterDay = `(?:[T\\s]+(?<h>\\d{1,2}):(?<mi>\\d{2})${seconds}(?:\\s*(?<ap>[AaPp])\\.?[Mm]\\.?)?)?`

function patternReader(pattern: string, { thisYear, ahead }: Century): DateReader {
  // Without anything between two numbers, each has its full width: 02082011.
  const isTight = /([dMyHhms])(?!\1)[dMyHhms]/.test(pattern)
  const source = pattern.replace(/EEE|yyyy|yy|MMMM?|MM|dd|HH|hh|mm|ss|\ba\b|[^\w\s]|\s+/g, token => {
    const expression = expressions[token]
    if (expression !== undefined) return isTight ? expression.replace('{1,2}', '{2}') : expression
    return /\s/.test(token) ? '\\s+' : `\\${token}`
  })
  const hasTime = /HH|hh/.test(pattern)
  const tail = hasTime
    ? /ss/.test(pattern)
      ? '(?:[.,](?<f>\\d{1,9}))?'
      : /mm$/.test(pattern)
        ? seconds
        : ''
    : timeAfterDay
  const { expression, part } = byPosition(`^${source}${tail}$`)
  const [y, yy, mo, mon, d] = [part('y'), part('yy'), part('mo'), part('mon'), part('d')]
  const [h, mi, s, f, ap] = [part('h'), part('mi'), part('s'), part('f'), part('ap')]
  return text => {
    const found = expression.exec(text)
    if (!found) return undefined
    const [shortYear, monthName, hour, half] = [yy(found), mon(found), h(found), ap(found)]
    return written({
      year: shortYear === undefined ? Number(y(found)) : completed(Number(shortYear), thisYear + ahead),
      month: monthName === undefined ? Number(mo(found)) : monthNamed(monthName),
      day: Number(d(found)),
      hour: half === undefined ? Number(hour ?? 0) : hourOfDay(Number(hour), half),
      minute: Number(mi(found) ?? 0),
      second: Number(s(found) ?? 0),
      millisecond: milliseconds(f(found)),
      hasTime: hour !== undefined,
      offsetMinutes: null,
    })
  }
}

/** An expression with named groups, to be asked for them by their places: an object of names for each date takes as long as the rest. */
function byPosition(source: string) {
  const names = [...source.matchAll(/\(\?<(\w+)>/g)].map(([, name]) => name)
  const part = (name: string) => {
    const place = names.indexOf(name) + 1
    return (found: RegExpExecArray): string | undefined => (place === 0 ? undefined : found[place])
  }
  return { expression: new RegExp(source.replace(/\(\?<\w+>/g, '(')), part }
}

const isoDate =
  /^([1-9]\d{3})-(\d{2})-(\d{2})(?:[T ](\d{2}):?(\d{2})(?::?(\d{2})(?:[.,](\d{1,9}))?)?\s?(?:(Z)|([+-])(\d{2})(?::?(\d{2}))?)?)?$/i

function readIso(text: string): WrittenDate | undefined {
  const found = isoDate.exec(text)
  if (!found) return undefined
  const [, year, month, day, hour, minute, second, fraction, zulu, sign, hours, minutes] = found
  const offset = (Number(hours ?? 0) * 60 + Number(minutes ?? 0)) * (sign === '-' ? -1 : 1)
  if (Number(hours ?? 0) > 23 || Number(minutes ?? 0) > 59) return undefined
  return written({
    year: Number(year),
    month: Number(month),
    day: Number(day),
    hour: Number(hour ?? 0),
    minute: Number(minute ?? 0),
    second: Number(second ?? 0),
    millisecond: milliseconds(fraction),
    hasTime: hour !== undefined,
    offsetMinutes: zulu === undefined && sign === undefined ? null : offset,
  })
}

const dayMs = 86_400_000
/** Day 0 as spreadsheets count from March 1900 on; before that they are a day out, and so is nobody's export. */
const serialZero = Date.UTC(1899, 11, 30)
const lastSerial = 2_958_466

/** A serial number of the 1900 system, to the nearest second. */
function readSerial(text: string): WrittenDate | undefined {
  const serial = /^\d{2,7}(?:\.\d+)?$/.test(text) ? Number(text) : Number.NaN
  if (!(serial >= 61 && serial < lastSerial)) return undefined
  const at = new Date(serialZero + Math.round((serial * dayMs) / 1000) * 1000)
  return {
    year: at.getUTCFullYear(),
    month: at.getUTCMonth() + 1,
    day: at.getUTCDate(),
    hour: at.getUTCHours(),
    minute: at.getUTCMinutes(),
    second: at.getUTCSeconds(),
    millisecond: 0,
    hasTime: text.includes('.'),
    offsetMinutes: null,
  }
}

/** 31 April, 25:00: no date. */
function written(date: WrittenDate): WrittenDate | undefined {
  const { year, month, day, hour, minute, second } = date
  if (month < 1 || month > 12 || day < 1 || day > daysIn(year, month)) return undefined
  if (hour > 23 || minute > 59 || second > 59 || Number.isNaN(hour)) return undefined
  return date
}

function daysIn(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31
}

function completed(twoDigits: number, latest: number): number {
  const year = latest - (latest % 100) + twoDigits
  return year > latest ? year - 100 : year
}

const months = 'january february march april may june july august september october november december'.split(' ')

/** By its name or its first letters; 0 for no month. */
const monthNamed = (name: string): number => months.findIndex(month => month.startsWith(name.toLowerCase())) + 1

const hourOfDay = (hour: number, half: string): number =>
  hour < 1 || hour > 12 ? Number.NaN : (hour % 12) + (half.toLowerCase() === 'p' ? 12 : 0)

const milliseconds = (fraction: string | undefined): number =>
  fraction === undefined ? 0 : Number(fraction.padEnd(3, '0').slice(0, 3))
