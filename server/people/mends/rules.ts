/** What a mend makes of a person's postings. Pure; refusals are problems with their words. */
import { goesOnFrom, type Posting, postingOn, settle } from '../posting-rules.ts'
import {
  changedMeanwhile,
  endBeforeItsBeginning,
  endTooEarly,
  endTooLate,
  mendChangesNothing,
  mendDayTooEarly,
  notPostedThen,
} from './problems.ts'

export interface Mended {
  readonly postings: readonly Posting[]
  /** The posting that it began or corrected. */
  readonly postingId: string
}

export interface PostingMend {
  readonly collarNumber: string
  readonly mendId: string
  readonly day: string
  readonly today: string
  readonly alwaysSo: boolean
  readonly change: { readonly unitId?: string; readonly supervisor?: string | null }
}

/**
 * From a day on another supervisor or unit. The posting of that day ends the day before, and a new one begins; one that
 * began that day, or was always wrong, is corrected. Somebody posted nowhere then gets a posting by being given a unit.
 * Throws `not_posted_then`, `mend_day_too_early`, `mend_changes_nothing`.
 */
export function changeFrom(postings: readonly Posting[], mend: PostingMend): Mended {
  const { day, change } = mend
  const standing = postingOn(postings, day)
  const later = postings.find(posting => posting.from > day && posting.from <= mend.today)
  if (later && !mend.alwaysSo) throw mendDayTooEarly(day, postingOn(postings, mend.today)?.from ?? later.from)
  if (!standing) {
    if (change.unitId === undefined || mend.alwaysSo) throw notPostedThen(mend.collarNumber, day)
    return begin(postings, mend, { unitId: change.unitId, supervisor: change.supervisor ?? null, toWritten: null })
  }
  const { unitId = standing.unitId, supervisor = standing.supervisor } = change
  if (unitId === standing.unitId && supervisor === standing.supervisor) throw mendChangesNothing()
  if (standing.from < day && !mend.alwaysSo)
    return begin(postings, mend, { unitId, supervisor, toWritten: standing.toWritten })
  const corrected = { ...standing, unitId, supervisor }
  return { postings: replaced(postings, corrected), postingId: standing.id }
}

/** A mend's id is also its posting's: each mend begins one at most. */
function begin(
  postings: readonly Posting[],
  { mendId, day }: PostingMend,
  facts: Pick<Posting, 'unitId' | 'supervisor' | 'toWritten'>,
): Mended {
  const begun: Posting = { ...facts, id: mendId, mendId, from: day, to: null, said: null, written: null }
  return { postings: settle([...postings, begun]), postingId: begun.id }
}

/**
 * The last day of the posting that stands on it, or was the last before it; null opens the last posting again. What a mend
 * began later goes with it. Throws `end_too_early`, `not_posted_then`, `mend_changes_nothing`.
 */
export function endOn(postings: readonly Posting[], lastDay: string | null, collarNumber: string): Mended {
  const later = lastDay === null ? [] : postings.filter(posting => posting.from > lastDay)
  const written = later.find(posting => posting.mendId === null)
  if (written && lastDay !== null) throw endTooEarly(lastDay, written.from)
  const staying = postings.filter(posting => !later.includes(posting))
  const last = staying.at(-1)
  if (!last) throw notPostedThen(collarNumber, lastDay ?? 'any day')
  if (later.length === 0 && last.toWritten === lastDay) throw mendChangesNothing()
  return { postings: replaced(staying, { ...last, toWritten: lastDay }), postingId: last.id }
}

/**
 * The last day of one posting; null opens it. What a mend made of it from a later day on goes with it, and no other posting
 * changes. Throws `changed_meanwhile`, `end_too_early`, `end_too_late`, `mend_changes_nothing`.
 */
export function endPosting(postings: readonly Posting[], id: string, lastDay: string | null): Mended {
  const at = postings.findIndex(posting => posting.id === id)
  const ended = postings[at]
  if (!ended) throw changedMeanwhile()
  if (ended.toWritten === lastDay) throw mendChangesNothing()
  if (lastDay === null) return { postings: replaced(postings, { ...ended, toWritten: null }), postingId: id }
  if (lastDay < ended.from) throw endBeforeItsBeginning(lastDay, ended.from)
  const later = postings.slice(at + 1)
  if (later[0] && later[0].from <= lastDay) throw endTooLate(lastDay, later[0].from)
  const firstOther = later.findIndex(
    (posting, nth) => posting.mendId === null || !goesOnFrom(postings[at + nth], posting),
  )
  const others = firstOther < 0 ? [] : later.slice(firstOther)
  const staying = [...postings.slice(0, at + 1), ...others]
  return { postings: replaced(staying, { ...ended, toWritten: lastDay }), postingId: id }
}

const replaced = (postings: readonly Posting[], posting: Posting): readonly Posting[] =>
  settle(postings.map(other => (other.id === posting.id ? posting : other)))
