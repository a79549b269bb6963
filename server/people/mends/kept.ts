/** What a mend keeps of before and after: to tell it, and to undo it while nothing has changed since. */
import { isDeepStrictEqual } from 'node:util'
import { z } from 'zod'
import type { MendKind } from '../../platform/tables.ts'
import { covers, type Posting, settle } from '../posting-rules.ts'

const keptPosting = z.object({
  id: z.string(),
  unitId: z.string(),
  supervisor: z.string().nullable(),
  from: z.string(),
  toWritten: z.string().nullable(),
  to: z.string().nullable(),
  mendId: z.string().nullable(),
})
export const keptShape = z.object({ email: z.string().nullable() }).or(z.object({ postings: z.array(keptPosting) }))
export type Kept = z.infer<typeof keptShape>
type KeptPostings = Extract<Kept, { postings: unknown }>['postings']

export const keepPostings = (postings: readonly Posting[]): Kept => ({
  postings: postings.map(({ id, unitId, supervisor, from, toWritten, to, mendId }) => ({
    id,
    unitId,
    supervisor,
    from,
    toWritten,
    to,
    mendId,
  })),
})

interface Standing {
  readonly id: string
  readonly kind: MendKind
  readonly undoneAt: Temporal.Instant | null
  readonly overruledAt: Temporal.Instant | null
}

/** It stands, and of all that were made of the person, newest first, none of the same that is later does. */
export function isLatestStanding(mend: Standing, mends: readonly Standing[]): boolean {
  const isOfEmail = ({ kind }: Standing) => kind === 'email'
  const standing = mends.filter(({ undoneAt, overruledAt }) => !undoneAt && !overruledAt)
  return standing.find(each => isOfEmail(each) === isOfEmail(mend))?.id === mend.id
}

export const isStill = (kept: Kept, now: Kept): boolean => isDeepStrictEqual(kept, now)

/** The postings as they were kept; of what is there still, what the force's system said of it stays. */
export function restored(kept: KeptPostings, now: readonly Posting[]): readonly Posting[] {
  const known = new Map(now.map(posting => [posting.id, posting]))
  return settle(kept.map(posting => ({ said: null, written: null, ...known.get(posting.id), ...posting })))
}

/** In one line: from which day, what it was, what it became (an address, a collar number, a unit's id, a last day). */
export function tell(kind: MendKind, postingId: string | null, before: Kept, after: Kept) {
  if ('email' in before || 'email' in after)
    return {
      from: null,
      was: 'email' in before ? before.email : null,
      became: 'email' in after ? after.email : null,
    }
  const now = after.postings.find(({ id }) => id === postingId)
  const same = before.postings.find(({ id }) => id === postingId)
  const was = same ?? before.postings.find(posting => now !== undefined && covers(posting, now.from))
  const value = (posting: KeptPostings[number] | undefined) => {
    if (kind === 'end') return posting?.toWritten ?? null
    return (kind === 'unit' ? posting?.unitId : posting?.supervisor) ?? null
  }
  return { from: now?.from ?? null, was: value(was), became: value(now) }
}
