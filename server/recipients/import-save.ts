import { keepBefore } from '../forces/import-journal.ts'
import type { ForceTx } from '../forces/service.ts'
import type { UnitOf } from '../people/units.ts'
import { copyRows } from '../platform/copy-rows.ts'
import { newId } from '../platform/id.ts'
import { dropInvolvements, saveIncidents, saveServices } from './import-queries.ts'
import type { RecipientRow } from './import-rules.ts'
import { savePeople } from './import-save-people.ts'
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
  /** People known before, by id. */
  readonly knownPeople: ReadonlySet<string>
  /** The services known before of these rows, by their keys. */
  readonly serviceIdOf: (row: PlacedRow) => string | undefined
}

/** What is odd about the row, and about who it names, as the force stands now. */
export function warningsOf(row: RecipientRow, staffIds: ReadonlyMap<string, string>): readonly string[] {
  const isKnown = row.incident.involved.every(({ collarNumber }) => staffIds.has(collarNumber))
  return isKnown ? row.warnings : [...row.warnings, 'unknown_officer'].sort()
}

/**
 * Writes what the changed rows say, table by table: what is new by COPY, made while it is sent; what was known before is kept
 * for undoing, then changed by one statement.
 */
export async function saveChanges(tx: ForceTx, changed: readonly PlacedRow[], context: BatchContext): Promise<void> {
  if (changed.length === 0) return
  await saveIncidentFacts(tx, changed, context)
  await savePeople(tx, changed, context)
  const service = serviceOf(tx, context)
  const isKnown = (row: PlacedRow) => context.serviceIdOf(row) !== undefined
  await copyRows(
    tx.db,
    'services',
    changed
      .values()
      .filter(row => !isKnown(row))
      .map(service),
  )
  const known = changed.filter(isKnown).map(service)
  await keepBefore(
    tx,
    context.importId,
    'services',
    known.map(({ id }) => id),
  )
  await saveServices(tx, known)
}

const serviceOf = (tx: ForceTx, { importId, staffIds, serviceIdOf }: BatchContext) => {
  const now = tx.now.toString()
  return (placed: PlacedRow) => ({
    id: serviceIdOf(placed) ?? newId(),
    incident_id: placed.incidentId,
    recipient_id: placed.recipientId,
    involvement: placed.row.involvement,
    markers: [...placed.row.markers],
    exclusions: [...placed.row.exclusions],
    warnings: [...warningsOf(placed.row, staffIds)],
    row_hash: placed.hash,
    import_id: importId,
    created_at: now,
    updated_at: now,
  })
}

async function saveIncidentFacts(tx: ForceTx, changed: readonly PlacedRow[], context: BatchContext): Promise<void> {
  const { importId, incidentHashes } = context
  const incidents = [...new Map(changed.map(({ incidentId, row }) => [incidentId, row]))]
    .map(([id, row]) => ({ id, row, hash: tx.seal.hash('row', JSON.stringify(row.incident)) }))
    .filter(({ id, hash }) => !incidentHashes.get(id)?.equals(hash))
  const known = incidents.filter(({ id }) => incidentHashes.has(id))
  const knownIds = known.map(({ id }) => id)
  await keepBefore(tx, importId, 'incidents', knownIds)
  await dropInvolvements(tx, knownIds)
  const incident = incidentOf(tx, context)
  await saveIncidents(tx, known.map(incident))
  await copyRows(
    tx.db,
    'incidents',
    incidents
      .values()
      .filter(({ id }) => !incidentHashes.has(id))
      .map(incident),
  )
  await copyRows(
    tx.db,
    'involvements',
    incidents.values().flatMap(({ id, row }) =>
      row.incident.involved.map(({ part, collarNumber }) => ({
        id: newId(),
        incident_id: id,
        part,
        collar_number: collarNumber,
        staff_id: context.staffIds.get(collarNumber) ?? null,
      })),
    ),
  )
}

const incidentOf = (tx: ForceTx, { importId, unitOf }: BatchContext) => {
  const now = tx.now.toString()
  return ({ id, row: { reference, incident }, hash }: { id: string; row: RecipientRow; hash: Buffer }) => ({
    id,
    reference,
    opened_at: incident.openedAt,
    closed_at: incident.closedAt,
    arrived_at: incident.arrivedAt,
    grade: incident.grade,
    category_code: incident.categoryCode || null,
    category_name: incident.categoryName || null,
    unit_id: unitOf(incident),
    attended: incident.attended,
    followed_up: null,
    row_hash: hash,
    import_id: importId,
    created_at: now,
    updated_at: now,
  })
}
