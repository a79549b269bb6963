import type { Insertable } from 'kysely'
import { sql } from 'kysely'
import { lockImports } from '../forces/import-record.ts'
import type { ForceTx } from '../forces/service.ts'
import type { ForceTables } from '../platform/tables.ts'
import type { KnownPerson, Likeness } from './same-person.ts'

type New<Table extends keyof ForceTables> = Insertable<ForceTables[Table]>

const rowsPerStatement = 5000

async function inParts<Row extends object>(
  rows: readonly Row[],
  save: (part: readonly Row[]) => Promise<unknown>,
): Promise<void> {
  for (let from = 0; from < rows.length; from += rowsPerStatement) await save(rows.slice(from, from + rowsPerStatement))
}

const columnsOf = <Row extends object>(rows: readonly Row[]) => Object.keys(rows[0] ?? {}) as (keyof Row & string)[]

/** The rows as one parameter, in the table's own types: a parameter for each value costs several times as much. */
function asRecords(table: keyof ForceTables, rows: readonly object[]) {
  const plain = rows.map(row =>
    Object.fromEntries(
      Object.entries(row).map(([column, value]) => [
        column,
        Array.isArray(value) ? value.map(asPlain) : asPlain(value),
      ]),
    ),
  )
  return sql<never>`select ${sql.join(columnsOf(rows).map(column => sql.ref(column)))}
    from json_populate_recordset(null::${sql.id(table)}, ${JSON.stringify(plain)}::json)`
}

const asPlain = (value: unknown) => (Buffer.isBuffer(value) ? `\\x${value.toString('hex')}` : value)

/** Whoever could be one of these: of the same name and birth date, or of the same name. */
export async function findAlike(tx: ForceTx, likenesses: readonly Likeness[]): Promise<readonly KnownPerson[]> {
  const births = likenesses.flatMap(({ nameAndBirth }) =>
    nameAndBirth === null ? [] : [Buffer.from(nameAndBirth, 'hex')],
  )
  const names = likenesses.flatMap(({ name }) => (name === null ? [] : [Buffer.from(name, 'hex')]))
  const numbers = likenesses.flatMap(likeness => likeness.numbers.map(number => Buffer.from(number, 'hex')))
  // Two questions: asked at once, the planner may go by names first, which thousands share.
  const possible = await sql<{ id: string }>`
    select id from recipients where name_and_birth_hash = any(${births}::bytea[])
    union
    select recipient_id from recipient_numbers where number_hash = any(${numbers}::bytea[]) and usable`.execute(tx.db)
  const { rows } = await sql<{
    id: string
    name_hash: Buffer | null
    name_and_birth_hash: Buffer | null
    numbers: string[] | null
  }>`
    select r.id, r.name_hash, r.name_and_birth_hash,
      (select array_agg(encode(n.number_hash, 'hex')) from recipient_numbers n where n.recipient_id = r.id and n.usable) as numbers
    from recipients r
    where r.id = any(${possible.rows.map(({ id }) => id)}::uuid[])
      and (r.name_hash = any(${names}::bytea[]) or r.name_and_birth_hash = any(${births}::bytea[]))
    order by r.id`.execute(tx.db)
  return rows.map(row => ({
    id: row.id,
    name: row.name_hash?.toString('hex') ?? null,
    nameAndBirth: row.name_and_birth_hash?.toString('hex') ?? null,
    numbers: row.name_hash === null ? [] : (row.numbers ?? []),
  }))
}

export async function findIncidents(tx: ForceTx, references: readonly string[]) {
  return tx.db
    .selectFrom('incidents')
    .select(['id', 'reference', 'row_hash'])
    .where(sql<boolean>`reference = any(${references}::text[])`)
    .execute()
}

export async function findServices(tx: ForceTx, incidentIds: readonly string[]) {
  return tx.db
    .selectFrom('services')
    .select(['id', 'incident_id', 'recipient_id', 'involvement', 'row_hash', 'overruled_hashes', 'import_id'])
    .where(sql<boolean>`incident_id = any(${incidentIds}::uuid[])`)
    .execute()
}

export async function findStaffIds(
  tx: ForceTx,
  collarNumbers: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const rows = await tx.db
    .selectFrom('staff')
    .select(['id', 'collar_number'])
    .where(sql<boolean>`collar_number = any(${collarNumbers}::text[])`)
    .execute()
  return new Map(rows.map(row => [row.collar_number, row.id]))
}

/** What is now said of incidents known before. */
export async function saveIncidents(tx: ForceTx, incidents: readonly New<'incidents'>[]): Promise<void> {
  await inParts(incidents, part =>
    tx.db
      .insertInto('incidents')
      .columns(columnsOf(part))
      .expression(asRecords('incidents', part))
      .onConflict(conflict =>
        conflict.constraint('incidents_one_per_reference').doUpdateSet(({ ref }) => ({
          opened_at: ref('excluded.opened_at'),
          closed_at: ref('excluded.closed_at'),
          arrived_at: ref('excluded.arrived_at'),
          grade: ref('excluded.grade'),
          category_code: ref('excluded.category_code'),
          category_name: ref('excluded.category_name'),
          unit_id: ref('excluded.unit_id'),
          attended: ref('excluded.attended'),
          row_hash: ref('excluded.row_hash'),
          updated_at: ref('excluded.updated_at'),
        })),
      )
      .execute(),
  )
}

