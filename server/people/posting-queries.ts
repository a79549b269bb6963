import { isDeepStrictEqual } from 'node:util'
import { sql } from 'kysely'
import type { ForceTx } from '../forces/service.ts'
import { overlapping, type Posting } from './posting-rules.ts'
import { saidAsBytes, saidFromBytes } from './staff-said.ts'

/** Whoever changes postings waits here for who is changing them, and then sees what they made of them. */
export async function lockPostings(tx: ForceTx): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`postings ${tx.force.slug}`}, 0))`.execute(tx.db)
}

/** By member of staff, in the order of their days; of somebody without postings none. */
export async function findPostings(
  tx: ForceTx,
  staffIds: readonly string[],
): Promise<ReadonlyMap<string, readonly Posting[]>> {
  const rows = await tx.db
    .selectFrom('postings')
    .selectAll()
    .where(sql<boolean>`staff_id = any(${staffIds}::uuid[])`)
    .orderBy('posted_from')
    .execute()
  const postings = Map.groupBy(
    rows.map(row => ({ staffId: row.staff_id, posting: toPosting(tx, row) })),
    ({ staffId }) => staffId,
  )
  return new Map([...postings].map(([staffId, found]) => [staffId, found.map(({ posting }) => posting)]))
}

interface PostingRow {
  readonly id: string
  readonly unit_id: string
  readonly supervisor_collar_number: string | null
  readonly posted_from: string
  readonly posted_to: string | null
  readonly posted_to_written: string | null
  readonly row_hash: Buffer | null
  readonly rank_written: string | null
  readonly name_sealed: Buffer | null
  readonly mend_id: string | null
}

const toPosting = (tx: ForceTx, row: PostingRow): Posting => ({
  id: row.id,
  unitId: row.unit_id,
  supervisor: row.supervisor_collar_number,
  from: row.posted_from,
  toWritten: row.posted_to_written,
  to: row.posted_to,
  mendId: row.mend_id,
  said: row.row_hash && saidFromBytes(row.row_hash),
  written:
    row.rank_written !== null && row.name_sealed
      ? { rank: row.rank_written, name: tx.seal.unseal('postings.name', row.name_sealed) }
      : null,
})

/** The collar numbers of all who are under a supervisor on a day, or in a posting after it; without the supervisor's own. */
export async function listUnder(tx: ForceTx, supervisor: string, day: string): Promise<readonly string[]> {
  const rows = await tx.db
    .selectFrom('postings as p')
    .innerJoin('staff as s', 's.id', 'p.staff_id')
    .where('p.supervisor_collar_number', '=', supervisor)
    .where('s.collar_number', '<>', supervisor)
    .where(({ eb, or }) => or([eb('p.posted_to', 'is', null), eb('p.posted_to', '>=', day)]))
    .select('s.collar_number')
    .distinct()
    .orderBy('s.collar_number')
    .execute()
  return rows.map(row => row.collar_number)
}

/** A person's postings, before and after a change. */
export interface PostingChange {
  readonly staffId: string
  readonly before: readonly Posting[]
  readonly after: readonly Posting[]
}

/** What differs: the ids of those that go, the rows to write, and the ids of all that were there and change or go. */
export function differenceOf(changes: readonly PostingChange[]) {
  const gone = changes.flatMap(({ before, after }) => before.filter(one => !after.some(({ id }) => id === one.id)))
  const written = changes.flatMap(({ staffId, before, after }) =>
    after
      .map(posting => ({ staffId, posting, old: before.find(({ id }) => id === posting.id) }))
      .filter(({ posting, old }) => !isDeepStrictEqual(old, posting)),
  )
  const changed = [...gone, ...written.map(({ old }) => old)].filter(posting => posting !== undefined)
  return { gone: gone.map(({ id }) => id), written, changed: changed.map(({ id }) => id) }
}

/** Writes what differs and nothing else. `importId` marks what an import made. */
export async function savePostings(
  tx: ForceTx,
  { gone, written }: Pick<ReturnType<typeof differenceOf>, 'gone' | 'written'>,
  importId: string | null,
): Promise<void> {
  if (gone.length > 0) await tx.db.deleteFrom('postings').where('id', 'in', gone).execute()
  for (let at = 0; at < written.length; at += postingsAtOnce)
    await writePostings(tx, written.slice(at, at + postingsAtOnce), importId)
}

/** A statement takes 65,535 parameters, and each posting is fourteen. */
const postingsAtOnce = 4000

async function writePostings(
  tx: ForceTx,
  written: ReturnType<typeof differenceOf>['written'],
  importId: string | null,
): Promise<void> {
  const now = tx.now.toString()
  await tx.db
    .insertInto('postings')
    .values(
      written.map(({ staffId, posting }) => ({
        id: posting.id,
        staff_id: staffId,
        unit_id: posting.unitId,
        supervisor_collar_number: posting.supervisor,
        posted_from: posting.from,
        posted_to: posting.to,
        posted_to_written: posting.toWritten,
        row_hash: posting.said && saidAsBytes(posting.said),
        rank_written: posting.written?.rank ?? null,
        name_sealed: posting.written && tx.seal.seal('postings.name', posting.written.name),
        mend_id: posting.mendId,
        import_id: importId,
        created_at: now,
        updated_at: now,
      })),
    )
    .onConflict(conflict =>
      conflict.column('id').doUpdateSet(({ ref }) => ({
        unit_id: ref('excluded.unit_id'),
        supervisor_collar_number: ref('excluded.supervisor_collar_number'),
        posted_to: ref('excluded.posted_to'),
        posted_to_written: ref('excluded.posted_to_written'),
        row_hash: ref('excluded.row_hash'),
        rank_written: ref('excluded.rank_written'),
        name_sealed: ref('excluded.name_sealed'),
        updated_at: now,
      })),
    )
    .execute()
}

/** Postings whose written end lies on or after the start of the next that the force wrote, over the whole force. */
export async function listOverlaps(
  tx: ForceTx,
): Promise<readonly { readonly collarNumber: string; readonly from: string }[]> {
  const rows = await tx.db
    .selectFrom('postings')
    .innerJoin('staff', 'staff.id', 'postings.staff_id')
    .select(['staff.collar_number', 'posted_from', 'posted_to_written', 'mend_id'])
    .execute()
  const people = Map.groupBy(rows, row => row.collar_number)
  return [...people].flatMap(([collarNumber, theirs]) =>
    overlapping(
      theirs.map(row => ({ from: row.posted_from, toWritten: row.posted_to_written, mendId: row.mend_id })),
    ).map(from => ({ collarNumber, from })),
  )
}
