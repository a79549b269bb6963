/** What people did about what imports brought: after that they are not undone. */
import { type RawBuilder, sql } from 'kysely'
import type { ForceTx } from '../forces/service.ts'

export interface Acted {
  readonly importId: string
  readonly why: (file: string) => string
}

/** The first of these acts that there is, on what any of the imports brought. */
export async function findActed(tx: ForceTx, ids: readonly string[]): Promise<Acted | null> {
  for (const [why, acts] of actsOn(ids)) {
    const { rows } = await sql<{ import_id: string }>`select import_id from (${acts}) a limit 1`.execute(tx.db)
    const [found] = rows
    if (found) return { importId: found.import_id, why }
  }
  return null
}

const of = (ids: readonly string[]) => sql`any(${ids}::uuid[])`

/** Rows that the imports made or changed, each with its import. */
export const touched = (ids: readonly string[], table: string) =>
  sql`(select id, import_id from ${sql.id(table)} where import_id = ${of(ids)} union all
    select row_id, import_id from import_before where import_id = ${of(ids)} and table_name = ${table})`

/** Those that imports made or changed are undone with them, first. */
const isOfNoImport = sql`i.import_id is null
  and not exists (select from import_before b where b.row_id = i.id and b.table_name = 'interviews')`

const actsOn = (ids: readonly string[]): readonly (readonly [Acted['why'], RawBuilder<unknown>])[] => [
  [
    file => `Somebody from ${file} has been claimed for a call, or rung.`,
    // A claim that was let go may stand nowhere but in the shift. What ended unclaimed was kept from being rung.
    sql`select t.import_id from call_backs c join ${touched(ids, 'services')} t on t.id = c.service_id
      where c.claim_id is not null or c.interview_id is not null
        or exists (select from attempts a where a.call_back_id = c.id)
        or exists (select from shift_states h where h.call_back_id = c.id)`,
  ],
  [
    file => `There are interviews about what ${file} brought.`,
    sql`select n.import_id from interviews i join incidents n on n.id = i.incident_id
      where n.import_id = ${of(ids)} and ${isOfNoImport}
      union all select s.import_id from question_concerns q join interviews i on i.id = q.interview_id
        join staff s on s.id = q.staff_id where s.import_id = ${of(ids)} and ${isOfNoImport}`,
  ],
  [
    file => `Alerts have been raised from ${file}.`,
    sql`select t.import_id from alerts a join ${touched(ids, 'interviews')} t on t.id = a.interview_id
      union all select s.import_id from alerts a join staff s on s.id = a.staff_id where s.import_id = ${of(ids)}
      union all select s.import_id from alert_messages m join staff s on s.id = m.addressee_staff_id
        where s.import_id = ${of(ids)}`,
  ],
  [
    file => `Somebody from ${file} has been kept from calls since.`,
    sql`select r.import_id from suppressions s join recipients r on r.id = s.recipient_id
      where r.import_id = ${of(ids)}`,
  ],
  [
    file => `Somebody has said since of a number from ${file} whether it is theirs, or safe.`,
    // What the file said of it and what somebody said look alike in its row: only the audit tells them apart.
    sql`select t.import_id from audit_entries a
      join ${touched(ids, 'recipient_numbers')} t on t.id::text = a.subject_id join imports i on i.id = t.import_id
      where a.subject_kind = 'recipient_number' and a.at >= i.started_at`,
  ],
  [
    file => `People or postings from ${file} have been mended since.`,
    // One that was taken back since would be in force again.
    sql`select t.import_id from mends m join (
        select id as staff_id, import_id from ${touched(ids, 'staff')} s
        union all select p.staff_id, t.import_id from postings p join ${touched(ids, 'postings')} t on t.id = p.id) t
        on t.staff_id = m.staff_id
      join imports i on i.id = t.import_id where greatest(m.made_at, m.undone_at) >= i.started_at`,
  ],
  [
    file => `Somebody from ${file} has been made a supervisor by hand since.`,
    // A mend of the unit alone leaves them the supervisor whom a file gave them.
    sql`select s.import_id from staff s join imports i on i.id = s.import_id
        join postings p on p.supervisor_collar_number = s.collar_number
        join mends m on m.staff_id = p.staff_id and (m.posting_id = p.id or m.id = p.mend_id)
      where s.import_id = ${of(ids)} and m.made_at >= i.started_at and m.undone_at is null and m.overruled_at is null
        and (m.kind = 'supervisor' or m.kind = 'unit' and m.id = p.mend_id and not exists (select from postings o
          where o.staff_id = p.staff_id and o.id <> p.id and o.supervisor_collar_number = p.supervisor_collar_number))`,
  ],
]
