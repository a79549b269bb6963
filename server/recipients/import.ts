/**
 * Recipients from the command-and-control system. A row is keyed by incident + person + involvement:
 *
 *   read ──> refuse those without a log number ──> sort to people ──> compare with what is known
 *        ──> incidents, parts of staff, people, numbers, services: only what the changed rows say
 *
 * A service keeps a hash of its row, so the same row again changes nothing, whatever other rows say of the same person or
 * incident. Where changed rows of a file differ about an incident, a person or a service, the last one counts; those about a service
 * that it overruled are remembered with it (`follow-rows.ts`), so that the file again changes nothing either. What keeps somebody
 * from being rung is only ever added.
 */

import { listChangedBy } from '../forces/import-journal.ts'
import { type ImportBatch, type ImportOptions, runImport } from '../forces/run-import.ts'
import type { ForceTx } from '../forces/service.ts'
import { ensureUnits } from '../people/units.ts'
import { newId } from '../platform/id.ts'
import type { RowStatus } from '../platform/import/compare.ts'
import type { ImportResult, RowOutcome } from '../platform/import/result.ts'
import { dependsOnLater, followRows, type Standing } from './follow-rows.ts'
import { findAlike, findIncidents, findServices, findStaffIds, linkStaff } from './import-queries.ts'
import { recipientRowReader } from './import-rules.ts'
import { type PlacedRow, type ReadRecipient, saveChanges, warningsOf } from './import-save.ts'
import { SaidHashes } from './said-hashes.ts'
import { type KnownPerson, likenessOf, sortToPeople } from './same-person.ts'

type KnownService = Awaited<ReturnType<typeof findServices>>[number]

export function importRecipients(options: ImportOptions): Promise<ImportResult> {
  const said = new SaidHashes()
  return runImport(options, {
    kind: 'recipients',
    mayGoOn: true,
    prepare({ force, seal, now }, profile) {
      const read = recipientRowReader(profile, { ...force, now })
      return written => {
        const row = read(written)
        if (row === 'no_log_number') return row
        const hash = seal.hash('row', JSON.stringify(row))
        said.add(hash, written.line)
        const numbers = row.numbers.map(number => ({ ...number, hash: seal.hashText('number', number.number) }))
        return { row, numbers, likeness: likenessOf(row, numbers, seal), hash, line: written.line }
      }
    },
    importBatch: (tx, rows, batch) => importBatch(tx, rows, batch, said),
    async finish(tx) {
      await linkStaff(tx)
      return {}
    },
  })
}

async function importBatch(
  tx: ForceTx,
  read: readonly (ReadRecipient | 'no_log_number')[],
  { importId, isWholeSeen }: ImportBatch,
  said: SaidHashes,
): Promise<readonly RowOutcome[] | 'whole_file_needed'> {
  const rows = read.filter(row => row !== 'no_log_number')
  const incidents = await findIncidents(tx, [...new Set(rows.map(({ row }) => row.reference))])
  const services = await findServices(
    tx,
    incidents.map(incident => incident.id),
  )
  const known = new Map(services.map(found => [keyOfService(found), found]))
  const before = await standingsOf(tx, importId, known)
  const alike = await findAlike(
    tx,
    rows.map(({ likeness }) => likeness),
  )
  const placed = place(rows, new Map(incidents.map(found => [found.reference, found.id])), alike, services)
  const staffIds = await findStaffIds(tx, [
    ...new Set(rows.flatMap(({ row }) => row.incident.involved.map(({ collarNumber }) => collarNumber))),
  ])
  if (!isWholeSeen && placed.some(row => dependsOnLater(row, before.get(row.serviceKey), said)))
    return 'whole_file_needed'
  const { statuses, standings } = followRows(placed, { keyOf: row => row.serviceKey, before, said })
  const changed = placed.filter((_, at) => statuses[at] !== 'unchanged')
  await saveChanges(tx, changed, {
    importId,
    unitOf: await ensureUnits(
      tx,
      changed.map(({ row }) => row.incident),
      importId,
    ),
    staffIds,
    incidentHashes: new Map(incidents.map(incident => [incident.id, incident.row_hash])),
    knownPeople: new Set([...alike.map(({ id }) => id), ...services.map(({ recipient_id }) => recipient_id)]),
    knownServices: known,
    standings,
  })
  let at = 0
  return read.map((row): RowOutcome => {
    if (row === 'no_log_number') return { status: 'rejected', reason: row }
    return { status: statuses[at++] as RowStatus, warnings: warningsOf(row.row, staffIds) }
  })
}

function place(
  rows: readonly ReadRecipient[],
  incidentIds: Map<string, string>,
  alike: readonly KnownPerson[],
  services: readonly KnownService[],
): readonly PlacedRow[] {
  for (const { row } of rows) if (!incidentIds.has(row.reference)) incidentIds.set(row.reference, newId())
  const incidentOf = ({ row }: ReadRecipient) => incidentIds.get(row.reference) as string
  const servicesOf = Map.groupBy(services, ({ incident_id, involvement }) => partKey(incident_id, involvement))
  const people = sortToPeople(
    rows.map(({ likeness }) => likeness),
    alike,
    (at, candidates) => {
      const read = rows[at] as ReadRecipient
      const itsServices = servicesOf.get(partKey(incidentOf(read), read.row.involvement)) ?? []
      return whoseItWas(read, itsServices, candidates)
    },
    newId,
  )
  return rows.map((read, at) => {
    const incidentId = incidentOf(read)
    const recipientId = people[at] as string
    return { ...read, incidentId, recipientId, serviceKey: serviceKey(incidentId, read.row.involvement, recipientId) }
  })
}

/**
 * Whose part in the incident the row told of when it was taken in before. By its hash, not by likeness: other rows may since have
 * said so much else of the person that this one is no longer like them.
 */
function whoseItWas(
  { hash }: ReadRecipient,
  services: readonly KnownService[],
  candidates: readonly KnownPerson[],
): string | undefined {
  const told =
    services.find(({ row_hash }) => row_hash.equals(hash)) ??
    services.find(({ overruled_hashes }) => overruled_hashes?.some(overruled => overruled.equals(hash)))
  if (told) return told.recipient_id
  return candidates.find(({ id }) => services.some(({ recipient_id }) => recipient_id === id))?.id
}

/** How the services stand, by their keys. */
async function standingsOf(
  tx: ForceTx,
  importId: string,
  known: ReadonlyMap<string, KnownService>,
): Promise<ReadonlyMap<string, Standing>> {
  const withOverruled = [...known.values()].filter(service => service.overruled_hashes !== null).map(({ id }) => id)
  const changedNow = new Set(await listChangedBy(tx, importId, 'services', withOverruled))
  return new Map(
    [...known].map(([key, { id, row_hash, overruled_hashes, import_id }]) => [
      key,
      {
        hash: row_hash,
        overruled: overruled_hashes ?? [],
        isOfThisImport: import_id === importId || changedNow.has(id),
      },
    ]),
  )
}

const partKey = (incidentId: string, involvement: string) => `${incidentId} ${involvement}`
const serviceKey = (incidentId: string, involvement: string, recipientId: string) =>
  `${partKey(incidentId, involvement)} ${recipientId}`
const keyOfService = (service: KnownService) =>
  serviceKey(service.incident_id, service.involvement, service.recipient_id)
