import { sql } from 'kysely'
import type { ForceTx } from '../forces/service.ts'

export interface KnownStaff {
  readonly id: string
  readonly collarNumber: string
  readonly rank: string
  readonly forename: string
  readonly surname: string
  readonly email: string
}

export async function findStaff(tx: ForceTx, collarNumbers: readonly string[]): Promise<readonly KnownStaff[]> {
  const rows = await tx.db
    .selectFrom('staff')
    .selectAll()
    .where(sql<boolean>`collar_number = any(${collarNumbers}::text[])`)
    .execute()
  return rows.map(row => ({
    id: row.id,
    collarNumber: row.collar_number,
    rank: row.rank,
    forename: tx.seal.unseal('staff.forename', row.forename_sealed),
    surname: tx.seal.unseal('staff.surname', row.surname_sealed),
    email: tx.seal.unsealOptional('staff.email', row.email_sealed) ?? '',
  }))
}

export async function saveStaff(tx: ForceTx, people: readonly KnownStaff[]): Promise<void> {
  if (people.length === 0) return
  const now = tx.now.toString()
  await tx.db
    .insertInto('staff')
    .values(
      people.map(person => ({
        id: person.id,
        collar_number: person.collarNumber,
        rank: person.rank,
        forename_sealed: tx.seal.seal('staff.forename', person.forename),
        surname_sealed: tx.seal.seal('staff.surname', person.surname),
        email_sealed: tx.seal.sealOptional('staff.email', person.email),
        created_at: now,
        updated_at: now,
      })),
    )
    .onConflict(conflict =>
      conflict.constraint('staff_one_per_collar_number').doUpdateSet(({ ref }) => ({
        rank: ref('excluded.rank'),
        forename_sealed: ref('excluded.forename_sealed'),
        surname_sealed: ref('excluded.surname_sealed'),
        email_sealed: ref('excluded.email_sealed'),
        updated_at: now,
      })),
    )
    .execute()
}

export interface KnownPosting {
  readonly id: string
  readonly staffId: string
  readonly unitId: string
  readonly supervisorCollarNumber: string | null
  readonly postedFrom: string
  readonly postedTo: string | null
}

export async function findPostings(tx: ForceTx, staffIds: readonly string[]): Promise<readonly KnownPosting[]> {
  const rows = await tx.db
    .selectFrom('postings')
    .selectAll()
    .where(sql<boolean>`staff_id = any(${staffIds}::uuid[])`)
    .execute()
  return rows.map(row => ({
    id: row.id,
    staffId: row.staff_id,
    unitId: row.unit_id,
    supervisorCollarNumber: row.supervisor_collar_number,
    postedFrom: row.posted_from,
    postedTo: row.posted_to,
  }))
}

export async function savePostings(tx: ForceTx, postings: readonly KnownPosting[]): Promise<void> {
  if (postings.length === 0) return
  const now = tx.now.toString()
  await tx.db
    .insertInto('postings')
    .values(
      postings.map(posting => ({
        id: posting.id,
        staff_id: posting.staffId,
        unit_id: posting.unitId,
        supervisor_collar_number: posting.supervisorCollarNumber,
        posted_from: posting.postedFrom,
        posted_to: posting.postedTo,
        created_at: now,
        updated_at: now,
      })),
    )
    .onConflict(conflict =>
      conflict.constraint('postings_one_per_person_and_start').doUpdateSet(({ ref }) => ({
        unit_id: ref('excluded.unit_id'),
        supervisor_collar_number: ref('excluded.supervisor_collar_number'),
        posted_to: ref('excluded.posted_to'),
        updated_at: now,
      })),
    )
    .execute()
}

/** Everybody with the posting that counts now: the latest one. A supervisor is who was named there. */
export async function listLatestPostings(tx: ForceTx) {
  return tx.db
    .selectFrom('staff as s')
    .leftJoin('postings as p', join =>
      join
        .onRef('p.staff_id', '=', 's.id')
        .on(
          sql<boolean>`not exists (select 1 from postings l where l.staff_id = s.id and l.posted_from > p.posted_from)`,
        ),
    )
    .leftJoin('units as u', 'u.id', 'p.unit_id')
    .select([
      's.collar_number',
      's.rank',
      's.forename_sealed',
      's.surname_sealed',
      's.email_sealed',
      'u.name as unit',
      'p.supervisor_collar_number',
    ])
    .orderBy('s.collar_number')
    .execute()
}
