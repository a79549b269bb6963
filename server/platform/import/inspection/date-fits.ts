import { type Century, dateReader } from '../date-formats.ts'

const days = [
  'iso',
  'dd/MM/yyyy',
  'MM/dd/yyyy',
  'dd-MM-yyyy',
  'MM-dd-yyyy',
  'dd.MM.yyyy',
  'MM.dd.yyyy',
  'dd/MM/yy',
  'MM/dd/yy',
  'dd-MM-yy',
  'MM-dd-yy',
  'dd.MM.yy',
  'yyyy-MM-dd',
  'yyyy/MM/dd',
  'yyyy.MM.dd',
  'dd MMM yyyy',
  'dd-MMM-yyyy',
  'dd/MMM/yyyy',
  'dd MMM yy',
  'dd-MMM-yy',
  'MMM dd yyyy',
  'MMM dd, yyyy',
  'yyyyMMdd',
  'ddMMyyyy',
  'MMddyyyy',
] as const

export interface DateLook {
  /** The patterns that read the most values, and nine in ten of them at least, likeliest first. */
  readonly fits: readonly string[]
  /** How many values each of them reads. */
  readonly read: number
  readonly hasTime: boolean
  /** The patterns to choose from, where the values can't tell them apart: day first and month first. */
  readonly orders: readonly string[]
}

/** Eight figures say nothing of where the year stands: 20111011 is in 2011, and not in 1011. */
const isUnseparated = (format: string): boolean => /^(?:yyyyMMdd|ddMMyyyy|MMddyyyy)/.test(format)
const earliest = 1800

const none: DateLook = { fits: [], read: 0, hasTime: false, orders: [] }
const fewest = 0.9

/** How a column's values can be read as dates. `mayBeSerial`: its heading speaks of a date, so a number may be one. */
export function dateLook(values: readonly string[], century: Century, mayBeSerial: boolean): DateLook {
  const likely = values.slice(0, 50).filter(value => /\d/.test(value) && value.length <= 40).length
  if (values.length === 0 || likely < Math.min(values.length, 50) / 2) return none
  const reads = (format: string, value: string) => {
    const read = dateReaderOf(format, century)(value)
    return read !== undefined && (!isUnseparated(format) || read.year >= earliest)
  }
  const count = (format: string) => values.filter(value => reads(format, value)).length
  const counted = days.map(day => ({ day, read: count(day) })).filter(each => each.read >= values.length * fewest)
  const read = Math.max(0, ...counted.map(each => each.read))
  const [first, ...others] = counted.filter(each => each.read === read).map(({ day }) => day)
  if (first === undefined) return serialLook(values, mayBeSerial)
  const best = [first, ...others]
  const timed = (day: string) => values.some(value => dateReaderOf(day, century)(value)?.hasTime === true)
  // What is in ISO 8601 throughout is read by every pattern, and needs none.
  if (best.includes('iso')) return { fits: ['iso'], read, hasTime: timed('iso'), orders: [] }
  /** With the time that every value has, as a person would write the pattern down. */
  const withTime = (day: string) =>
    [`${day} HH:mm`, `${day} hh:mm a`].find(format => count(format) === count(day)) ?? day
  const fits = best.map(withTime)
  // Of files put together, one may have the day first and the other the month.
  const rivals = counted
    .filter(({ day }) => !best.includes(day) && values.some(value => reads(day, value) && !reads(first, value)))
    .map(({ day }) => withTime(day))
  const orders: string[] = []
  for (const format of [...fits, ...rivals])
    if (orders.every(one => canBeMistaken(one, format, values, century))) orders.push(format)
  return { fits, read, hasTime: timed(first), orders: orders.length > 1 ? orders : [] }
}

/** Not before 1950: five figures are more often a code. */
const isSerial = (value: string) => /^\d{5}(?:\.\d+)?$/.test(value) && Number(value) > 18_000 && Number(value) < 65_000

function serialLook(values: readonly string[], mayBeSerial: boolean): DateLook {
  const read = values.filter(isSerial).length
  if (!mayBeSerial || read < values.length * fewest) return none
  return { fits: ['excel'], read, hasTime: values.some(value => value.includes('.')), orders: [] }
}

const readers = new Map<string, ReturnType<typeof dateReader>>()
function dateReaderOf(format: string, century: Century) {
  const key = `${format} ${century.thisYear}`
  const known = readers.get(key) ?? dateReader(format, century)
  readers.set(key, known)
  return known
}

/** Some value is one day by the one and another by the other; or all are days like 8 August, which tell neither from the other. */
function canBeMistaken(one: string, other: string, values: readonly string[], century: Century): boolean {
  const [a, b] = [dateReaderOf(one, century), dateReaderOf(other, century)]
  const readByBoth = values.flatMap(value => {
    const [first, second] = [a(value), b(value)]
    return first && second ? [{ first, second }] : []
  })
  const isAlike = readByBoth.every(
    ({ first, second }) => first.month === second.month && first.day === second.day && first.year === second.year,
  )
  if (!isAlike) return true
  return isDayFirst(one) !== isDayFirst(other) && readByBoth.every(({ first }) => first.day === first.month)
}

const isDayFirst = (format: string): boolean => format.indexOf('dd') < format.indexOf('MM')
