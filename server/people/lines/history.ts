import type { z } from 'zod'
import type { ForceTx } from '../../forces/service.ts'
import { listUserNames } from '../mends/queries.ts'
import { findPostings } from '../posting-queries.ts'
import { covers, dayAfter, dayBefore, type Posting } from '../posting-rules.ts'
import type { postingShape } from './schema.ts'
import type { WholeLine } from './whole-line.ts'

type PresentedPosting = z.infer<typeof postingShape>

/** A person's postings, latest first: where, under whom as they were called then, by what it came to be, and the gaps between. */
export async function readHistory(
  tx: ForceTx,
  whole: WholeLine,
  postings: readonly Posting[],
  day: string,
): Promise<readonly PresentedPosting[]> {
  const supervisors = await findSupervisors(tx, whole, postings)
  const made = await listMade(
    tx,
    postings.map(({ id }) => id),
  )
  const presented = postings.map((posting, at): PresentedPosting => {
    const { id, unitId, from, to, toWritten, written } = posting
    return {
      ...{ id, from, to, toWritten, rank: written?.rank ?? null },
      unit: { id: unitId, name: whole.units.get(unitId)?.name ?? '' },
      supervisor: supervisorThen(posting, whole, supervisors),
      when: covers(posting, day) ? 'now' : from > day ? 'to_come' : 'past',
      made: made.get(id) ?? { by: 'unknown', name: null, at: tx.now.toString() },
      gapAfter: gapBetween(posting, postings[at + 1]),
    }
  })
  return presented.toReversed()
}

function gapBetween({ to }: Posting, next: Posting | undefined): PresentedPosting['gapAfter'] {
  if (to === null || !next || dayAfter(to) >= next.from) return null
  return { from: dayAfter(to), to: dayBefore(next.from) }
}

/** The postings of those who stood above, by collar number: rank and name are kept with each. */
async function findSupervisors(
  tx: ForceTx,
  whole: WholeLine,
  postings: readonly Posting[],
): Promise<ReadonlyMap<string, readonly Posting[]>> {
  const people = [...new Set(postings.map(({ supervisor }) => supervisor))]
    .map(collarNumber => whole.people.get(collarNumber ?? ''))
    .filter(person => person !== undefined)
  const found = await findPostings(
    tx,
    people.map(({ staffId }) => staffId),
  )
  return new Map(people.map(({ collarNumber, staffId }) => [collarNumber, found.get(staffId) ?? []]))
}

/** As they were called when the posting began; as they are called now where that was not kept. */
function supervisorThen(
  { supervisor, from }: Posting,
  whole: WholeLine,
  postings: ReadonlyMap<string, readonly Posting[]>,
): PresentedPosting['supervisor'] {
  if (supervisor === null) return null
  const person = whole.people.get(supervisor)
  const then = (postings.get(supervisor) ?? []).filter(posting => posting.written && posting.from <= from).at(-1)
  return {
    collarNumber: supervisor,
    rank: then?.written?.rank ?? person?.rank ?? null,
    name: then?.written?.name ?? person?.name() ?? null,
  }
}

/** Which file or which mend made each posting, and when. */
async function listMade(
  tx: ForceTx,
  postingIds: readonly string[],
): Promise<ReadonlyMap<string, PresentedPosting['made']>> {
  if (postingIds.length === 0) return new Map()
  const rows = await tx.db
    .selectFrom('postings as p')
    .leftJoin('imports as i', 'i.id', 'p.import_id')
    .leftJoin('mends as m', 'm.id', 'p.mend_id')
    .select(['p.id', 'p.created_at', 'i.file_name', 'm.made_by', 'm.made_at'])
    .where('p.id', 'in', postingIds)
    .execute()
  const names = await listUserNames(
    tx,
    rows.map(row => row.made_by).filter(id => id !== null),
  )
  const madeOf = ({ created_at, file_name, made_by, made_at }: (typeof rows)[number]): PresentedPosting['made'] => {
    if (made_by !== null && made_at) return { by: 'mend', name: names.get(made_by) ?? made_by, at: made_at.toString() }
    return { by: file_name === null ? 'unknown' : 'import', name: file_name, at: created_at.toString() }
  }
  return new Map(rows.map(row => [row.id, madeOf(row)]))
}
