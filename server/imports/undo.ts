import { type RawBuilder, sql } from 'kysely'
import { writeAudit } from '../audit/service.ts'
import { moveImport } from '../forces/import-state.ts'
import type { ForceTx } from '../forces/service.ts'
import { importNotUndoable } from './problems.ts'
import type { ImportRecord } from './queries.ts'
import { takeBack } from './undo-data.ts'

/** Why an import can't be undone, in words; null if it can. */
export async function whyNotUndone(tx: ForceTx, row: ImportRecord): Promise<string | null> {
  if (row.status !== 'done') return 'Only an import that is done can be undone.'
  return whyActedOn(tx, row.id)
}

/** Undoes it, all or nothing. Throws `import_not_undoable`, and then nothing has changed. */
export async function undoImport(tx: ForceTx, row: ImportRecord): Promise<void> {
  // Whoever imports, claims, suppresses or changes a number waits here, or is seen by the look that follows.
  await sql`select pg_advisory_xact_lock(hashtextextended(${`import ${tx.force.slug}`}, 0))`.execute(tx.db)
  await sql`select id from call_backs where service_id in (select id from services
    where import_id = ${row.id} union select row_id from import_before where import_id = ${row.id}) for update`.execute(
    tx.db,
  )
  for (const table of ['recipients', 'incidents', 'staff'] as const)
    await sql`select id from ${sql.id(table)} where import_id = ${row.id} for update`.execute(tx.db)
  await sql`select id from recipients where id in (select n.recipient_id from recipient_numbers n
    where n.id in ${touched(row.id, 'recipient_numbers')}) for update`.execute(tx.db)
  const why = await whyActedOn(tx, row.id)
  if (why !== null) throw importNotUndoable(row.file_name, why)
  await takeBack(tx, row.id)
  if (!(await moveImport(tx, row.id, 'undone', { undone_at: tx.now.toString(), fault: null })))
    throw new Error(`the import ${row.id} was not being undone`)
  await writeAudit(tx, {
    action: 'imports.undone',
    subject: ['import', row.id],
    details: { kind: row.kind, file: row.file_name },
  })
  await tx.publish('calls.choosing_due', {})
}

/** The first of these that there is says why. */
async function whyActedOn(tx: ForceTx, id: string): Promise<string | null> {
  for (const [why, acts] of actsOn(id)) if (await isFound(tx, acts)) return why
  if (!(await isFound(tx, sql`select from ${later(id)} l`))) return null
  return (await isFound(tx, laterAndEarlier(id)))
    ? 'Another import and this one have each changed something after the other: neither can be undone.'
    : 'A later import has changed what this file brought: undo that one first.'
}

async function isFound(tx: ForceTx, query: RawBuilder<unknown>): Promise<boolean> {
  const { rows } = await sql<{ found: boolean }>`select exists (${query}) as found`.execute(tx.db)
  return rows[0]?.found ?? false
}

const made = (id: string, table: string) => sql`(select id from ${sql.id(table)} where import_id = ${id})`
const touched = (id: string, table: string) =>
  sql`(select id from ${sql.id(table)} where import_id = ${id} union all
    select row_id from import_before where import_id = ${id} and table_name = ${table})`

const ofTheSameRows = (id: string) =>
  sql`import_before b join import_before other on other.row_id = b.row_id and other.table_name = b.table_name
    and other.import_id <> b.import_id where b.import_id = ${id}`

/** Rows by what they hang on: an import may have made the one, and another the other. */
const hangingOn = [
  ['services', 'incident_id', 'incidents'],
  ['services', 'recipient_id', 'recipients'],
  ['recipient_numbers', 'recipient_id', 'recipients'],
  ['postings', 'staff_id', 'staff'],
] as const
const eachHanging = (
  select: (part: RawBuilder<unknown>, key: RawBuilder<unknown>, whole: string) => RawBuilder<unknown>,
) =>
  sql.join(
    hangingOn.map(([part, key, whole]) => select(sql.id(part), sql.id('p', key), whole)),
    sql` union all `,
  )

/** Who changed, after this import, what it changed or made. */
const later = (id: string) => sql`(
  select other.import_id from ${ofTheSameRows(id)} and b.first_change < other.last_change
  union all select import_id from import_before where import_id <> ${id} and before ->> 'import_id' = ${id}
  union all ${eachHanging(
    (part, key, whole) => sql`select p.import_id from ${part} p
      where p.import_id is distinct from ${id} and ${key} in ${made(id, whole)}`,
  )})`

/** Whose changes this import changed: those to whom it is later. */
const earlier = (id: string) => sql`(
  select other.import_id from ${ofTheSameRows(id)} and other.first_change < b.last_change
  union all select (before ->> 'import_id')::uuid from import_before where import_id = ${id}
  union all ${eachHanging(
    (part, key, whole) => sql`select w.import_id from ${part} p join ${sql.id(whole)} w on w.id = ${key}
      where p.import_id = ${id} and w.import_id <> ${id}`,
  )})`

/** Each is looked up once: there may be as many as the files have rows. */
const laterAndEarlier = (id: string) => sql`
  with l as materialized (select distinct import_id from ${later(id)} x),
    e as materialized (select distinct import_id from ${earlier(id)} x)
  select from l join e using (import_id)`

const actsOn = (id: string): readonly (readonly [string, RawBuilder<unknown>])[] => [
  [
    'Somebody from this file has been claimed for a call, or rung.',
    sql`select from call_backs c where c.service_id in ${touched(id, 'services')}
      and (c.status <> 'queued' or c.attempts_made > 0 or c.interview_id is not null)`,
  ],
  [
    'There are interviews about what this file brought.',
    sql`select from interviews i where i.import_id is distinct from ${id}
      and i.incident_id in ${made(id, 'incidents')} and i.id not in ${touched(id, 'interviews')}
      union all select from question_concerns q join interviews i on i.id = q.interview_id
      where q.staff_id in ${made(id, 'staff')}`,
  ],
  [
    'Alerts have been raised from this file.',
    sql`select from alerts a where a.interview_id in ${touched(id, 'interviews')} or a.staff_id in ${made(id, 'staff')}
      union all select from alert_messages m where m.addressee_staff_id in ${made(id, 'staff')}`,
  ],
  [
    'Somebody from this file has been kept from calls since.',
    sql`select from suppressions s where s.recipient_id in ${made(id, 'recipients')}`,
  ],
  [
    'Somebody has said since of a number from this file whether it is theirs, or safe.',
    // What the file said of it and what somebody said look alike in its row: only the audit tells them apart.
    sql`select from audit_entries a where a.subject_kind = 'recipient_number'
      and a.subject_id in (select n.id::text from ${touched(id, 'recipient_numbers')} n)
      and a.at >= (select started_at from imports where id = ${id})`,
  ],
  [
    'People or postings from this file have been mended since.',
    // One that was taken back since would be in force again.
    sql`select from mends m where greatest(m.made_at, m.undone_at) >= (select started_at from imports where id = ${id})
      and (m.staff_id in ${touched(id, 'staff')}
        or m.staff_id in (select p.staff_id from postings p where p.id in ${touched(id, 'postings')}))`,
  ],
]
