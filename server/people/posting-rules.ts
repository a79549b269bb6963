/**
 * Postings as days: who is where, under whom, from when to when. Pure.
 *
 * A person's postings never overlap: each counts to the day it was written to end, or to the day before the next one begins.
 * Two kinds stand side by side: those that the force's system wrote, and those that a mend began.
 */
export interface Posting {
  readonly id: string
  readonly unitId: string
  /** A collar number; null for nobody. */
  readonly supervisor: string | null
  readonly from: string
  /** The last day as written, or as a mend set it; null while open. */
  readonly toWritten: string | null
  /** The last day that counts. */
  readonly to: string | null
  /** The mend that began it; null for one that the force's system wrote. */
  readonly mendId: string | null
  /** What the imported row said, part by part; null for a mended posting, and for one from before this was kept. */
  readonly said: Said | null
  /** Rank and name as they stood in the row. */
  readonly written: { readonly rank: string; readonly name: string } | null
}

export const saidParts = ['rank', 'forename', 'surname', 'email', 'unit', 'supervisor', 'to'] as const
export type SaidPart = (typeof saidParts)[number]
/** Keyed hashes, by what they are of. */
export type Said = Readonly<Record<SaidPart, string>>

export const dayBefore = (day: string): string => Temporal.PlainDate.from(day).subtract({ days: 1 }).toString()
export const dayAfter = (day: string): string => Temporal.PlainDate.from(day).add({ days: 1 }).toString()

/** It changed the posting before it from a day on; else it was begun on days on which, as written, there was none. */
export const goesOnFrom = (before: Pick<Posting, 'toWritten'> | undefined, { from }: Pick<Posting, 'from'>): boolean =>
  before !== undefined && (before.toWritten === null || before.toWritten >= from)

/** In the order of their days, each with the last day that counts. */
export function settle(postings: readonly Posting[]): readonly Posting[] {
  const ordered = postings.toSorted((one, other) => (one.from < other.from ? -1 : 1))
  return ordered.map((posting, at) => {
    const next = ordered[at + 1]
    return { ...posting, to: next ? earlier(posting.toWritten, dayBefore(next.from)) : posting.toWritten }
  })
}

const earlier = (one: string | null, other: string): string => (one !== null && one < other ? one : other)

export const covers = ({ from, to }: Pick<Posting, 'from' | 'to'>, day: string): boolean =>
  from <= day && (to === null || to >= day)

/** The posting of a day; of settled postings there is one at most. */
export const postingOn = (postings: readonly Posting[], day: string): Posting | undefined =>
  postings.find(posting => covers(posting, day))

/** The posting of a day; else the first to come; else the last that ended. */
export const postingThatCounts = (postings: readonly Posting[], day: string): Posting | undefined =>
  postingOn(postings, day) ?? postings.find(({ from }) => from > day) ?? postings.at(-1)

/** The first day of a change that is to count from a day on: where the posting that counts is still to come, its first day. */
export function firstDayOf(postings: readonly Posting[], day: string): string {
  const counts = postingThatCounts(postings, day)
  return counts && counts.from > day ? counts.from : day
}

/** From a day on, the first day of each posting under a supervisor; of one that has begun by then that day. */
export const daysUnder = (postings: readonly Posting[], supervisor: string, day: string): readonly string[] =>
  postings
    .filter(posting => posting.supervisor === supervisor && (posting.to === null || posting.to >= day))
    .map(({ from }) => (from > day ? from : day))

/**
 * The mended postings that rest on the force's own posting of that first day: those that began on it or later, before the
 * next that the force wrote.
 */
export function restingOn(postings: readonly Posting[], from: string): readonly Posting[] {
  const next = postings
    .filter(posting => posting.mendId === null && posting.from > from)
    .reduce<string | undefined>((first, { from: begins }) => (first && first < begins ? first : begins), undefined)
  return postings.filter(
    posting => posting.mendId !== null && posting.from >= from && (next === undefined || posting.from < next),
  )
}

/** The first days of those whose written end lies on or after the start of the next that the force wrote. */
export function overlapping(postings: readonly Pick<Posting, 'from' | 'toWritten' | 'mendId'>[]): readonly string[] {
  const written = postings
    .filter(posting => posting.mendId === null)
    .toSorted((one, other) => (one.from < other.from ? -1 : 1))
  return written
    .filter(({ toWritten }, at) => {
      const next = written[at + 1]
      return next !== undefined && toWritten !== null && toWritten >= next.from
    })
    .map(({ from }) => from)
}
