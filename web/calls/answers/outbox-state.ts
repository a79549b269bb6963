import { isDraft, type Kept, replaces, type Write } from './writes.ts'

/** What is said in one interview, and how far each thing has come (`Outbox`). */
export interface OutboxState {
  /** On the server, in the order in which it went, since the page was opened. */
  readonly sent: readonly Kept<Write>[]
  /** How many of them went before the call was claimed anew: nobody is on the line by a start among those. */
  readonly sentBefore: number
  /** Not on the server yet, in the order in which it was said. */
  readonly waiting: readonly Kept<Write>[]
  /** What the server said to what was sent, by its id. */
  readonly replies: ReadonlyMap<string, unknown>
  readonly drafts: ReadonlyMap<string, string>
  /** What this browser couldn't keep: it lives as long as the page. */
  readonly unkept: ReadonlySet<string>
  /** Refused for good, each with the reason; the rest went on. */
  readonly refused: ReadonlyMap<string, Error>
  /** Why the last try failed, until one succeeds. */
  readonly fault: Error | null
  /** Why nothing of this interview can be sent any more. */
  readonly lost: Error | null
  /** What was not taken of an earlier claim, or left out at the end: kept, and no part of the interview as it goes on. */
  readonly left: readonly Kept<Write>[]
}

export const nothingSaid: OutboxState = {
  sent: [],
  sentBefore: 0,
  waiting: [],
  replies: new Map(),
  drafts: new Map(),
  unkept: new Set(),
  refused: new Map(),
  fault: null,
  lost: null,
  left: [],
}

/** By id, which begins with the time: in the order in which it was said. */
export const inOrder = (writes: readonly Kept<Write>[]) => writes.toSorted((one, other) => (one.id < other.id ? -1 : 1))

export const unsentOf = ({ left, waiting }: OutboxState): readonly Kept<Write>[] => inOrder([...left, ...waiting])

/** What goes by itself, now or when the line is back. What is serious is taken from whoever had the call, also when it is lost. */
export const goingOf = ({ waiting, refused, lost }: OutboxState): readonly Kept<Write>[] =>
  waiting.filter(({ id, content }) => !refused.has(id) && (!lost || content.kind === 'serious'))

/** What goes nowhere, until the interviewer sends it again or discards it. */
export const stoppedOf = (state: OutboxState): readonly Kept<Write>[] => {
  const going = goingOf(state)
  return unsentOf(state).filter(each => !going.includes(each))
}

/** By a start that was left nobody is on the line any more: it stays to be read, and discarded. */
export const maySendAgain = ({ isLeft, content }: Kept<Write>): boolean =>
  !(isLeft && content.kind === 'attempt' && content.begins)

export const refusedOf = ({ waiting, refused }: OutboxState): readonly Kept<Write>[] =>
  waiting.filter(({ id }) => refused.has(id))

/** Of these, what the person said or allows. */
export const refusedWords = (state: OutboxState): readonly Kept<Write>[] =>
  refusedOf(state).filter(({ content }) => content.kind === 'answer' || content.kind === 'leave')

export const without = ({ waiting, refused }: OutboxState, gone: readonly Kept<Write>[]) => ({
  waiting: waiting.filter(each => !gone.includes(each)),
  refused: new Map([...refused].filter(([id]) => !gone.some(each => each.id === id))),
})

/** Whether what finishes the call is on its way; what was refused, or belongs to a claim that was lost, goes nowhere. */
export const hasParting = (box: OutboxState): boolean =>
  goingOf(box).some(({ content }) => content.kind === 'end' || (content.kind === 'attempt' && !content.begins))

/** A later word stands over it, sent or on its way. */
export const isOverruled = ({ sent, waiting }: OutboxState, before: Kept<Write>): boolean =>
  [...sent, ...waiting].some(({ id, content }) => id > before.id && replaces(content, before.content))

/** It is still to be kept, and no other words have taken its place. */
export const holds = (state: OutboxState, kept: Kept): boolean =>
  isDraft(kept)
    ? state.drafts.get(kept.content.question) === kept.content.text
    : unsentOf(state).some(({ id }) => id === kept.id)

export const isGone = (state: OutboxState, kept: Kept): boolean =>
  isDraft(kept) ? !state.drafts.has(kept.content.question) : !holds(state, kept)
