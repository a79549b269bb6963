/** Which imports changed what another brought, or added to it: told by their rows, and not by when they began. */
import { sql } from 'kysely'
import type { ForceTx } from '../forces/service.ts'

export interface Later {
  readonly later: string
  readonly earlier: string
}

/** Beyond these nobody is told what to undo first. */
export const mostFollowed = 200

/** Rows by what they hang on: an import may have made the one, and another the other. */
const hangingOn = [
  ['services', 'incident_id', 'incidents'],
  ['services', 'recipient_id', 'recipients'],
  ['recipient_numbers', 'recipient_id', 'recipients'],
  ['postings', 'staff_id', 'staff'],
] as const

/** An interview is by now about what the last import that changed it says. */
const lastOfInterview = sql`coalesce((select b.import_id from import_before b
  where b.row_id = i.id and b.table_name = 'interviews' order by b.last_change desc limit 1), i.import_id)`

/** Each pair as often as there are rows that say so; of a row that no import made `later` is null. */
const pairs = sql`(
  select other.import_id as later, b.import_id as earlier
  from import_before b join import_before other on other.row_id = b.row_id and other.table_name = b.table_name
  where other.import_id <> b.import_id and b.first_change < other.last_change
  union all select import_id, made_by from import_before where import_id <> made_by
  union all select b.import_id, n.import_id
  from imports i join import_before b on b.import_id = i.id and b.table_name = 'interviews'
    join incidents n on n.id = (b.before ->> 'incident_id')::uuid
  where i.kind = 'interviews' and n.import_id <> b.import_id
  union all select ${lastOfInterview}, n.import_id from interviews i join incidents n on n.id = i.incident_id
    where ${lastOfInterview} <> n.import_id
  union all select ${lastOfInterview}, s.import_id from question_concerns q join interviews i on i.id = q.interview_id
    join staff s on s.id = q.staff_id where ${lastOfInterview} <> s.import_id
  union all ${sql.join(
    hangingOn.map(
      ([part, key, whole]) => sql`select p.import_id, w.import_id from ${sql.id(part)} p
        join ${sql.id(whole)} w on w.id = ${sql.id('p', key)} where p.import_id is distinct from w.import_id`,
    ),
    sql` union all `,
  )})`

export async function hasLater(tx: ForceTx, id: string): Promise<boolean> {
  const { rows } = await sql<{ found: boolean }>`
    select exists (select from ${pairs} p where earlier = ${id}) as found`.execute(tx.db)
  return rows[0]?.found ?? false
}

/**
 * All that are later than this one, than those, and so on, each with whom it is later than; of more than `mostFollowed` only so
 * many that it shows. It may be among them itself.
 */
export async function listLater(tx: ForceTx, id: string): Promise<readonly Later[]> {
  const { rows } = await sql<Later>`
    with recursive known as materialized (
      select distinct later, earlier from ${pairs} p where later is not null and earlier is not null),
    reached(id) as (
      select later from known where earlier = ${id}
      union select k.later from reached r join known k on k.earlier = r.id),
    followed as materialized (select id from reached limit ${mostFollowed + 1})
    select later, earlier from known
    where later in (select id from followed) and (earlier = ${id} or earlier in (select id from followed))`.execute(
    tx.db,
  )
  return rows
}
