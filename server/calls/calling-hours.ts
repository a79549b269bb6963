import type { ForceSettings } from '../forces/schema.ts'
import { isBankHoliday } from './bank-holidays.ts'

const saturday = 6
const sunday = 7

/** When people may be rung on a day: the force's hours by the day of the week, and never on a bank holiday. */
function hoursOf(day: Temporal.PlainDate, settings: Pick<ForceSettings, 'callingHours'>) {
  if (isBankHoliday(day)) return undefined
  if (day.dayOfWeek === sunday) return settings.callingHours.sunday
  return day.dayOfWeek === saturday ? settings.callingHours.saturday : settings.callingHours.weekday
}

/** Whether people may be rung at an instant, in local time: from the first minute, up to but not at the last. */
export function isCallingTime(
  at: Temporal.Instant,
  timeZone: string,
  settings: Pick<ForceSettings, 'callingHours'>,
): boolean {
  const local = at.toZonedDateTimeISO(timeZone)
  const hours = hoursOf(local.toPlainDate(), settings)
  if (!hours) return false
  const time = local.toPlainTime()
  return (
    Temporal.PlainTime.compare(time, Temporal.PlainTime.from(hours.from)) >= 0 &&
    Temporal.PlainTime.compare(time, Temporal.PlainTime.from(hours.to)) < 0
  )
}

/** The instant itself if people may be rung then, else the next opening of the calling hours. */
export function nextCallingTime(
  at: Temporal.Instant,
  timeZone: string,
  settings: Pick<ForceSettings, 'callingHours'>,
): Temporal.Instant {
  if (isCallingTime(at, timeZone, settings)) return at
  const first = at.toZonedDateTimeISO(timeZone).toPlainDate()
  for (let days = 0; days < 14; days += 1) {
    const day = first.add({ days })
    const hours = hoursOf(day, settings)
    if (!hours) continue
    const opening = day.toZonedDateTime({ timeZone, plainTime: hours.from }).toInstant()
    const opens = Temporal.Instant.compare(opening, at) > 0 && isCallingTime(opening, timeZone, settings)
    if (opens) return opening
  }
  // Hours that never open are the force's own doing: the call is due, and waits for the hours.
  return at
}
