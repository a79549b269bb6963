/**
 * Staff from the personnel system: one row per posting, keyed by collar number and first day. Who is absent from a file
 * stays as they are. What a file says of a person (rank, name, e-mail) counts from the row of their latest posting, so
 * neither the order of rows nor importing again changes anything.
 */
import { isDeepStrictEqual } from 'node:util'
import { type ImportBatch, type ImportOptions, runImport } from '../forces/run-import.ts'
import type { ForceTx } from '../forces/service.ts'
import { newId } from '../platform/id.ts'
import type { RowStatus } from '../platform/import/compare.ts'
import type { ImportRow } from '../platform/import/reader.ts'
import type { ImportResult, RowOutcome } from '../platform/import/result.ts'
import { findLineProblems } from './line-problems.ts'
import {
  findPostings,
  findStaff,
  type KnownPosting,
  type KnownStaff,
  listLatestPostings,
  savePostings,
  saveStaff,
} from './staff-queries.ts'
import { type StaffRow, staffRowReader } from './staff-rules.ts'
import { ensureUnits, type UnitOf } from './units.ts'

export function importStaff(options: ImportOptions): Promise<ImportResult> {
  const inFile = new Set<string>()
  return runImport(options, {
    kind: 'staff',
    importBatch: (tx, rows, batch) => importBatch(tx, rows, batch, inFile),
    finish: tx => countLineProblems(tx, inFile),
  })
}

async function importBatch(
  tx: ForceTx,
  rows: readonly ImportRow[],
  { profile }: ImportBatch,
  inFile: Set<string>,
): Promise<readonly RowOutcome[]> {
  const read = rows.map(staffRowReader(profile, { timeZone: tx.force.timeZone, now: tx.now }))
  const postingRows = read.filter(row => typeof row !== 'string')
  for (const { collarNumber } of postingRows) inFile.add(collarNumber)
  const known = await readKnown(tx, postingRows)
  const unitOf = await ensureUnits(
    tx,
    postingRows.map(row => row.place),
  )
  const state: State = {
    people: new Map(known.staff),
    postings: new Map(known.postings),
    changedPeople: new Set(),
    unitOf,
  }
  const last = new Map(postingRows.map(row => [`${row.collarNumber} ${row.postedFrom}`, row]))
  const statuses = new Map([...last.values()].map(row => [row, take(row, state)]))
  await saveStaff(
    tx,
    [...state.people.values()].filter(
      ({ collarNumber }) => !known.staff.has(collarNumber) || state.changedPeople.has(collarNumber),
    ),
  )
  await savePostings(
    tx,
    [...state.postings]
      .filter(([key, posting]) => !samePosting(known.postings.get(key), posting))
      .map(([, posting]) => posting),
  )
  return read.map((row): RowOutcome => {
    if (typeof row === 'string') return { status: 'rejected', reason: row }
    const counted = last.get(`${row.collarNumber} ${row.postedFrom}`) as StaffRow
    const status = statuses.get(counted) as RowStatus
    if (row === counted) return { status }
    // Of rows with one key the last counts; one that says the same, or where nothing came of the last, changed nothing.
    return { status: status === 'unchanged' || isDeepStrictEqual(row, counted) ? 'unchanged' : 'updated' }
  })
}

/** What is known while rows are taken in, by collar number and by posting. */
interface State {
  readonly people: Map<string, KnownStaff>
  readonly postings: Map<string, KnownPosting>
  readonly changedPeople: Set<string>
  readonly unitOf: UnitOf
}

function take(row: StaffRow, { people, postings, changedPeople, unitOf }: State): RowStatus {
  const person = people.get(row.collarNumber) ?? { id: newId(), ...factsOf(row) }
  const isNewest = isLatest(row, person.id, postings)
  people.set(row.collarNumber, isNewest ? { id: person.id, ...factsOf(row) } : person)
  const key = postingKey(person.id, row.postedFrom)
  const before = postings.get(key)
  const posting = {
    id: before?.id ?? newId(),
    staffId: person.id,
    unitId: unitOf(row.place) as string,
    supervisorCollarNumber: row.supervisorCollarNumber,
    postedFrom: row.postedFrom,
    postedTo: row.postedTo,
  }
  postings.set(key, posting)
  const personChanged = isNewest && !sameFacts(person, factsOf(row))
  if (personChanged) changedPeople.add(row.collarNumber)
  if (!before) return 'created'
  return personChanged || !samePosting(before, posting) ? 'updated' : 'unchanged'
}

async function readKnown(tx: ForceTx, rows: readonly StaffRow[]) {
  const staff = await findStaff(
    tx,
    rows.map(row => row.collarNumber),
  )
  const postings = await findPostings(
    tx,
    staff.map(person => person.id),
  )
  return {
    staff: new Map(staff.map(person => [person.collarNumber, person])),
    postings: new Map(postings.map(posting => [postingKey(posting.staffId, posting.postedFrom), posting])),
  }
}

const postingKey = (staffId: string, postedFrom: string) => `${staffId} ${postedFrom}`

function isLatest(row: StaffRow, staffId: string, postings: ReadonlyMap<string, KnownPosting>): boolean {
  for (const posting of postings.values())
    if (posting.staffId === staffId && posting.postedFrom > row.postedFrom) return false
  return true
}

const factsOf = ({ collarNumber, rank, forename, surname, email }: StaffRow): Omit<KnownStaff, 'id'> => ({
  collarNumber,
  rank,
  forename,
  surname,
  email,
})

const sameFacts = (one: Omit<KnownStaff, 'id'>, other: Omit<KnownStaff, 'id'>): boolean =>
  one.rank === other.rank &&
  one.forename === other.forename &&
  one.surname === other.surname &&
  one.email === other.email

const samePosting = (one: KnownPosting | undefined, other: KnownPosting): boolean =>
  one?.unitId === other.unitId &&
  one.supervisorCollarNumber === other.supervisorCollarNumber &&
  one.postedTo === other.postedTo

/** Over the whole force, as it stands after the file; counted for the people in the file. */
async function countLineProblems(tx: ForceTx, inFile: ReadonlySet<string>): Promise<Record<string, number>> {
  const counts: Record<string, number> = {}
  for (const [collarNumber, problems] of findLineProblems(asLine(await listLatestPostings(tx))))
    if (inFile.has(collarNumber)) for (const problem of problems) counts[problem] = (counts[problem] ?? 0) + 1
  return counts
}

export const asLine = (people: Awaited<ReturnType<typeof listLatestPostings>>) =>
  people.map(person => ({
    collarNumber: person.collar_number,
    supervisorCollarNumber: person.supervisor_collar_number,
    hasEmail: person.email_sealed !== null,
  }))
