import type { ForceTx } from '../forces/service.ts'
import { newId } from '../platform/id.ts'
import { fullName } from '../recipients/import-rules.ts'

/** A service as an import would make it; each override says what a test is about. */
export interface ServiceOverrides {
  /** A person who is there already. */
  readonly recipientId?: string
  readonly involvement?: 'caller' | 'victim' | 'witness'
  readonly attended?: boolean | null
  readonly exclusions?: readonly string[]
  readonly closedDaysAgo?: number | null
  /** E.164; by default one of the person's own. */
  readonly numbers?: readonly string[]
  readonly bornOn?: string
  readonly forename?: string
  readonly surname?: string
  /** Such as `relay`, or `after_18:00`. */
  readonly needs?: readonly string[]
  readonly unitId?: string
  readonly categoryCode?: string
  readonly grade?: 'emergency' | 'priority' | 'scheduled' | 'none'
  /** The incident's: by default one that no other has. */
  readonly reference?: string
  readonly markers?: readonly string[]
  readonly language?: string
}

let made = 0

/** In the order given. */
export async function buildServices(tx: ForceTx, services: readonly ServiceOverrides[]) {
  const built = []
  for (const service of services) built.push(await buildService(tx, service))
  return built
}

export async function buildService(tx: ForceTx, overrides: ServiceOverrides = {}) {
  made += 1
  const serial = String(made).padStart(6, '0')
  const { closedDaysAgo = 10 } = overrides
  const now = tx.now.toString()
  const at = { created_at: now, updated_at: now }
  const closedAt = closedDaysAgo === null ? null : tx.now.subtract({ hours: 24 * closedDaysAgo })
  const incidentId = newId()
  const reference = overrides.reference ?? `T-${serial}`
  await tx.db
    .insertInto('incidents')
    .values({
      id: incidentId,
      reference,
      opened_at: (closedAt ?? tx.now).subtract({ hours: 5 }).toString(),
      closed_at: closedAt?.toString() ?? null,
      grade: overrides.grade ?? 'priority',
      category_code: overrides.categoryCode ?? 'C07',
      category_name: 'Vehicle crime',
      attended: overrides.attended === undefined ? true : overrides.attended,
      unit_id: overrides.unitId,
      ...at,
    })
    .execute()
  const recipientId = overrides.recipientId ?? (await buildRecipient(tx, serial, overrides))
  const serviceId = newId()
  await tx.db
    .insertInto('services')
    .values({
      id: serviceId,
      incident_id: incidentId,
      recipient_id: recipientId,
      involvement: overrides.involvement ?? 'caller',
      exclusions: [...(overrides.exclusions ?? [])],
      markers: [...(overrides.markers ?? [])],
      row_hash: tx.seal.hash('row', serial),
      ...at,
    })
    .execute()
  return { incidentId, recipientId, serviceId, reference }
}

async function buildRecipient(tx: ForceTx, serial: string, overrides: ServiceOverrides): Promise<string> {
  const id = newId()
  const now = tx.now.toString()
  const { forename = 'Test', surname = `Person ${serial}` } = overrides
  const name = fullName({ forename, surname })
  await tx.db
    .insertInto('recipients')
    .values({
      id,
      title_sealed: tx.seal.seal('recipients.title', 'Mrs'),
      forename_sealed: tx.seal.seal('recipients.forename', forename),
      surname_sealed: tx.seal.seal('recipients.surname', surname),
      name_hash: tx.seal.hash('name', name),
      name_and_birth_hash:
        overrides.bornOn === undefined ? null : tx.seal.hash('name and birth', `${name}\0${overrides.bornOn}`),
      born_on_sealed: tx.seal.sealOptional('recipients.born_on', overrides.bornOn),
      needs: [...(overrides.needs ?? [])],
      language: overrides.language,
      created_at: now,
      updated_at: now,
    })
    .execute()
  const numbers = overrides.numbers ?? [`+441632${serial}`]
  if (numbers.length > 0)
    await tx.db
      .insertInto('recipient_numbers')
      .values(
        numbers.map((number, position) => ({
          id: newId(),
          recipient_id: id,
          number_hash: tx.seal.hash('number', number),
          number_sealed: tx.seal.seal('recipient_numbers.number', number),
          usable: true,
          position,
          created_at: now,
        })),
      )
      .execute()
  return id
}

/** A member of staff with a part in an incident. */
export async function buildPart(
  tx: ForceTx,
  incidentId: string,
  part: 'call_handler' | 'officer_in_charge' | 'attending',
  collarNumber: string,
): Promise<string> {
  const staffId = newId()
  const now = tx.now.toString()
  await tx.db
    .insertInto('staff')
    .values({
      id: staffId,
      collar_number: collarNumber,
      rank: 'PC',
      forename_sealed: tx.seal.seal('staff.forename', 'Test'),
      surname_sealed: tx.seal.seal('staff.surname', `Officer ${collarNumber}`),
      created_at: now,
      updated_at: now,
    })
    .execute()
  await tx.db
    .insertInto('involvements')
    .values({ incident_id: incidentId, part, collar_number: collarNumber, staff_id: staffId })
    .execute()
  return staffId
}
