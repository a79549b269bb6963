/**
 * One row of a staff file, taken into what is known of its person. Pure.
 *
 * A file counts where it says something new: what it said before stays as it is, also where it was mended here since. What
 * it says of a posting counts for that posting; what it says of the person (rank, name, e-mail) from the row of their latest
 * posting. So importing again changes nothing, and the order of rows and files does not matter.
 */
import { isDeepStrictEqual } from 'node:util'
import { type Posting, restingOn, type Said, settle } from './posting-rules.ts'
import type { StaffRow } from './staff-rules.ts'
import { type OverruledMends, postingKinds, takeIntoResting } from './staff-take-mended.ts'

export interface Person {
  readonly id: string
  readonly collarNumber: string
  readonly rank: string
  readonly forename: string
  readonly surname: string
  readonly email: string
}

export interface Known {
  readonly person: Person | undefined
  readonly postings: readonly Posting[]
}

export interface Taken {
  readonly person: Person
  readonly postings: readonly Posting[]
  readonly status: 'created' | 'updated' | 'unchanged'
  readonly overruled: readonly OverruledMends[]
}

const facts = ['rank', 'forename', 'surname', 'email'] as const

export function takeRow(known: Known, row: StaffRow, unitId: string, said: Said, newId: () => string): Taken {
  const written = known.postings.filter(posting => posting.mendId === null)
  const before = written.find(posting => posting.from === row.postedFrom)
  const posting = takePosting(before, row, unitId, said, newId)
  const news = newsAbout(before, row, unitId, said)
  const resting = restingOn(known.postings, row.postedFrom)
  const taken = takeIntoResting(known.postings, posting, news)
  const others = known.postings.filter(other => other !== before && !resting.includes(other))
  const latest = latestOf(written)
  const isLatest = latest === undefined || latest.from <= row.postedFrom
  const person = takeFacts(known.person, row, said, isLatest ? latest?.said : 'of an earlier posting', newId)
  const isUpdate =
    !isDeepStrictEqual(taken.staying, resting) ||
    !samePosting(before, posting) ||
    facts.some(fact => person[fact] !== known.person?.[fact])
  return {
    person,
    postings: settle([...others, posting, ...taken.staying]),
    status: before === undefined ? 'created' : isUpdate ? 'updated' : 'unchanged',
    overruled: [
      ...taken.overruled,
      ...(before ? [{ kinds: news, postingId: before.id }] : []),
      ...(isLatest && latest?.said && latest.said.email !== said.email
        ? [{ kinds: ['email'] as const, postingId: null }]
        : []),
    ].filter(({ kinds }) => kinds.length > 0),
  }
}

/** What of the posting the row says for the first time, as the kinds of mend that it overrules. */
function newsAbout(before: Posting | undefined, row: StaffRow, unitId: string, said: Said) {
  if (!before) return postingKinds
  const isNew = {
    supervisor: before.said
      ? before.said.supervisor !== said.supervisor
      : before.supervisor !== row.supervisorCollarNumber,
    unit: before.said ? before.said.unit !== said.unit : before.unitId !== unitId,
    end: before.said ? before.said.to !== said.to : before.toWritten !== row.postedTo,
  }
  return postingKinds.filter(kind => isNew[kind])
}

function takePosting(
  before: Posting | undefined,
  row: StaffRow,
  unitId: string,
  said: Said,
  newId: () => string,
): Posting {
  const isOld = (part: 'unit' | 'supervisor' | 'to') => before?.said?.[part] === said[part]
  return {
    id: before?.id ?? newId(),
    unitId: before && isOld('unit') ? before.unitId : unitId,
    supervisor: before && isOld('supervisor') ? before.supervisor : row.supervisorCollarNumber,
    from: row.postedFrom,
    toWritten: before && isOld('to') ? before.toWritten : row.postedTo,
    to: null,
    mendId: null,
    said,
    written: { rank: row.rank, name: `${row.forename} ${row.surname}`.trim() },
  }
}

function takeFacts(
  person: Person | undefined,
  row: StaffRow,
  said: Said,
  before: Said | null | undefined | 'of an earlier posting',
  newId: () => string,
): Person {
  const { collarNumber, rank, forename, surname, email } = row
  if (!person) return { id: newId(), collarNumber, rank, forename, surname, email }
  if (before === 'of an earlier posting') return person
  const now = { ...person }
  for (const fact of facts) if (before?.[fact] !== said[fact]) now[fact] = row[fact]
  return now
}

const latestOf = (postings: readonly Posting[]): Posting | undefined =>
  postings.reduce<Posting | undefined>((latest, one) => (latest && latest.from > one.from ? latest : one), undefined)

/** As far as anybody can see; what is kept to tell news by is not looked at. */
function samePosting(one: Posting | undefined, other: Posting): boolean {
  return (
    one !== undefined &&
    one.unitId === other.unitId &&
    one.supervisor === other.supervisor &&
    one.toWritten === other.toWritten &&
    (one.written === null || (one.written.rank === other.written?.rank && one.written.name === other.written.name))
  )
}
