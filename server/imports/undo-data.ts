/** The rows of an import, taken back: what it made goes, what it changed is as it was, in the transaction of its undoing. */
import { type RawBuilder, sql } from 'kysely'
import { partsOfImported } from '../forces/import-journal.ts'
import type { ForceTx } from '../forces/service.ts'

type Imported = keyof typeof partsOfImported

/** Nothing hangs on these but their parts. */
const leaves = ['interviews', 'services', 'recipient_numbers', 'postings'] as const satisfies readonly Imported[]
const roots = ['recipients', 'incidents', 'staff'] as const satisfies readonly Imported[]

/** What was changed is put back between the two: it may take the place of a row that goes, and hang on none that goes. */
export async function takeBack(tx: ForceTx, importId: string): Promise<void> {
  for (const table of leaves) await deleteMade(tx, importId, table)
  for (const table of [...roots, ...leaves]) await putBack(tx, importId, table)
  await sql`update involvements set staff_id = null
    where staff_id in (select id from staff where import_id = ${importId})`.execute(tx.db)
  for (const table of roots) await deleteMade(tx, importId, table)
  await sql`update mends set overruled_by_import = null, overruled_at = null
    where overruled_by_import = ${importId}`.execute(tx.db)
  await sql`delete from absent_staff where import_id = ${importId}`.execute(tx.db)
  await sql`delete from import_before where import_id = ${importId}`.execute(tx.db)
  await deleteUnusedUnits(tx, importId)
  await sql`delete from import_rejects where import_id = ${importId}`.execute(tx.db)
}

async function deleteMade(tx: ForceTx, importId: string, table: Imported): Promise<void> {
  await sql`delete from ${sql.id(table)} where import_id = ${importId}`.execute(tx.db)
}

async function putBack(tx: ForceTx, importId: string, table: Imported): Promise<void> {
  const columns = await columnsOf(tx, table)
  const set = sql.join(
    columns.filter(column => column !== 'id').map(column => sql`${sql.id(column)} = excluded.${sql.id(column)}`),
  )
  const kept = sql`(select b.row_id, b.before from import_before b
    where b.import_id = ${importId} and b.table_name = ${table}
      and b.made_by is distinct from ${importId}) k`
  await sql`
    insert into ${sql.id(table)} (${sql.join(columns.map(column => sql.id(column)))})
    select ${sql.join(columns.map(column => sql`r.${sql.id(column)}`))}
    from ${kept} cross join lateral jsonb_populate_record(null::${sql.id(table)}, k.before) r
    on conflict (id) do update set ${set}`.execute(tx.db)
  for (const [part, reference] of Object.entries(partsOfImported[table])) {
    await sql`delete from ${sql.id(part)} where ${sql.id(reference)} in (select k.row_id from ${kept})`.execute(tx.db)
    const parts = sql`${kept} cross join lateral jsonb_populate_recordset(null::${sql.id(part)}, k.before -> ${part}) p`
    await sql`insert into ${sql.id(part)} ${partsNow[part]?.(parts) ?? sql`select p.* from ${parts}`}`.execute(tx.db)
  }
}

/** Who is in what was kept may have gone since with the undo of another import, or come, or come again as another row. */
const partsNow: Readonly<Record<string, (parts: RawBuilder<unknown>) => RawBuilder<unknown>>> = {
  involvements: parts => sql`select p.incident_id, p.part, p.collar_number, s.id
    from ${parts} left join staff s on s.collar_number = p.collar_number`,
  question_concerns: parts => sql`select p.* from ${parts} join staff s on s.id = p.staff_id`,
}

async function columnsOf(tx: ForceTx, table: Imported): Promise<readonly string[]> {
  const { rows } = await sql<{ name: string }>`
    select attname as name from pg_attribute
    where attrelid = to_regclass(${table}) and attnum > 0 and not attisdropped order by attnum`.execute(tx.db)
  return rows.map(({ name }) => name)
}

/**
 * Sections, then the districts that were made for them; also of imports that were undone before, for whose sake a unit may have
 * stayed. A unit that others use by now stays, for their rows would have made it too; and so does one that they used before
 * another import, which may be undone as well.
 */
async function deleteUnusedUnits(tx: ForceTx, importId: string): Promise<void> {
  const unused = sql`
    delete from units u where u.mailbox is null
      and u.import_id in (select id from imports where id = ${importId} or status = 'undone')
      and not exists (select from units c where c.parent_id = u.id)
      and not exists (select from postings p where p.unit_id = u.id)
      and not exists (select from incidents i where i.unit_id = u.id)
      and not exists (select from interviews i where i.unit_id = u.id)
      and not exists (select from import_before b
        where b.table_name in ('postings', 'incidents', 'interviews') and b.before ->> 'unit_id' = u.id::text)`
  await unused.execute(tx.db)
  await unused.execute(tx.db)
}
