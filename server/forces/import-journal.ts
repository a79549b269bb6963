import { type RawBuilder, sql } from 'kysely'
import type { ForceTx } from './service.ts'

/** Tables whose rows name the import that made them, each with the rows that stand and fall with one of its own. */
export const partsOfImported = {
  units: {},
  staff: {},
  postings: {},
  incidents: { involvements: 'incident_id' },
  recipients: {},
  recipient_numbers: {},
  services: {},
  interviews: { answers: 'interview_id', question_concerns: 'interview_id' },
} as const satisfies Readonly<Record<string, Readonly<Record<string, string>>>>

/**
 * Keeps rows as they are, with their parts (as lists under the parts' names), before an import changes them: what undoing it
 * puts back. Once per row and import, with the first and the last change of it counted. A row that the same import made is not
 * kept, for undoing deletes it; unless another import has changed it since, which then can't be undone before this one. Called
 * in the transaction of the change, before it, under the lock of the force's imports.
 */
export async function keepBefore(
  tx: ForceTx,
  importId: string,
  table: keyof typeof partsOfImported,
  ids: readonly string[],
): Promise<void> {
  if (ids.length === 0) return
  const whole = Object.entries(partsOfImported[table]).reduce<RawBuilder<unknown>>(
    (row, [part, reference]) =>
      sql`${row} || jsonb_build_object(${part}::text, (select coalesce(jsonb_agg(to_jsonb(p)), '[]')
        from ${sql.id(part)} p where p.${sql.ref(reference)} = t.id))`,
    sql`to_jsonb(t)`,
  )
  await sql`
    with change as (select coalesce(max(last_change), 0) + 1 as at from import_before)
    insert into import_before (import_id, table_name, row_id, before, made_by, first_change, last_change)
    select ${importId}, ${table}, t.id, ${whole}, t.import_id, case when t.import_id = ${importId} then 0 else at end, at
    from ${sql.id(table)} t cross join change
    where t.id = any(${ids}::uuid[]) and (t.import_id is distinct from ${importId}
      or exists (select from import_before b where b.row_id = t.id and b.table_name = ${table}))
    on conflict (import_id, table_name, row_id) do update set last_change = excluded.last_change`.execute(tx.db)
}

/** Those of these rows that the import has changed so far. */
export async function listChangedBy(
  tx: ForceTx,
  importId: string,
  table: keyof typeof partsOfImported,
  ids: readonly string[],
): Promise<readonly string[]> {
  if (ids.length === 0) return []
  const { rows } = await sql<{ row_id: string }>`
    select row_id from import_before
    where import_id = ${importId} and table_name = ${table} and row_id = any(${ids}::uuid[])`.execute(tx.db)
  return rows.map(row => row.row_id)
}
