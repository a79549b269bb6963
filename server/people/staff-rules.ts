import { type DatesContext, type FieldDates, fieldDates } from '../platform/import/local-dates.ts'
import type { Profile } from '../platform/import/profile.ts'
import type { ImportRow } from '../platform/import/reader.ts'
import type { Place } from './units.ts'

/** One posting, as the personnel system writes it, with what it says of the person. */
export interface StaffRow {
  readonly collarNumber: string
  readonly rank: string
  readonly forename: string
  readonly surname: string
  readonly email: string
  readonly place: Place
  readonly supervisorCollarNumber: string | null
  readonly postedFrom: string
  readonly postedTo: string | null
}

export type StaffReject =
  | 'no_collar_number'
  | 'no_unit'
  | 'no_posting_start'
  | 'posting_start_unreadable'
  | 'posting_end_unreadable'
  | 'posting_ends_before_it_starts'

/** Empty where a row has none. */
export const collarNumberOf = ({ values }: ImportRow): string => values['staff.collarNumber'] ?? ''

/** Reads rows by one profile; a row that can't be a posting comes back as the reason why. */
export function staffRowReader(profile: Profile, context: DatesContext): (row: ImportRow) => StaffRow | StaffReject {
  const dates = fieldDates(profile, context)
  return row => {
    const { values } = row
    const collarNumber = collarNumberOf(row)
    const text = (field: string) => values[`staff.${field}`] ?? ''
    const place = { district: text('district'), section: text('section') }
    const postedFrom = readDay(dates, 'postedFrom', text('postedFrom'))
    const postedTo = readDay(dates, 'postedTo', text('postedTo'))
    if (collarNumber === '') return 'no_collar_number'
    if (place.district === '' && place.section === '') return 'no_unit'
    if (postedFrom === null) return 'no_posting_start'
    if (postedFrom === undefined) return 'posting_start_unreadable'
    if (postedTo === undefined) return 'posting_end_unreadable'
    if (postedTo !== null && postedTo < postedFrom) return 'posting_ends_before_it_starts'
    return {
      collarNumber,
      rank: text('rank'),
      forename: text('forename'),
      surname: text('surname'),
      email: text('email'),
      place,
      supervisorCollarNumber: text('supervisorCollarNumber') || null,
      postedFrom,
      postedTo,
    }
  }
}

/** `null` where nothing is written, `undefined` where it is no day. */
function readDay(dates: FieldDates, field: string, text: string): string | null | undefined {
  return text === '' ? null : dates.day(`staff.${field}`, text)
}
