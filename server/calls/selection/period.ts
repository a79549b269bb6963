import { type RawBuilder, sql } from 'kysely'
import { periodBackwards } from '../../forces/problems.ts'
import type { ForceTx } from '../../forces/service.ts'

/** From an instant up to, and without, another. */
export interface Period {
  readonly from: Temporal.Instant
  readonly until: Temporal.Instant
}

/** Local days, inclusive. Throws `period_backwards`. */
export function periodOf(tx: ForceTx, days: { readonly from: string; readonly to: string }): Period {
  if (days.from > days.to) throw periodBackwards(days.from, days.to)
  const start = (day: Temporal.PlainDate) => day.toZonedDateTime(tx.force.timeZone).toInstant()
  return {
    from: start(Temporal.PlainDate.from(days.from)),
    until: start(Temporal.PlainDate.from(days.to).add({ days: 1 })),
  }
}

/** Incidents `i` by when they were closed; while they are open, by when they were opened, or came in if nobody knows. */
export const cameIn = ({ from, until }: Period): RawBuilder<boolean> => {
  const isWithin = (at: RawBuilder<unknown>) =>
    sql`${at} >= ${from.toString()}::timestamptz and ${at} < ${until.toString()}::timestamptz`
  return sql<boolean>`(${isWithin(sql`i.closed_at`)}
    or i.closed_at is null and ${isWithin(sql`coalesce(i.opened_at, i.created_at)`)})`
}
