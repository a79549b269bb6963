import type { MendKind } from '../platform/tables.ts'
import { goesOnFrom, type Posting, restingOn } from './posting-rules.ts'

/** Mends of these kinds, about this posting (of an e-mail: about the person), count no more. */
export interface OverruledMends {
  readonly kinds: readonly MendKind[]
  readonly postingId: string | null
}

export const postingKinds = ['supervisor', 'unit', 'end'] as const

interface RestingTaken {
  readonly staying: readonly Posting[]
  readonly overruled: readonly OverruledMends[]
}

/**
 * The mended postings that rest on a posting of the file, after its news: they take the parts that are news, and keep the
 * others. One goes if it then says what the posting before it says, or begins after the end.
 *
 * One that was begun on days for which the file had none is about those days alone. It goes if the file has them now, and
 * else stays as it is.
 */
export function takeIntoResting(known: readonly Posting[], taken: Posting, news: readonly MendKind[]): RestingTaken {
  const staying: Posting[] = []
  const overruled: OverruledMends[] = []
  let isApart = false
  for (const resting of restingOn(known, taken.from)) {
    isApart ||= !goesOnFrom(known.filter(({ from }) => from < resting.from).at(-1), resting)
    const postingId = resting.id
    const lastsToIt = taken.toWritten === null || taken.toWritten >= resting.from
    if (news.includes('end') && lastsToIt === isApart) overruled.push({ kinds: postingKinds, postingId })
    else if (isApart || news.length === 0) staying.push(resting)
    else {
      const changed = withNews(resting, taken, news)
      if (!saysTheSame(changed, staying.at(-1) ?? taken)) staying.push(changed)
      overruled.push({ kinds: news, postingId })
    }
  }
  return { staying, overruled }
}

const withNews = (resting: Posting, taken: Posting, news: readonly MendKind[]): Posting => ({
  ...resting,
  unitId: news.includes('unit') ? taken.unitId : resting.unitId,
  supervisor: news.includes('supervisor') ? taken.supervisor : resting.supervisor,
  toWritten: news.includes('end') ? taken.toWritten : resting.toWritten,
})

const saysTheSame = (one: Posting, other: Posting): boolean =>
  one.unitId === other.unitId && one.supervisor === other.supervisor && one.toWritten === other.toWritten
