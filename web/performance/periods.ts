import { addDays } from '../ui/format.ts'

export interface Period {
  readonly title: string
  readonly from: string
  readonly to: string
}

/** The first day of the month `months` from that of `day`. */
function monthStart(day: string, months: number): string {
  const date = new Date(`${day.slice(0, 7)}-01T12:00:00Z`)
  date.setUTCMonth(date.getUTCMonth() + months)
  return date.toISOString().slice(0, 10)
}

/** Periods that are often asked for: all there is, whole months before today, and the month under way. */
export function presets(firstDay: string, lastDay: string, today: string): readonly Period[] {
  const lastMonthEnd = addDays(monthStart(today, 0), -1)
  const whole = (title: string, months: number) => ({ title, from: monthStart(today, -months), to: lastMonthEnd })
  return [
    allOf(firstDay, lastDay),
    { title: 'This month so far', from: monthStart(today, 0), to: today },
    whole('Last month', 1),
    whole('Last 3 months', 3),
    whole('Last 12 months', 12),
  ]
}

/** From the first month with interviews to the last, as whole months, as a published table counts them. */
export function allOf(firstDay: string, lastDay: string): Period {
  return { title: 'All to date', from: monthStart(firstDay, 0), to: addDays(monthStart(lastDay, 1), -1) }
}
