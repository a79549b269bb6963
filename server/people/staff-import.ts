/**
 * Staff from the personnel system: one row per posting, keyed by collar number and first day. Who is absent from a file
 * stays as they are.
 *
 *   rows ──> what is new in them (staff-take.ts) ──> postings without overlaps (posting-rules.ts) ──> what differs is written
 *                │
 *                └── a mend that a row says something new about counts no more, and the audit says so
 */
import { isDeepStrictEqual } from 'node:util'
import { keepBefore } from '../forces/import-journal.ts'
import { type ImportBatch, type ImportOptions, runImport } from '../forces/run-import.ts'
import type { ForceTx } from '../forces/service.ts'
import { newId } from '../platform/id.ts'
import type { ImportRow } from '../platform/import/reader.ts'
import type { ImportResult, RowOutcome } from '../platform/import/result.ts'
import { noteAbsent } from './absent-staff.ts'
import { findLineProblems } from './line-problems.ts'
import { overruleMends } from './mends/queries.ts'
import { listPeopleNow } from './people-now.ts'
import { differenceOf, findPostings, listOverlaps, lockPostings, savePostings } from './posting-queries.ts'
import { findStaff, saveStaff } from './staff-queries.ts'
import { collarNumberOf, type StaffRow, staffRowReader } from './staff-rules.ts'
import { saidOf } from './staff-said.ts'
import { type Known, type Taken, takeRow } from './staff-take.ts'
import { ensureUnits, type UnitOf } from './units.ts'

export function importStaff(options: ImportOptions): Promise<ImportResult> {
  /** The postings of the file: first days by collar number. */
  const inFile = new Map<string, Set<string>>()
  /** How many refused rows have each collar number, as far as they say. */
  const refused = new Map<string, number>()
  const noteRefused = (row: ImportRow) => refused.set(collarNumberOf(row), (refused.get(collarNumberOf(row)) ?? 0) + 1)
  return runImport(options, {
    kind: 'staff',
    async importBatch(tx, rows, batch) {
      const outcomes = await importBatch(tx, rows, batch, inFile)
      for (const [at, row] of rows.entries()) if (outcomes[at]?.status === 'rejected') noteRefused(row)
      return outcomes
    },
    noteMisshapen: noteRefused,
    async finish(tx, { importId }) {
      const people = await listPeopleNow(tx)
      const absence = await noteAbsent(tx, importId, people, { taken: inFile, refused })
      return { ...absence, ...(await countWarnings(tx, people, inFile)) }
    },
  })
}

async function importBatch(
  tx: ForceTx,
  rows: readonly ImportRow[],
  { profile, importId }: ImportBatch,
  inFile: Map<string, Set<string>>,
): Promise<readonly RowOutcome[]> {
  const read = rows.map(staffRowReader(profile, { timeZone: tx.force.timeZone, now: tx.now }))
  const postingRows = read.filter(row => typeof row !== 'string')
  for (const { collarNumber, postedFrom } of postingRows)
    inFile.set(collarNumber, (inFile.get(collarNumber) ?? new Set()).add(postedFrom))
  await lockPostings(tx)
  const known = await readKnown(tx, postingRows)
  const places = postingRows.map(row => row.place)
  const unitOf = await ensureUnits(tx, places, importId)
  const last = new Map(postingRows.map(row => [keyOf(row), row]))
  const taken = takeRows(tx, [...last.values()], known, unitOf)
  await saveTaken(tx, taken, known, importId)
  return read.map(row => (typeof row === 'string' ? { status: 'rejected', reason: row } : outcomeOf(row, last, taken)))
}

const keyOf = ({ collarNumber, postedFrom }: StaffRow) => `${collarNumber} ${postedFrom}`

async function readKnown(tx: ForceTx, rows: readonly StaffRow[]): Promise<ReadonlyMap<string, Known>> {
  const collarNumbers = [...new Set(rows.map(row => row.collarNumber))]
  const staff = await findStaff(tx, collarNumbers)
  const postings = await findPostings(
    tx,
    staff.map(person => person.id),
  )
  return new Map(
    staff.map(person => [person.collarNumber, { person, postings: postings.get(person.id) ?? [] }] as const),
  )
}

/** What came of each row, in their order; the last of a person's has the person as they are after all of them. */
function takeRows(tx: ForceTx, rows: readonly StaffRow[], known: ReadonlyMap<string, Known>, unitOf: UnitOf) {
  const current = new Map<string, Known>(known)
  const taken = new Map<StaffRow, Taken>()
  for (const row of rows) {
    const unitId = unitOf(row.place) as string
    const before = current.get(row.collarNumber) ?? { person: undefined, postings: [] }
    const after = takeRow(before, row, unitId, saidOf(tx.seal, row, unitId), newId)
    current.set(row.collarNumber, after)
    taken.set(row, after)
  }
  return taken
}

async function saveTaken(
  tx: ForceTx,
  taken: ReadonlyMap<StaffRow, Taken>,
  known: ReadonlyMap<string, Known>,
  importId: string,
): Promise<void> {
  const after = new Map([...taken].map(([{ collarNumber }, known]) => [collarNumber, known]))
  const people = [...after.values()].map(({ person }) => person)
  const changedPeople = people.filter(person => !isDeepStrictEqual(known.get(person.collarNumber)?.person, person))
  const difference = differenceOf(
    [...after.values()].map(({ person, postings }) => ({
      staffId: person.id,
      before: known.get(person.collarNumber)?.postings ?? [],
      after: postings,
    })),
  )
  await overruleMends(
    tx,
    importId,
    [...taken.values()].flatMap(({ person, overruled }) => overruled.map(each => ({ staffId: person.id, ...each }))),
  )
  await keepBefore(
    tx,
    importId,
    'staff',
    changedPeople.filter(({ collarNumber }) => known.has(collarNumber)).map(({ id }) => id),
  )
  await saveStaff(tx, changedPeople, importId)
  await keepBefore(tx, importId, 'postings', difference.changed)
  await savePostings(tx, difference, importId)
}

function outcomeOf(
  row: StaffRow,
  last: ReadonlyMap<string, StaffRow>,
  taken: ReadonlyMap<StaffRow, Taken>,
): RowOutcome {
  const counted = last.get(keyOf(row)) as StaffRow
  const { status } = taken.get(counted) as Taken
  if (row === counted) return { status }
  // Of rows with one key the last counts; one that says the same, or where nothing came of the last, changed nothing.
  return { status: status === 'unchanged' || isDeepStrictEqual(row, counted) ? 'unchanged' : 'updated' }
}

/** Over the whole force, as it stands after the file; counted for the people and the postings in the file. */
async function countWarnings(
  tx: ForceTx,
  people: Awaited<ReturnType<typeof listPeopleNow>>,
  inFile: ReadonlyMap<string, ReadonlySet<string>>,
): Promise<Record<string, number>> {
  const counts: Record<string, number> = {}
  const add = (code: string) => {
    counts[code] = (counts[code] ?? 0) + 1
  }
  for (const [collarNumber, problems] of findLineProblems(people.values()))
    if (inFile.has(collarNumber)) for (const problem of problems) add(problem)
  for (const { collarNumber, from } of await listOverlaps(tx))
    if (inFile.get(collarNumber)?.has(from)) add('posting_overlap')
  return counts
}