export async function dropInvolvements(tx: ForceTx, incidentIds: readonly string[]): Promise<void> {
  if (incidentIds.length > 0)
    await sql`delete from involvements where incident_id = any(${incidentIds}::uuid[])`.execute(tx.db)
}

/** What is now known of people there were before: what a row leaves empty stays as it was, needs add up. */
export async function saveKnownPeople(tx: ForceTx, people: readonly New<'recipients'>[]): Promise<void> {
  const newest = (column: string) =>
    sql<Buffer | null>`coalesce(${sql.ref(`excluded.${column}`)}, ${sql.ref(`recipients.${column}`)})`
  const oldest = (column: string) =>
    sql<Buffer | null>`coalesce(${sql.ref(`recipients.${column}`)}, ${sql.ref(`excluded.${column}`)})`
  await inParts(people, part =>
    tx.db
      .insertInto('recipients')
      .columns(columnsOf(part))
      .expression(asRecords('recipients', part))
      .onConflict(conflict =>
        conflict.column('id').doUpdateSet({
          title_sealed: newest('title_sealed'),
          forename_sealed: newest('forename_sealed'),
          surname_sealed: newest('surname_sealed'),
          email_sealed: newest('email_sealed'),
          born_on_sealed: oldest('born_on_sealed'),
          name_and_birth_hash: oldest('name_and_birth_hash'),
          language: sql<string | null>`coalesce(excluded.language, recipients.language)`,
          needs: sql<
            string[]
          >`array(select distinct need from unnest(recipients.needs || excluded.needs) need order by need)`,
          updated_at: tx.now.toString(),
        }),
      )
      .execute(),
  )
}

/** Numbers are added and never taken off by an import; one that was unsafe stays unsafe until somebody lifts it. */
export async function saveNumbers(tx: ForceTx, numbers: readonly New<'recipient_numbers'>[]): Promise<void> {
  await inParts(numbers, part =>
    tx.db
      .insertInto('recipient_numbers')
      .columns(columnsOf(part))
      .expression(asRecords('recipient_numbers', part))
      .onConflict(conflict =>
        conflict.constraint('recipient_numbers_one_per_person_and_number').doUpdateSet(({ ref }) => ({
          extension_sealed: sql<Buffer | null>`coalesce(excluded.extension_sealed, recipient_numbers.extension_sealed)`,
          safe: sql<boolean>`recipient_numbers.safe and excluded.safe`,
          usable: ref('excluded.usable'),
        })),
      )
      .execute(),
  )
}

export async function listNumberIds(tx: ForceTx, recipientIds: readonly string[]): Promise<readonly string[]> {
  if (recipientIds.length === 0) return []
  const { rows } = await sql<{ id: string }>`
    select id from recipient_numbers where recipient_id = any(${recipientIds}::uuid[])`.execute(tx.db)
  return rows.map(({ id }) => id)
}

/** The safe numbers of those of these people who may be rung on their mobile only. */
export async function listSafeNumbersOfMobileOnly(tx: ForceTx, recipientIds: readonly string[]) {
  const { rows } = await sql<{ id: string; number_sealed: Buffer }>`
    select n.id, n.number_sealed from recipient_numbers n join recipients r on r.id = n.recipient_id
    where r.id = any(${recipientIds}::uuid[]) and 'mobile_only' = any(r.needs) and n.safe`.execute(tx.db)
  return rows.map(row => ({ id: row.id, number: tx.seal.unseal('recipient_numbers.number', row.number_sealed) }))
}

export async function markUnsafe(tx: ForceTx, numberIds: readonly string[]): Promise<void> {
  if (numberIds.length > 0)
    await sql`update recipient_numbers set safe = false where id = any(${numberIds}::uuid[])`.execute(tx.db)
}

/** What is now said of services known before. Markers and exclusions are added and never taken off: they keep people from being rung. */
export async function saveServices(tx: ForceTx, services: readonly New<'services'>[]): Promise<void> {
  await inParts(services, part =>
    tx.db
      .insertInto('services')
      .columns(columnsOf(part))
      .expression(asRecords('services', part))
      .onConflict(conflict =>
        conflict.constraint('services_one_per_incident_person_and_involvement').doUpdateSet(({ ref }) => ({
          markers: sql<string[]>`services.markers || array(
            select marker from unnest(excluded.markers) with ordinality new (marker, at)
            where marker <> all(services.markers) order by at)`,
          exclusions: sql<string[]>`array(
            select distinct code from unnest(services.exclusions || excluded.exclusions) code order by code)`,
          warnings: ref('excluded.warnings'),
          row_hash: ref('excluded.row_hash'),
          overruled_hashes: ref('excluded.overruled_hashes'),
          updated_at: ref('excluded.updated_at'),
        })),
      )
      .execute(),
  )
}

/**
 * Parts in incidents that were imported before their staff were; returns how many found their person. In turn with imports, which
 * change such parts in another order.
 */
export async function linkStaff(tx: ForceTx): Promise<number> {
  await lockImports(tx)
  const linked = await sql`update involvements i set staff_id = s.id from staff s
    where i.staff_id is null and s.collar_number = i.collar_number`.execute(tx.db)
  return Number(linked.numAffectedRows ?? 0)
}
