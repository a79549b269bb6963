import { dateReader, type WrittenDate } from './date-formats.ts'
import type { Profile } from './profile.ts'

/** A moment that an export wrote, in the force's local time or with an offset of its own. */
export interface WrittenInstant {
  /** ISO 8601, in UTC. */
  readonly at: string
  readonly epochMs: number
  /** The force's local day, as `yyyy-MM-dd`. */
  readonly day: string
  /** The clock showed this time twice (the earlier is taken) or not at all (it moves forward). */
  readonly clockChange: boolean
}

/** Reads the dates of a profile's fields; `undefined` where the text is none. */
export interface FieldDates {
  instant(field: string, text: string): WrittenInstant | undefined
  /** `yyyy-MM-dd`. */
  day(field: string, text: string): string | undefined
}

export interface DatesContext {
  readonly timeZone: string
  /** When the file is read: it completes years of two digits. */
  readonly now: Temporal.Instant
}

/** A year of two digits is one of the last hundred for a birth, else one that begins at most 19 years from now. */
const yearsAhead = (field: string): number => (field.endsWith('.bornOn') ? 0 : 19)

export function fieldDates(
  profile: Pick<Profile, 'dateFormat' | 'dayFormat' | 'dateFormats'>,
  { timeZone, now }: DatesContext,
): FieldDates {
  const toInstant = localInstants(timeZone)
  const thisYear = now.toZonedDateTimeISO(timeZone).year
  const readers = new Map<string, (text: string) => WrittenDate | undefined>()
  const read = (field: string, format: string, text: string) => {
    let reader = readers.get(field)
    if (reader === undefined) {
      reader = dateReader(profile.dateFormats[field] ?? format, { thisYear, ahead: yearsAhead(field) })
      readers.set(field, reader)
    }
    return reader(text)
  }
  return {
    instant(field, text) {
      const written = read(field, profile.dateFormat, text)
      return written && toInstant(written)
    },
    day(field, text) {
      const written = read(field, profile.dayFormat, text)
      if (written === undefined) return undefined
      return written.offsetMinutes === null ? isoDay(written) : toInstant(written).day
    },
  }
}

const isoDay = ({ year, month, day }: WrittenDate): string => `${year}-${twoDigits(month)}-${twoDigits(day)}`
const twoDigits = (number: number): string => (number < 10 ? `0${number}` : String(number))

/** Local times to instants. Days on which the clock doesn't change, nearly all, are reckoned by that day's offset. */
export function localInstants(timeZone: string): (local: WrittenDate) => WrittenInstant {
  const dayOf = rememberingDays(number => {
    const day = isoDayOf(number)
    const date = Temporal.PlainDate.from(day)
    const start = date.toZonedDateTime(timeZone)
    const end = date.add({ days: 1 }).toZonedDateTime(timeZone)
    const isSteady = start.offsetNanoseconds === end.offsetNanoseconds
    return { day, offset: isSteady ? start.offsetNanoseconds / 1e6 : undefined }
  })
  return written => {
    const asIfUtc = Date.UTC(
      written.year,
      written.month - 1,
      written.day,
      written.hour,
      written.minute,
      written.second,
      written.millisecond,
    )
    if (written.offsetMinutes !== null) {
      const epochMs = asIfUtc - written.offsetMinutes * 60_000
      const local = Temporal.Instant.fromEpochMilliseconds(epochMs).toZonedDateTimeISO(timeZone)
      return { at: isoInstant(epochMs), epochMs, day: local.toPlainDate().toString(), clockChange: false }
    }
    const { day, offset } = dayOf(Math.floor(asIfUtc / dayMs))
    if (offset !== undefined) {
      const epochMs = asIfUtc - offset
      return { at: isoInstant(epochMs), epochMs, day, clockChange: false }
    }
    const local = Temporal.PlainDateTime.from(written)
    const earlier = local.toZonedDateTime(timeZone, { disambiguation: 'earlier' })
    const later = local.toZonedDateTime(timeZone, { disambiguation: 'later' })
    const { epochMilliseconds: epochMs } = local.toZonedDateTime(timeZone, { disambiguation: 'compatible' })
    return { at: isoInstant(epochMs), epochMs, day, clockChange: earlier.epochMilliseconds !== later.epochMilliseconds }
  }
}

const dayMs = 86_400_000
const daysKept = 5000

/** What is reckoned for a day, counted from 1970. The days of a file are few. */
function rememberingDays<Reckoned>(reckon: (day: number) => Reckoned): (day: number) => Reckoned {
  const known = new Map<number, Reckoned>()
  return day => {
    const found = known.get(day)
    if (found !== undefined) return found
    if (known.size === daysKept) known.clear()
    const reckoned = reckon(day)
    known.set(day, reckoned)
    return reckoned
  }
}

const isoDayOf = rememberingDays(day => new Date(day * dayMs).toISOString().slice(0, 10))

/** As `Temporal.Instant` writes it, without the seconds' fraction where there is none. */
function isoInstant(epochMs: number): string {
  const number = Math.floor(epochMs / dayMs)
  const day = isoDayOf(number)
  const ms = epochMs - number * dayMs
  const minutes = Math.floor(ms / 60_000)
  const time = `${twoDigits(Math.floor(minutes / 60))}:${twoDigits(minutes % 60)}:${twoDigits(Math.floor((ms % 60_000) / 1000))}`
  const fraction = ms % 1000 === 0 ? '' : `.${String(ms % 1000).padStart(3, '0')}`
  return `${day}T${time}${fraction}Z`
}
