import {
  type Answer,
  type Attempt,
  type Ending,
  endInterview,
  type Leave,
  putAnswer,
  putLeave,
  recordAttempt,
  reportSerious,
  type SeriousReport,
} from '../api.ts'

/** Whose it is: what one interviewer of a force said is never sent as another's. */
export interface Owner {
  readonly force: string
  readonly userId: string
}

/** What is to reach the server. Each may arrive twice, or late, and still count once: by its id, its order, or its nature. */
export type Write =
  | {
      readonly kind: 'attempt'
      readonly attempt: Attempt
      /** The person is on the line and agreed. */
      readonly begins: boolean
    }
  | { readonly kind: 'serious'; readonly reportId: string; readonly report: SeriousReport }
  | { readonly kind: 'answer'; readonly answer: Answer; readonly order: number }
  | { readonly kind: 'leave'; readonly leave: Leave; readonly order: number }
  | { readonly kind: 'end'; readonly ending: Ending }
/** Words that are still being typed: kept, and not sent. */
export interface Draft {
  readonly kind: 'draft'
  readonly question: string
  readonly text: string
}

/** The call that a write belongs to, for good. */
export interface CallOfWrite {
  readonly callId: string
  readonly interviewId: string
  readonly person: string
  /** The questions' titles by key, to show what was kept when the call itself is gone. */
  readonly titles: Readonly<Record<string, string>>
}

export interface Kept<Content extends Write | Draft = Write | Draft> {
  readonly id: string
  readonly call: CallOfWrite
  readonly at: string
  readonly content: Content
  /** No part of the interview as it goes on, until the interviewer sends it again. */
  readonly isLeft?: true
}

export const isDraft = (kept: Kept): kept is Kept<Draft> => kept.content.kind === 'draft'
export const isWrite = (kept: Kept): kept is Kept<Write> => kept.content.kind !== 'draft'

/** A draft of something serious stands under this in the place of a question's key. */
export const seriousDraft = 'serious'

/** What can't wait goes first; an attempt comes before what was said in it; all else goes in the order in which it was said. */
const urgency: Readonly<Record<Write['kind'], number>> = { serious: 0, attempt: 1, answer: 2, leave: 2, end: 2 }
export const nextOf = (writes: readonly Kept<Write>[]): Kept<Write> | undefined =>
  writes.toSorted((one, other) => urgency[one.content.kind] - urgency[other.content.kind])[0]

/** A later word on the same matter stands over an earlier one. */
export function replaces(later: Write, earlier: Write): boolean {
  if (later.kind === 'answer' && earlier.kind === 'answer') return later.answer.question === earlier.answer.question
  if (later.kind === 'leave' && earlier.kind === 'leave')
    return Object.keys(earlier.leave).every(name => name in later.leave)
  return later.kind === 'end' && earlier.kind === 'end'
}

/**
 * What needn't go any more, for a later word. An answer still goes if another was given since: what was asked then may hang
 * on it, and is taken only in the order in which it was said.
 */
export function needlessFor(later: Write, waiting: readonly Kept<Write>[]): readonly Kept<Write>[] {
  const lastAnswer = waiting.findLast(({ content }) => content.kind === 'answer')
  return waiting.filter(
    each => replaces(later, each.content) && (each.content.kind !== 'answer' || each === lastAnswer),
  )
}

/** A line that neither carries nor breaks is as good as cut. */
export const patienceMs = 20_000

export function send({ force, userId }: Owner, { call, content }: Kept<Write>): Promise<unknown> {
  const by = { force, as: userId, signal: AbortSignal.timeout(patienceMs) }
  switch (content.kind) {
    case 'attempt':
      return recordAttempt(by, call.callId, content.attempt)
    case 'serious':
      return reportSerious(by, call.interviewId, content.reportId, content.report)
    case 'answer':
      return putAnswer(by, call.interviewId, content.answer, content.order)
    case 'leave':
      return putLeave(by, call.interviewId, content.leave, content.order)
    case 'end':
      return endInterview(by, call.interviewId, content.ending)
  }
}
