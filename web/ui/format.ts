/** Words for figures and times. Times are the force's, never the browser's. */

const count = new Intl.NumberFormat('en-GB')
export const formatCount = (value: number) => count.format(value)

/** "1 answer", "27,377 answers". */
export const formatCounted = (value: number, one: string, many = `${one}s`) =>
  `${formatCount(value)} ${value === 1 ? one : many}`

/** "a", "a and b", "a, b and c". */
export const formatList = (parts: readonly string[]) =>
  parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`

/** "812 bytes", "64 kB", "2.3 MB", in thousands. */
export function formatBytes(bytes: number): string {
  const units = ['bytes', 'kB', 'MB', 'GB'] as const
  const power = Math.min(units.length - 1, Math.max(0, Math.floor(Math.log10(Math.max(1, bytes)) / 3)))
  const number = bytes / 1000 ** power
  return `${count.format(number < 10 && power > 0 ? Math.round(number * 10) / 10 : Math.round(number))} ${units[power]}`
}

/** One for each time zone: making one takes a hundred times as long as using it. */
function formatIn(options: Intl.DateTimeFormatOptions, locale = 'en-GB') {
  const made = new Map<string, Intl.DateTimeFormat>()
  return (instant: Date, timeZone: string): string => {
    const format = made.get(timeZone) ?? new Intl.DateTimeFormat(locale, { ...options, timeZone })
    made.set(timeZone, format)
    return format.format(instant)
  }
}

const minute = { hour: '2-digit', minute: '2-digit' } as const
const inDay = { day: 'numeric', month: 'long', year: 'numeric' } as const
const moment = formatIn({ weekday: 'short', day: 'numeric', month: 'short', ...minute })
const dateTime = formatIn({ ...inDay, ...minute })
const day = formatIn(inDay)
const month = formatIn({ month: 'long', year: 'numeric' })
const local = formatIn({ dateStyle: 'short', timeStyle: 'short' }, 'sv-SE')

export const formatMoment = (instant: string, timeZone: string) => moment(new Date(instant), timeZone)
export const formatDateTime = (instant: string, timeZone: string) => dateTime(new Date(instant), timeZone)
export const formatDayOf = (instant: string, timeZone: string) => day(new Date(instant), timeZone)

/** A local day, `2011-08-31`, as words. */
export const formatDay = (day: string) => formatDayOf(`${day}T12:00:00Z`, 'UTC')

/** "October 2010 to August 2011" for whole months, else days. */
export function formatPeriod(from: string, to: string): string {
  const monthOf = (day: string) => month(new Date(`${day}T12:00Z`), 'UTC')
  const wholeMonths = from.endsWith('-01') && addDays(to, 1).endsWith('-01')
  if (!wholeMonths) return from === to ? formatDay(from) : `${formatDay(from)} to ${formatDay(to)}`
  return from.slice(0, 7) === to.slice(0, 7) ? monthOf(from) : `${monthOf(from)} to ${monthOf(to)}`
}

export function addDays(day: string, days: number): string {
  const date = new Date(`${day}T12:00:00Z`)
  date.setUTCDate(date.getUTCDate() + days)
  return date.toISOString().slice(0, 10)
}

/** The wall clock there: `2011-09-01T10:00`, as an `<input type="datetime-local">` takes it. */
export function localOf(instant: Date, timeZone: string): string {
  return local(instant, timeZone).replace(' ', 'T')
}

/** The instant at which a clock on that wall shows `local`; of two, the earlier; a skipped time moves forward. */
export function instantOf(local: string, timeZone: string): Date {
  const asUtc = new Date(`${local}:00Z`).getTime()
  const offsetAt = (at: number) => new Date(`${localOf(new Date(at), timeZone)}:00Z`).getTime() - at
  const dayMs = 86_400_000
  const candidates = [offsetAt(asUtc - dayMs), offsetAt(asUtc + dayMs)].map(offset => asUtc - offset)
  const exact = candidates.filter(at => localOf(new Date(at), timeZone) === local)
  return new Date(exact.length > 0 ? Math.min(...exact) : Math.max(...candidates))
}

/** `agreed_to_be_named` → "Agreed to be named". */
export const wordsOf = (code: string) => {
  const words = code.replaceAll('_', ' ')
  return words.charAt(0).toUpperCase() + words.slice(1)
}
