/** Where business time comes from. `now` is passed on as an argument; business rules never ask the database. */
export interface Clock {
  now(): Temporal.Instant
}

export const systemClock: Clock = { now: () => Temporal.Now.instant() }

/** A clock that shows `start` at this moment and runs on from there: for the demo and for tests. */
export function clockRunningFrom(start: Temporal.Instant): Clock {
  const startedAt = Temporal.Now.instant()
  return { now: () => start.add(startedAt.until(Temporal.Now.instant())) }
}

/** The local day of an instant, as `YYYY-MM-DD`. */
export function localDay(at: Temporal.Instant, timeZone: string): string {
  return at.toZonedDateTimeISO(timeZone).toPlainDate().toString()
}

/** "3 December 2026", of a local day. */
export const dayInWords = (day: string): string =>
  Temporal.PlainDate.from(day).toLocaleString('en-GB', { dateStyle: 'long' })
