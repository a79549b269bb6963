import { sql } from 'kysely'
import type { ForceTx } from '../forces/service.ts'
import type { Person } from './staff-take.ts'

export async function findStaff(tx: ForceTx, collarNumbers: readonly string[]): Promise<readonly Person[]> {
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

/** Makes or changes people. `importId` marks those that an import made. */
export async function saveStaff(tx: ForceTx, people: readonly Person[], importId: string): Promise<void> {
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
        import_id: importId,
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
