import { type RawBuilder, sql } from 'kysely'
import type { ForceTx } from '../forces/service.ts'
import type { FoundPerson } from './schema.ts'

/** Which services count, on a service and its incident of these aliases. */
export type Match = (service: 's' | 'o', incident: 'i' | 'oi') => RawBuilder<boolean>

/** The place of a row in the order of the search. */
export interface Place {
  /** Null while the incident is open: those come first. */
  readonly closedAt: string | null
  readonly serviceId: string
}

export const everything: Match = () => sql<boolean>`true`
export const both =
  (...all: readonly Match[]): Match =>
  (s, i) =>
    sql<boolean>`(${sql.join(
      all.map(match => match(s, i)),
      sql` and `,
    )})`

export const hasNumber =
  (hashes: readonly Buffer[]): Match =>
  s =>
    sql<boolean>`${sql.ref(s)}.recipient_id in (
      select recipient_id from recipient_numbers where number_hash = any(${hashes}::bytea[]))`

export const hasName =
  (column: 'name_hash' | 'name_and_birth_hash', hashes: readonly Buffer[]): Match =>
  s =>
    sql<boolean>`${sql.ref(s)}.recipient_id in (
      select id from recipients where ${sql.ref(column)} = any(${hashes}::bytea[]))`

export const hasReference =
  (references: readonly string[]): Match =>
  (_s, i) =>
    sql<boolean>`${sql.ref(i)}.reference = any(${references}::text[])`

/** Patterns, so that an index serves where the database's order of letters allows it. */
export const beginsWith =
  (starts: readonly string[]): Match =>
  (_s, i) =>
    sql<boolean>`(${sql.join(
      starts.map(start => sql`${sql.ref(i)}.reference like ${`${start.replace(/[\\%_]/g, '\\$&')}%`}`),
      sql` or `,
    )})`

export const isSuppressed: Match = s =>
  sql<boolean>`${sql.ref(s)}.recipient_id in (select recipient_id from suppressions where lifted_at is null)`

export const openedWithin =
  (from: Temporal.Instant | null, before: Temporal.Instant | null): Match =>
  (_s, i) =>
    sql<boolean>`((${from?.toString() ?? null}::timestamptz is null or ${sql.ref(i)}.opened_at >= ${from?.toString() ?? null}::timestamptz)
      and (${before?.toString() ?? null}::timestamptz is null or ${sql.ref(i)}.opened_at < ${before?.toString() ?? null}::timestamptz))`

interface Walked {
  readonly service_id: string
  readonly closed_at: Temporal.Instant | null
  readonly forename_sealed: Buffer | null
  readonly surname_sealed: Buffer | null
  readonly born_on_sealed: Buffer | null
}

/**
 * People by the newest of their services that match: open incidents first, then those closed last, as the index on closing
 * gives them from its end. One row a person: a service counts only if none of theirs that matches is newer.
 */
export async function walk(
  tx: ForceTx,
  match: Match,
  after: Place | null,
  limit: number,
): Promise<readonly (Walked & { readonly place: Place })[]> {
  const { rows } = await sql<Walked>`
    select s.id as service_id, i.closed_at, r.forename_sealed, r.surname_sealed, r.born_on_sealed
    from incidents i join services s on s.incident_id = i.id join recipients r on r.id = s.recipient_id
    where ${match('s', 'i')} and ${isAfter(after)} and not exists (
      select from services o join incidents oi on oi.id = o.incident_id
      where o.recipient_id = s.recipient_id and o.id <> s.id and ${match('o', 'oi')}
        and ((oi.closed_at is null and i.closed_at is not null) or oi.closed_at > i.closed_at
          or (oi.closed_at is not distinct from i.closed_at and o.id > s.id)))
    order by i.closed_at desc, s.id desc limit ${limit}`.execute(tx.db)
  return rows.map(row => ({
    ...row,
    place: { closedAt: row.closed_at?.toString() ?? null, serviceId: row.service_id },
  }))
}

function isAfter(place: Place | null): RawBuilder<boolean> {
  if (!place) return sql<boolean>`true`
  const { closedAt, serviceId } = place
  if (closedAt === null) return sql<boolean>`(i.closed_at is not null or s.id < ${serviceId}::uuid)`
  return sql<boolean>`(i.closed_at <= ${closedAt}::timestamptz
    and (i.closed_at < ${closedAt}::timestamptz or s.id < ${serviceId}::uuid))`
}

interface FoundRow {
  readonly id: string
  readonly service_id: string
  readonly title_sealed: Buffer | null
  readonly forename_sealed: Buffer | null
  readonly surname_sealed: Buffer | null
  readonly born_on_sealed: Buffer | null
  readonly involvement: FoundPerson['incident']['involvement']
  readonly reference: string
  readonly category_name: string | null
  readonly unit: string | null
  readonly opened_at: Temporal.Instant | null
  readonly closed_at: Temporal.Instant | null
  readonly incidents: number
  readonly suppressed: boolean
}

/** The people of these services, in their order, with what tells one from another. */
export async function listFound(tx: ForceTx, serviceIds: readonly string[]): Promise<FoundPerson[]> {
  const { rows } = await sql<FoundRow>`
    select r.id, s.id as service_id, r.title_sealed, r.forename_sealed, r.surname_sealed, r.born_on_sealed,
      s.involvement, i.reference, i.category_name, u.name as unit, i.opened_at, i.closed_at,
      (select count(distinct c.incident_id) from services c where c.recipient_id = r.id) as incidents,
      exists (select from suppressions p where p.recipient_id = r.id and p.lifted_at is null) as suppressed
    from services s join recipients r on r.id = s.recipient_id join incidents i on i.id = s.incident_id
      left join units u on u.id = i.unit_id
    where s.id = any(${serviceIds}::uuid[])`.execute(tx.db)
  const byService = new Map(rows.map(row => [row.service_id, row]))
  return serviceIds.flatMap(id => {
    const row = byService.get(id)
    return row ? [toFound(tx, row)] : []
  })
}

const toFound = (tx: ForceTx, row: FoundRow): FoundPerson => ({
  id: row.id,
  name: nameOf(tx, row),
  bornOn: tx.seal.unsealOptional('recipients.born_on', row.born_on_sealed),
  incidents: row.incidents,
  isSuppressed: row.suppressed,
  incident: {
    reference: row.reference,
    categoryName: row.category_name,
    unit: row.unit,
    openedAt: row.opened_at?.toString() ?? null,
    closedAt: row.closed_at?.toString() ?? null,
    involvement: row.involvement,
  },
})

/** Title, forename and surname, as far as they are known; empty where none is. */
export const nameOf = (
  { seal }: ForceTx,
  row: {
    readonly title_sealed: Buffer | null
    readonly forename_sealed: Buffer | null
    readonly surname_sealed: Buffer | null
  },
): string =>
  [
    seal.unsealOptional('recipients.title', row.title_sealed),
    seal.unsealOptional('recipients.forename', row.forename_sealed),
    seal.unsealOptional('recipients.surname', row.surname_sealed),
  ]
    .filter(part => part !== null)
    .join(' ')
