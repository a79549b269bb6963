/**
 * How an example is read by the format of a date field, so that a wrong order is seen beside the value. The formats are those
 * of a profile: `iso`, `excel`, or a pattern of `dd`, `MM`, `MMM`, `yyyy`, `yy`, `HH`, `hh` with `a`, `mm`, `ss`, `EEE`.
 */
const expressions: Readonly<Record<string, string>> = {
  yyyy: '(?<year>[1-9]\\d{3})',
  yy: '(?<short>\\d{2})',
  MMMM: '(?<name>[A-Za-z]{3,9})\\.?',
  MMM: '(?<name>[A-Za-z]{3,9})\\.?',
  MM: '(?<month>\\d{1,2})',
  dd: '(?<day>\\d{1,2})',
  HH: '(?<hour>\\d{1,2})',
  hh: '(?<hour>\\d{1,2})',
  mm: '(?<minute>\\d{2})',
  ss: '(?<second>\\d{2})',
  EEE: '[A-Za-z]{3,9}\\.?',
  a: '(?<half>[AaPp])\\.?[Mm]\\.?',
}
const token = /EEE|yyyy|yy|MMMM?|MM|dd|HH|hh|mm|ss|\ba\b|[^\w\s]|\s+/g
const months = 'january february march april may june july august september october november december'.split(' ')

/** A day may have a time after it, and a time its seconds. */
const tail = (format: string) =>
  /HH|hh/.test(format)
    ? '(?::\\d{2})?(?:[.,]\\d+)?'
    : '(?:[T\\s]+(?<hour>\\d{1,2}):(?<minute>\\d{2})(?::\\d{2})?(?:\\s*(?<half>[AaPp])\\.?[Mm]\\.?)?)?'

const iso = /^(?<year>[1-9]\d{3})-(?<month>\d{2})-(?<day>\d{2})(?:[T ](?<hour>\d{2}):?(?<minute>\d{2}).*)?$/

/** "3 April 2011, 14:05"; `null` where the format doesn't read it. A year of two digits is at most `latestYear`. */
export function readDate(written: string, format: string, latestYear: number): string | null {
  const text = written.trim()
  if (format === 'excel' && isSerial(text)) return inWords(fromSerial(Number(text)), text.includes('.'))
  const found = (iso.exec(text) ?? patternOf(format)?.exec(text))?.groups
  if (!found) return null
  const month = found.name
    ? months.findIndex(name => name.startsWith(found.name?.toLowerCase() ?? '')) + 1
    : found.month
  const year = found.year ?? completed(Number(found.short), latestYear)
  const hour = hourOf(found)
  const date = new Date(Date.UTC(Number(year), Number(month) - 1, Number(found.day), hour, Number(found.minute ?? 0)))
  const isReal = date.getUTCMonth() === Number(month) - 1 && date.getUTCDate() === Number(found.day) && hour < 24
  return isReal ? inWords(date, found.hour !== undefined) : null
}

function patternOf(format: string): RegExp | undefined {
  if (format === 'iso' || format === 'excel') return undefined
  const isTight = /(?:dd|MM|yy)(?:dd|MM|yy)|(?:HH|hh)mm|mmss/.test(format)
  const source = format.replace(token, part => {
    const expression = expressions[part]
    if (expression) return isTight ? expression.replace('{1,2}', '{2}') : expression
    return /\s/.test(part) ? '\\s+' : `\\${part}`
  })
  try {
    return new RegExp(`^${source}${tail(format)}$`)
  } catch {
    return undefined // a part stands twice, as it may while somebody types: the server says so
  }
}

/** Nobody is born in the future; other dates may lie a while ahead. */
export const latestYearOf = (field: string, thisYear: number): number =>
  field.endsWith('.bornOn') ? thisYear : thisYear + 19

function hourOf({ hour, half }: Record<string, string | undefined>): number {
  const said = Number(hour ?? 0)
  return half ? (said % 12) + (half.toLowerCase() === 'p' ? 12 : 0) : said
}

const completed = (twoDigits: number, latestYear: number): number => {
  const year = latestYear - (latestYear % 100) + twoDigits
  return year > latestYear ? year - 100 : year
}

const dayMs = 86_400_000
const isSerial = (text: string) => /^\d{2,7}(\.\d+)?$/.test(text) && Number(text) >= 61 && Number(text) < 2_958_466
const fromSerial = (serial: number): Date => new Date(Date.UTC(1899, 11, 30) + Math.round(serial * dayMs))

function inWords(date: Date, hasTime: boolean): string {
  const day = new Intl.DateTimeFormat('en-GB', { timeZone: 'UTC', dateStyle: 'long' }).format(date)
  return hasTime ? `${day}, ${date.toISOString().slice(11, 16)}` : day
}
