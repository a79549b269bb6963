import { type Random, weighted } from './random.ts'

/** When calls were made: by season, weekday and hour, within calling hours, none on a bank holiday. */

const noCalls: ReadonlySet<string> = new Set([
  '2010-12-25',
  '2010-12-27',
  '2010-12-28',
  '2011-01-01',
  '2011-01-03',
  '2011-04-22',
  '2011-04-24',
  '2011-04-25',
  '2011-04-29',
  '2011-05-02',
  '2011-05-30',
  '2011-08-29',
])

/** Monday to Sunday. */
const weekdayWeights = [1.05, 1.1, 1.1, 1.05, 0.95, 0.55, 0.4]
/** October is the first month of the contract; summer evenings bring more incidents, Christmas fewer calls. */
const monthWeights: Readonly<Record<number, number>> = {
  1: 0.95,
  2: 1,
  3: 1,
  4: 0.95,
  5: 1,
  6: 1.05,
  7: 1.1,
  8: 1.1,
  10: 0.8,
  11: 0.95,
  12: 0.8,
}
const hourWeights = weighted<number>([
  [9, 0.5],
  [10, 1],
  [11, 1.1],
  [12, 0.8],
  [13, 0.8],
  [14, 1],
  [15, 1],
  [16, 1.1],
  [17, 1.3],
  [18, 1.5],
  [19, 1.3],
  [20, 0.5],
])
const sundayHours = { from: 10, to: 19 }

export interface CallTime {
  /** `2011-08-31` */
  readonly day: string
  /** `2011-08-31T18:04:27+01:00` */
  readonly at: string
}

/** The times of `number` calls from the first to the last day, in order. */
export function callTimes(
  random: Random,
  number: number,
  period: { readonly from: string; readonly to: string; readonly timeZone: string },
): readonly CallTime[] {
  const days = daysOf(period)
  const drawDay = weighted(days.map(day => [day, day.weight] as const))
  const times = Array.from({ length: number }, () => {
    const { day, offset, isSunday } = drawDay(random)
    let hour = hourWeights(random)
    while (isSunday && (hour < sundayHours.from || hour > sundayHours.to)) hour = hourWeights(random)
    return { day, at: `${day}T${two(hour)}:${two(random.whole(60))}:${two(random.whole(60))}${offset}` }
  })
  return times.sort((one, other) => (one.at < other.at ? -1 : one.at > other.at ? 1 : 0))
}

function daysOf({ from, to, timeZone }: { readonly from: string; readonly to: string; readonly timeZone: string }) {
  const first = Temporal.PlainDate.from(from)
  const number = first.until(to, { largestUnit: 'days' }).days + 1
  return Array.from({ length: number }, (_, index) => first.add({ days: index }))
    .filter(date => !noCalls.has(date.toString()))
    .map(date => ({
      day: date.toString(),
      // Clocks change at night, so a day's noon tells the offset of its calling hours.
      offset: date.toZonedDateTime({ timeZone, plainTime: '12:00' }).offset,
      isSunday: date.dayOfWeek === 7,
      weight: (weekdayWeights[date.dayOfWeek - 1] ?? 1) * (monthWeights[date.month] ?? 1),
    }))
}

const two = (number: number): string => String(number).padStart(2, '0')
