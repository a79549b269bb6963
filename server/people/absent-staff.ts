/**
 * Who may have left. A personnel system often drops a leaver from its export instead of ending their posting, so whoever
 * is posted and not in a whole export is asked about: they have left on a day, or they are still here.
 *
 *   posted ──a whole export lacks them──> absent ──a file names them again──> posted
 *                                           ├──mendEnd──> left
 *                                           └──sayStillHere──> not asked about, until a file has named them again
 *
 * An export is whole if it names nine in ten of those posted: one of a district lacks most of them, and nobody in it left. A
 * row that is refused keeps whoever has its collar number from being asked about because of this export; it takes back no
 * question that stands, for a row of another shape may have somebody else's. If rows without one could make the difference, it
 * is said.
 */
import { sql } from 'kysely'
import { writeAudit } from '../audit/service.ts'
import type { ForceTx } from '../forces/service.ts'
import { mendChangesNothing, staffUnknown } from './mends/problems.ts'
import type { PersonNow } from './people-now.ts'

const wholeFrom = 0.9

/** The collar numbers of a file's rows: of those that were taken in, and of those that were refused, with how many. */
export interface NamedInFile {
  readonly taken: ReadonlyMap<string, unknown>
  readonly refused: ReadonlyMap<string, number>
}

/**
 * Notes who of those posted is not in the file, if that is a whole export. Returns how many it lacks; else of how many refused
 * rows nobody knows whose they are, if with them it could be whole.
 */
export async function noteAbsent(
  tx: ForceTx,
  importId: string,
  people: ReadonlyMap<string, PersonNow>,
  { taken, refused }: NamedInFile,
): Promise<Readonly<Record<string, number>>> {
  const everybody = [...people.values()]
  const isInFile = (collarNumber: string) => taken.has(collarNumber) || refused.has(collarNumber)
  await forgetAbsence(
    tx,
    everybody.filter(person => taken.has(person.collarNumber)),
  )
  const posted = everybody.filter(person => person.isPosted && person.employer === 'force')
  const absent = posted.filter(person => !isInFile(person.collarNumber))
  const isWhole = (present: number) => present >= wholeFrom * posted.length
  const present = posted.length - absent.length
  if (!isWhole(present)) {
    const ofUnknown = [...refused].reduce((rows, [whose, howMany]) => rows + (people.has(whose) ? 0 : howMany), 0)
    return isWhole(present + ofUnknown) ? { absence_unknown: ofUnknown } : {}
  }
  if (absent.length > 0)
    await tx.db
      .insertInto('absent_staff')
      .values(absent.map(({ staffId }) => ({ staff_id: staffId, import_id: importId })))
      .onConflict(conflict => conflict.column('staff_id').doNothing())
      .execute()
  return { absent_from_export: absent.length }
}

const forgetAbsence = (tx: ForceTx, people: readonly PersonNow[]) =>
  tx.db
    .deleteFrom('absent_staff')
    .where('staff_id', '=', sql<string>`any(${people.map(({ staffId }) => staffId)}::uuid[])`)
    .execute()

/**
 * The names of the files that first lacked them, by staff id; without those whose last day is written, be it still to come, and
 * those of whom somebody said that they are still here.
 */
export async function listAbsent(tx: ForceTx): Promise<ReadonlyMap<string, string>> {
  const rows = await tx.db
    .selectFrom('absent_staff as a')
    .innerJoin('imports as i', 'i.id', 'a.import_id')
    .where('a.still_here_at', 'is', null)
    .where(({ exists, selectFrom }) =>
      exists(selectFrom('postings as p').whereRef('p.staff_id', '=', 'a.staff_id').where('p.posted_to', 'is', null)),
    )
    .select(['a.staff_id', 'i.file_name'])
    .execute()
  return new Map(rows.map(row => [row.staff_id, row.file_name]))
}

/** Who said of somebody whom a file lacks that they are still here, and when. */
export async function findStillHere(tx: ForceTx, staffId: string) {
  const row = await tx.db
    .selectFrom('absent_staff as a')
    .innerJoin('imports as i', 'i.id', 'a.import_id')
    .where('a.staff_id', '=', staffId)
    .select(['a.still_here_by', 'a.still_here_at', 'i.file_name'])
    .executeTakeFirst()
  if (!row?.still_here_by || !row.still_here_at) return null
  return { by: row.still_here_by, at: row.still_here_at.toString(), file: row.file_name }
}

/** Throws `staff_unknown`, `mend_changes_nothing`. */
export const sayStillHere = (tx: ForceTx, collarNumber: string): Promise<void> =>
  say(tx, collarNumber, { still_here_by: tx.actor.name, still_here_at: tx.now.toString() })

/** Asks about them again. Throws as `sayStillHere`. */
export const askAgain = (tx: ForceTx, collarNumber: string): Promise<void> =>
  say(tx, collarNumber, { still_here_by: null, still_here_at: null })

async function say(
  tx: ForceTx,
  collarNumber: string,
  said: { readonly still_here_by: string | null; readonly still_here_at: string | null },
): Promise<void> {
  const person = await tx.db
    .selectFrom('staff')
    .select('id')
    .where('collar_number', '=', collarNumber)
    .executeTakeFirst()
  if (!person) throw staffUnknown(collarNumber)
  const isStillHere = said.still_here_at !== null
  const changed = await tx.db
    .updateTable('absent_staff')
    .set(said)
    .where('staff_id', '=', person.id)
    .where('still_here_at', isStillHere ? 'is' : 'is not', null)
    .returning('staff_id')
    .executeTakeFirst()
  if (!changed) throw mendChangesNothing()
  await writeAudit(tx, {
    action: isStillHere ? 'people.said_still_here' : 'people.asked_again',
    subject: ['staff', person.id],
  })
}
