import { sql } from 'kysely'
import type { ForceTx } from '../forces/service.ts'
import { asDialledHere } from '../platform/telephone.ts'
import { recipientUnknown } from './problems.ts'
import type { Recipient, RecipientNumber, ServiceOfRecipient } from './schema.ts'

export async function findRecipient(tx: ForceTx, id: string) {
  return tx.db.selectFrom('recipients').selectAll().where('id', '=', id).executeTakeFirst()
}

/** For a change to what is known of a person: they stay until it is made. Throws `recipient_unknown`. */
export async function lockRecipient(tx: ForceTx, id: string): Promise<void> {
  const row = await tx.db.selectFrom('recipients').select('id').where('id', '=', id).forKeyShare().executeTakeFirst()
  if (!row) throw recipientUnknown(id)
}

interface NumberRow {
  readonly id: string
  readonly number_sealed: Buffer
  readonly extension_sealed: Buffer | null
  readonly usable: boolean
  readonly safe: boolean
  readonly struck_off_at: Temporal.Instant | null
  readonly shared_by: number
  readonly sharers: readonly { id: string; suppressed: boolean; unsafe: boolean }[] | null
}

const sharersShown = 10

/** A person's numbers in their order, with who else has each that is a number at all. */
export async function listNumbers(tx: ForceTx, recipientId: string): Promise<RecipientNumber[]> {
  const { rows } = await sql<NumberRow>`
    select n.id, n.number_sealed, n.extension_sealed, n.usable, n.safe, n.struck_off_at, others.shared_by, first.sharers
    from recipient_numbers n,
      lateral (select count(*) as shared_by from recipient_numbers m
        where n.usable and m.number_hash = n.number_hash and m.recipient_id <> n.recipient_id and m.struck_off_at is null) others,
      lateral (select json_agg(sharer) as sharers from (select * from (
        select m.recipient_id as id,
          exists (select from suppressions p where p.recipient_id = m.recipient_id and p.lifted_at is null) as suppressed,
          exists (select from services s where s.recipient_id = m.recipient_id and s.exclusions <> '{}') as unsafe
        from recipient_numbers m
        where n.usable and m.number_hash = n.number_hash and m.recipient_id <> n.recipient_id and m.struck_off_at is null
        ) held order by suppressed or unsafe desc, id limit ${sharersShown}) sharer) first
    where n.recipient_id = ${recipientId} order by n.position, n.id`.execute(tx.db)
  return rows.map(row => ({
    id: row.id,
    number: asDialledHere(tx.seal.unseal('recipient_numbers.number', row.number_sealed), null),
    extension: tx.seal.unsealOptional('recipient_numbers.extension', row.extension_sealed),
    usable: row.usable,
    safe: row.safe,
    struckOffAt: row.struck_off_at?.toString() ?? null,
    sharedBy: row.shared_by,
    sharers: (row.sharers ?? []).map(({ id, suppressed, unsafe }) => ({
      id,
      isSuppressed: suppressed,
      isUnsafe: unsafe,
    })),
  }))
}

export async function listSuppressions(tx: ForceTx, recipientId: string) {
  return tx.db
    .selectFrom('suppressions')
    .selectAll()
    .where('recipient_id', '=', recipientId)
    .orderBy('id', 'desc')
    .execute()
}

const servicesShown = 200

/** A person's newest services: still open, or closed last. */
export async function listServices(tx: ForceTx, recipientId: string): Promise<ServiceOfRecipient[]> {
  const rows = await tx.db
    .selectFrom('services as s')
    .innerJoin('incidents as i', 'i.id', 's.incident_id')
    .leftJoin('units as u', 'u.id', 'i.unit_id')
    .leftJoin('imports as m', 'm.id', 's.import_id')
    .select(['s.id', 's.involvement', 's.markers', 's.exclusions', 's.warnings', 'i.id as incident_id', 'i.reference'])
    .select(['i.category_code', 'i.category_name', 'i.grade', 'u.name as unit', 'i.opened_at', 'i.arrived_at'])
    .select(['i.closed_at', 'i.attended', 'm.id as import_id', 'm.file_name'])
    .where('s.recipient_id', '=', recipientId)
    .orderBy('i.closed_at', 'desc')
    .orderBy('s.id', 'desc')
    .limit(servicesShown)
    .execute()
  const staff = await listStaffOf(
    tx,
    rows.map(row => row.incident_id),
  )
  return rows.map(row => ({
    id: row.id,
    involvement: row.involvement,
    markers: row.markers,
    exclusions: row.exclusions,
    warnings: row.warnings,
    import: row.import_id && row.file_name !== null ? { id: row.import_id, fileName: row.file_name } : null,
    incident: {
      id: row.incident_id,
      reference: row.reference,
      categoryCode: row.category_code,
      categoryName: row.category_name,
      grade: row.grade,
      unit: row.unit,
      openedAt: row.opened_at?.toString() ?? null,
      arrivedAt: row.arrived_at?.toString() ?? null,
      closedAt: row.closed_at?.toString() ?? null,
      attended: row.attended,
    },
    staff: (staff.get(row.incident_id) ?? []).map(({ incidentId: _, ...part }) => part),
  }))
}

export async function countServices(tx: ForceTx, recipientId: string): Promise<number> {
  const row = await tx.db
    .selectFrom('services')
    .select(({ fn }) => fn.countAll<number>().as('services'))
    .where('recipient_id', '=', recipientId)
    .executeTakeFirstOrThrow()
  return row.services
}

async function listStaffOf(tx: ForceTx, incidentIds: readonly string[]) {
  const rows = await tx.db
    .selectFrom('involvements as v')
    .leftJoin('staff', 'staff.id', 'v.staff_id')
    .select([
      'v.incident_id',
      'v.part',
      'v.collar_number',
      'staff.rank',
      'staff.forename_sealed',
      'staff.surname_sealed',
    ])
    .where(sql<boolean>`v.incident_id = any(${incidentIds}::uuid[])`)
    .orderBy(sql`array_position(array['call_handler', 'officer_in_charge', 'attending'], v.part)`)
    .orderBy('v.collar_number')
    .execute()
  const parts = rows.map(row => ({
    incidentId: row.incident_id,
    part: row.part,
    collarNumber: row.collar_number,
    name:
      row.forename_sealed && row.surname_sealed
        ? `${row.rank} ${tx.seal.unseal('staff.forename', row.forename_sealed)} ${tx.seal.unseal('staff.surname', row.surname_sealed)}`
        : null,
  }))
  return Map.groupBy(parts, part => part.incidentId)
}

const alikeShown = 20

/** Others of the same name who were born on the same day, or share a usable number: perhaps one person, stored twice. */
export async function listMaybeTheSame(tx: ForceTx, recipientId: string): Promise<Recipient['maybeTheSame']> {
  const { rows } = await sql<{ id: string; because: 'birth_date' | 'number' }>`
    select o.id, 'birth_date' as because from recipients r join recipients o on o.name_and_birth_hash = r.name_and_birth_hash
    where r.id = ${recipientId} and o.id <> r.id
    union
    select o.id, 'number' from recipients r
      join recipient_numbers n on n.recipient_id = r.id and n.usable
      join recipient_numbers m on m.number_hash = n.number_hash and m.recipient_id <> r.id
      join recipients o on o.id = m.recipient_id and o.name_hash = r.name_hash
    where r.id = ${recipientId} and o.name_and_birth_hash is distinct from r.name_and_birth_hash
    order by 1 limit ${alikeShown}`.execute(tx.db)
  return rows
}
