import type { ForceTx } from '../forces/service.ts'
import type { UnitOf } from '../people/units.ts'
import { newId } from '../platform/id.ts'
import { isMobile } from '../platform/telephone.ts'
import {
  listSafeNumbersOfMobileOnly,
  markUnsafe,
  saveIncidents,
  saveInvolvements,
  saveNumbers,
  savePeople,
  saveServices,
} from './import-queries.ts'
import type { RecipientRow } from './import-rules.ts'
import type { Likeness } from './same-person.ts'

/** A row with all that it says by itself. */
export interface ReadRecipient {
  readonly row: RecipientRow
  readonly likeness: Likeness
  readonly hash: Buffer
}

/** With all that is known of it before anything is written. */
export interface PlacedRow extends ReadRecipient {
  readonly incidentId: string
  readonly recipientId: string
}

export interface BatchContext {
  readonly importId: string
  readonly unitOf: UnitOf
  readonly staffIds: ReadonlyMap<string, string>
  /** Hash of the facts of incidents known before, by id. */
  readonly incidentHashes: ReadonlyMap<string, Buffer | null>
}

/** What is odd about the row, and about who it names, as the force stands now. */
export function warningsOf(row: RecipientRow, staffIds: ReadonlyMap<string, string>): readonly string[] {
  const isKnown = row.incident.involved.every(({ collarNumber }) => staffIds.has(collarNumber))
  return isKnown ? row.warnings : [...row.warnings, 'unknown_officer'].sort()
}

/** Writes what the changed rows say, table by table, each in one statement. */
export async function saveChanges(tx: ForceTx, changed: readonly PlacedRow[], context: BatchContext): Promise<void> {
  if (changed.length === 0) return
  await saveIncidentFacts(tx, changed, context)
  await savePeopleAndNumbers(tx, changed)
  const now = tx.now.toString()
  await saveServices(
    tx,
    changed.map(({ row, incidentId, recipientId, hash }) => ({
      id: newId(),
      incident_id: incidentId,
      recipient_id: recipientId,
      involvement: row.involvement,
      markers: [...row.markers],
      exclusions: [...row.exclusions],
      warnings: [...warningsOf(row, context.staffIds)],
      row_hash: hash,
      import_id: context.importId,
      created_at: now,
      updated_at: now,
    })),
  )
}

async function saveIncidentFacts(tx: ForceTx, changed: readonly PlacedRow[], context: BatchContext): Promise<void> {
  const last = new Map(changed.map(({ incidentId, row }) => [incidentId, row]))
  const now = tx.now.toString()
  const incidents = [...last].flatMap(([id, { reference, incident }]) => {
    const hash = tx.seal.hash('row', JSON.stringify(incident))
    if (context.incidentHashes.get(id)?.equals(hash)) return []
    return {
      id,
      reference,
      opened_at: incident.openedAt,
      closed_at: incident.closedAt,
      arrived_at: incident.arrivedAt,
      grade: incident.grade,
      category_code: incident.categoryCode || null,
      category_name: incident.categoryName || null,
      unit_id: context.unitOf(incident),
      attended: incident.attended,
      followed_up: null,
      row_hash: hash,
      created_at: now,
      updated_at: now,
    }
  })
  await saveIncidents(tx, incidents)
  await saveInvolvements(
    tx,
    incidents.map(({ id }) => id),
    incidents.flatMap(({ id }) =>
      (last.get(id)?.incident.involved ?? []).map(({ part, collarNumber }) => ({
        id: newId(),
        incident_id: id,
        part,
        collar_number: collarNumber,
        staff_id: context.staffIds.get(collarNumber) ?? null,
      })),
    ),
  )
}

async function savePeopleAndNumbers(tx: ForceTx, changed: readonly PlacedRow[]): Promise<void> {
  const { seal } = tx
  const now = tx.now.toString()
  const byPerson = Map.groupBy(changed, ({ recipientId }) => recipientId)
  const people = [...byPerson].map(([id, rows]) => {
    // The last row that says something says it.
    const said = (fact: 'title' | 'forename' | 'surname' | 'bornOn' | 'email' | 'language') =>
      rows.findLast(({ row }) => row.person[fact] !== '')?.row.person[fact] ?? null
    const name = rows[0]?.likeness.name
    const nameAndBirth = rows.findLast(({ likeness }) => likeness.nameAndBirth !== null)?.likeness.nameAndBirth
    return {
      id,
      title_sealed: seal.sealOptional('recipients.title', said('title')),
      forename_sealed: seal.sealOptional('recipients.forename', said('forename')),
      surname_sealed: seal.sealOptional('recipients.surname', said('surname')),
      born_on_sealed: seal.sealOptional('recipients.born_on', said('bornOn')),
      email_sealed: seal.sealOptional('recipients.email', said('email')),
      name_hash: name ? Buffer.from(name, 'hex') : null,
      name_and_birth_hash: nameAndBirth ? Buffer.from(nameAndBirth, 'hex') : null,
      language: said('language'),
      needs: [...new Set(rows.flatMap(({ row }) => row.person.needs))].sort(),
      created_at: now,
      updated_at: now,
    }
  })
  await savePeople(tx, people)
  await saveNumbers(
    tx,
    [...byPerson].flatMap(([recipientId, rows]) => {
      const numbers = new Map(rows.flatMap(({ row }) => row.numbers).map(number => [number.number, number]))
      return [...numbers.values()].map(({ number, usable, extension }, position) => ({
        id: newId(),
        recipient_id: recipientId,
        number_hash: seal.hash('number', number),
        number_sealed: seal.seal('recipient_numbers.number', number),
        extension_sealed: seal.sealOptional('recipient_numbers.extension', extension),
        usable,
        struck_off_at: null,
        position,
        created_at: now,
      }))
    }),
  )
  const safe = await listSafeNumbersOfMobileOnly(tx, [...byPerson.keys()])
  await markUnsafe(
    tx,
    safe.filter(({ number }) => !isMobile(number)).map(({ id }) => id),
  )
}
