import { v7 as newId } from 'uuid'
import type { Answer, Attempt, AttemptResult, CallBack, EndedInterview, Ending, Leave, SeriousReport } from '../api.ts'
import type { Outbox } from './outbox.ts'
import type { OutboxState } from './outbox-state.ts'
import type { CallOfWrite, Draft, Kept, Write } from './writes.ts'

/** What the interviewer sees of an interview: what the server knew, and over it what was said here. */
export interface Answers {
  readonly given: ReadonlyMap<string, Answer>
  readonly leave: { readonly mayBeNamed: boolean | null; readonly mayBeRungAgain: boolean | null }
  /** The person is on the line and agreed, whether or not the server has heard of it yet. */
  readonly isBegun: boolean
  /** The number on which they are spoken to, as far as that is known. */
  readonly numberOnTheLine: string | null
  readonly box: OutboxState
}

export const callOfWrite = ({ id, interview, person, questions }: CallBack): CallOfWrite => ({
  callId: id,
  interviewId: interview.id,
  person: person.name,
  titles: Object.fromEntries(questions.map(({ key, title }) => [key, title])),
})

/** What was said, in the order in which it was said: a later word stands over an earlier one. */
function answersOf({ interview, isOnTheLine, numberOnTheLine: lineThen }: CallBack, box: OutboxState): Answers {
  const given = new Map(interview.answers.map(answer => [answer.question, answer]))
  let leave: Answers['leave'] = { mayBeNamed: interview.mayBeNamed, mayBeRungAgain: interview.mayBeRungAgain }
  let isBegun = isOnTheLine
  let numberOnTheLine = lineThen
  // The server knew the rest when it gave out the call, and perhaps later words of somebody else.
  const since = box.sent.filter(({ content }, index) =>
    'order' in content ? content.order > interview.lastOrder : index >= box.sentBefore,
  )
  for (const { content } of [...since, ...box.waiting]) {
    if (content.kind === 'answer') given.set(content.answer.question, content.answer)
    if (content.kind === 'leave') leave = { ...leave, ...content.leave }
    if (content.kind === 'attempt' && content.begins) {
      isBegun = true
      numberOnTheLine = content.attempt.numberId
    }
  }
  return { given, leave, isBegun, numberOnTheLine, box }
}

const ordersOf = ({ sent, waiting }: OutboxState): readonly number[] =>
  [...sent, ...waiting].flatMap(({ content }) => ('order' in content ? [content.order] : []))

/** One call's interview, as the interviewer writes in it. Each write resolves when it is kept, but where it says otherwise. */
export class AnswerBook {
  readonly #call: CallBack
  readonly #about: CallOfWrite
  readonly #outbox: Outbox
  #seen: Answers | undefined

  constructor(call: CallBack, outbox: Outbox) {
    this.#call = call
    this.#about = callOfWrite(call)
    this.#outbox = outbox
  }

  readonly subscribe = (listener: () => void): (() => void) => this.#outbox.subscribe(listener)

  readonly read = (): Answers => {
    const box = this.#outbox.read()
    if (this.#seen?.box !== box) this.#seen = answersOf(this.#call, box)
    return this.#seen
  }

  /** What was kept last, at once: whoever draws more with it, draws it once. */
  tell(): void {
    this.#outbox.tell()
  }

  give(answer: Answer): Promise<void> {
    return this.#put({ kind: 'answer', answer, order: this.#nextOrder() })
  }

  allow(leave: Leave): Promise<void> {
    return this.#put({ kind: 'leave', leave, order: this.#nextOrder() })
  }

  /** Goes before all else that waits. */
  report(reportId: string, report: SeriousReport): Promise<void> {
    return this.#put({ kind: 'serious', reportId, report })
  }

  /** The interview begins at once: what is said in it goes after this. */
  begin(attempt: Attempt): Promise<void> {
    return this.#put({ kind: 'attempt', attempt, begins: true })
  }

  /** Resolves when the server has it, and says what follows. */
  record(attempt: Attempt): Promise<AttemptResult> {
    return this.#outbox.ask(this.#kept({ kind: 'attempt', attempt, begins: false })) as Promise<AttemptResult>
  }

  /** Resolves when the server has every answer, and the end. */
  end(ending: Ending): Promise<EndedInterview> {
    return this.#outbox.ask(this.#kept({ kind: 'end', ending })) as Promise<EndedInterview>
  }

  draft(question: string, text: string): Promise<void> {
    const content: Draft = { kind: 'draft', question, text }
    return this.#outbox.draft({ ...this.#kept(content), id: draftId(this.#about.interviewId, question) })
  }

  retryRefused(): void {
    this.#outbox.retryRefused()
  }

  leaveOutRefused(): void {
    this.#outbox.leaveOutRefused()
  }

  #put(write: Write): Promise<void> {
    return this.#outbox.put(this.#kept(write))
  }

  #kept<Content extends Write | Draft>(content: Content): Kept<Content> {
    return { id: newId(), call: this.#about, at: new Date().toISOString(), content }
  }

  #nextOrder(): number {
    return Math.max(this.#call.interview.lastOrder, ...ordersOf(this.#outbox.read())) + 1
  }
}

/** One per question: a longer draft takes the place of the shorter. */
export const draftId = (interviewId: string, question: string): string => `${interviewId} ${question}`
