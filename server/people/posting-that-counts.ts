import { type RawBuilder, sql } from 'kysely'

/** Posted on the day; not yet, but from a day to come; else a leaver, as is who was never posted. */
export type Standing = 'posted' | 'to_come' | 'left'

/**
 * For `from staff s`: as `alias`, the posting that counts on a day. That is the one that stands on it; without one, of somebody
 * between two postings, as `between` says the one to come, which is what a mend changes, or the one that ended, which says who
 * was above them last; else whichever there is. `standing` says which. `postingThatCounts` is the same, with the one to come,
 * over postings that were read.
 */
export const joinPostingThatCounts = (
  day: string,
  alias: string,
  between: 'to_come' | 'ended',
): RawBuilder<unknown> => sql`left join lateral (
    select id as posting_id, unit_id, supervisor_collar_number as supervisor, posted_from, posted_to,
      case
        when posted_from <= ${day}::date and (posted_to is null or posted_to >= ${day}::date) then 'posted'
        when posted_from > ${day}::date then 'to_come'
        else 'left'
      end as standing
    from postings where postings.staff_id = s.id
    order by posted_from <= ${day}::date and (posted_to is null or posted_to >= ${day}::date) desc,
      ${between === 'to_come' ? sql`posted_from > ${day}::date` : sql`posted_from <= ${day}::date`} desc,
      abs(posted_from - ${day}::date) limit 1
  ) as ${sql.id(alias)} on true`
