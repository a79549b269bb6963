import { keepBefore } from '../forces/import-journal.ts'
import type { ForceTx } from '../forces/service.ts'
import type { UnitOf } from '../people/units.ts'
import { Copies } from '../platform/copy-rows.ts'
import { newId } from '../platform/id.ts'
import type { Standing } from './follow-rows.ts'
import { dropInvolvements, saveIncidents, saveServices } from './import-queries.ts'
import type { RecipientRow } from './import-rules.ts'
import { changeKnownPeople, copyNewPeople, peopleOf, together } from './import-save-people.ts'
import type { HashedNumber, Likeness } from './same-person.ts'

/** A row with all that it says by itself. */
export interface ReadRecipient {
  readonly row: RecipientRow
  readonly numbers: readonly HashedNumber[]
  readonly likeness: Likeness
  readonly hash: Buffer
  readonly line: number
}

/** With all that is known of it before anything is written. */
export interface PlacedRow extends ReadRecipient {
  readonly incidentId: string
  readonly recipientId: string
  /** Of the service that the row tells of. */
  readonly serviceKey: string
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
  readonly knownServices: ReadonlyMap<string, { readonly id: string }>
  /** How the services that changed stand after all of these rows, by their keys. */
  readonly standings: ReadonlyMap<string, Standing>
}

/** What is odd about the row, and about who it names, as the force stands now. */
export function warningsOf(row: RecipientRow, staffIds: ReadonlyMap<string, string>): readonly string[] {
  const isKnown = row.incident.involved.every(({ collarNumber }) => staffIds.has(collarNumber))
  return isKnown ? row.warnings : [...row.warnings, 'unknown_officer'].sort()
}

/**
 * Writes what the changed rows say. What is new goes in by COPY, first, for it is made while the database has what was made before in
 * hand; what was known before is kept for undoing, then changed by one statement for each table.
 */
export async function saveChanges(tx: ForceTx, changed: readonly PlacedRow[], context: BatchContext): Promise<void> {
  if (changed.length === 0) return
  const incidents = incidentsOf(tx, changed, context)
  await changeKnownIncidents(tx, incidents.known, context)
  const copies = new Copies(tx.db)
  await copies.add('incidents', incidents.made.values().map(incidentOf(tx, context)))
  await copies.add('involvements', [...incidents.known, ...incidents.made].values().flatMap(involvementsOf(context)))

  const people = peopleOf(changed, context)
  await copyNewPeople(tx, copies, people.made, context)

  const isKnown = ({ serviceKey }: PlacedRow) => context.knownServices.has(serviceKey)
  const service = serviceOf(
    tx,
    context,
    Map.groupBy(changed, ({ serviceKey }) => serviceKey),
  )
  const services = changed.filter(({ serviceKey, hash }) => context.standings.get(serviceKey)?.hash === hash)
  await copies.add(
    'services',
    services
      .values()
      .filter(row => !isKnown(row))
      .map(service),
  )
  await copies.done()
  await changeKnownPeople(tx, people.known, context)
  await changeKnownServices(tx, services.filter(isKnown).map(service), context)
}

async function changeKnownServices(
  tx: ForceTx,
  known: readonly ReturnType<ReturnType<typeof serviceOf>>[],
  { importId }: BatchContext,
): Promise<void> {
  await keepBefore(
    tx,
    importId,
    'services',
    known.map(({ id }) => id),
  )
  await saveServices(tx, known)
}

/** Every row about a service adds to its markers and exclusions: for the rest the last of them counts. */
const serviceOf = (
  tx: ForceTx,
  { importId, staffIds, knownServices, standings }: BatchContext,
  rowsByService: ReadonlyMap<string, readonly PlacedRow[]>,
) => {
  const now = tx.now.toString()
  return (placed: PlacedRow) => {
    const rows = rowsByService.get(placed.serviceKey) ?? []
    return {
      id: knownServices.get(placed.serviceKey)?.id ?? newId(),
      incident_id: placed.incidentId,
      recipient_id: placed.recipientId,
      involvement: placed.row.involvement,
      markers: together(rows, ({ row }) => row.markers),
      exclusions: together(rows, ({ row }) => row.exclusions).sort(),
      warnings: [...warningsOf(placed.row, staffIds)],
      row_hash: placed.hash,
      overruled_hashes: overruled(standings.get(placed.serviceKey)),
      import_id: importId,
      created_at: now,
      updated_at: now,
    }
  }
}

const overruled = (standing: Standing | undefined) =>
  standing === undefined || standing.overruled.length === 0 ? null : [...standing.overruled]

interface ChangedIncident {
  readonly id: string
  readonly row: RecipientRow
}

/** The incidents of which the rows say something new, by the last of them. */
function incidentsOf(tx: ForceTx, changed: readonly PlacedRow[], { incidentHashes }: BatchContext) {
  const incidents = [...new Map(changed.map(({ incidentId, row }) => [incidentId, row]))].map(
    ([id, row]): ChangedIncident => ({ id, row }),
  )
  return {
    known: incidents.filter(
      ({ id, row }) => incidentHashes.has(id) && !incidentHashes.get(id)?.equals(hashOf(tx, row)),
    ),
    made: incidents.filter(({ id }) => !incidentHashes.has(id)),
  }
}

const hashOf = ({ seal }: ForceTx, { incident }: RecipientRow) => seal.hash('row', JSON.stringify(incident))

/** Their involvements are written anew. */
async function changeKnownIncidents(
  tx: ForceTx,
  known: readonly ChangedIncident[],
  context: BatchContext,
): Promise<void> {
  const ids = known.map(({ id }) => id)
  await keepBefore(tx, context.importId, 'incidents', ids)
  await dropInvolvements(tx, ids)
  await saveIncidents(tx, known.map(incidentOf(tx, context)))
}

const involvementsOf =
  ({ staffIds }: BatchContext) =>
  ({ id, row }: ChangedIncident) =>
    row.incident.involved.map(({ part, collarNumber }) => ({
      incident_id: id,
      part,
      collar_number: collarNumber,
      staff_id: staffIds.get(collarNumber) ?? null,
    }))

const incidentOf = (tx: ForceTx, { importId, unitOf }: BatchContext) => {
  const now = tx.now.toString()
  return ({ id, row, row: { reference, incident } }: ChangedIncident) => ({
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
    row_hash: hashOf(tx, row),
    import_id: importId,
    created_at: now,
    updated_at: now,
  })
}
