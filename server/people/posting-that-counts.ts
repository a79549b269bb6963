import { type RawBuilder, sql } from 'kysely'

/**
 * For `from staff s`: as `p`, the posting that counts on a day. That is the one that stands on it; else the first to
 * come; else, of a leaver, the last that ended, which says where they were and who was above them. `standing` says which.
 * `postingThatCounts` is the same over postings that were read.
 */
export const joinPostingThatCounts = (day: string): RawBuilder<unknown> => sql`left join lateral (
    select id as posting_id, unit_id, supervisor_collar_number as supervisor, posted_from, posted_to,
      case
        when posted_from <= ${day}::date and (posted_to is null or posted_to >= ${day}::date) then 'posted'
        when posted_from > ${day}::date then 'to_come'
        else 'left'
      end as standing
    from postings where postings.staff_id = s.id
    order by posted_from <= ${day}::date and (posted_to is null or posted_to >= ${day}::date) desc,
      posted_from > ${day}::date desc, abs(posted_from - ${day}::date) limit 1
  ) as p on true`

/** Posted on the day; not yet, but from a day to come; else a leaver, as is who was never posted. */
export type Standing = 'posted' | 'to_come' | 'left'
