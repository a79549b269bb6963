import { ApiProblem } from '../api.ts'
import { type Answer, putAnswer } from './api.ts'

/** What the interviewer sees of the answers: those given, those not on the server's disk yet, and why not. */
export interface Answers {
  readonly given: ReadonlyMap<string, Answer>
  readonly unsaved: ReadonlySet<string>
  readonly fault: Error | null
}

const retryAfterMs = [500, 2_000, 5_000, 15_000]

/**
 * The answers of one interview. One save is under way at a time, in the order given, so that a correction never
 * arrives before what it corrects. It outlives the page: after signing in again, what was unsaved is still here.
 */
export class AnswerBook {
  #answers: Answers
  readonly #save: (answer: Answer) => Promise<unknown>
  readonly #listeners = new Set<() => void>()
  #isSaving = false
  #failures = 0
  #timer: ReturnType<typeof setTimeout> | undefined

  constructor(saved: readonly Answer[], save: (answer: Answer) => Promise<unknown>) {
    this.#answers = { given: new Map(saved.map(each => [each.question, each])), unsaved: new Set(), fault: null }
    this.#save = save
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  readonly read = (): Answers => this.#answers

  give(answer: Answer): void {
    const unsaved = new Set(this.#answers.unsaved)
    unsaved.delete(answer.question)
    unsaved.add(answer.question)
    this.#change({ given: new Map(this.#answers.given).set(answer.question, answer), unsaved })
    void this.#saveNext()
  }

  /** At once, instead of after the pause that follows a failure. */
  retry(): void {
    this.#failures = 0
    void this.#saveNext()
  }

  async #saveNext(): Promise<void> {
    const [question] = this.#answers.unsaved
    const answer = question === undefined ? undefined : this.#answers.given.get(question)
    if (this.#isSaving || !answer) return
    clearTimeout(this.#timer)
    this.#isSaving = true
    try {
      await this.#save(answer)
      this.#failures = 0
      this.#settle(answer)
    } catch (error) {
      this.#change({ fault: error instanceof Error ? error : new Error(String(error)) })
      this.#retryLater(error)
      return
    } finally {
      this.#isSaving = false
    }
    await this.#saveNext()
  }

  /** Saved, unless it was changed while it was on its way. */
  #settle(answer: Answer): void {
    const unsaved = new Set(this.#answers.unsaved)
    if (this.#answers.given.get(answer.question) === answer) unsaved.delete(answer.question)
    this.#change({ unsaved, fault: null })
  }

  #retryLater(error: unknown): void {
    const isRefused = error instanceof ApiProblem && error.status >= 400 && error.status < 500
    if (isRefused) return
    const pauseMs = retryAfterMs[Math.min(this.#failures, retryAfterMs.length - 1)]
    this.#failures += 1
    this.#timer = setTimeout(() => void this.#saveNext(), pauseMs)
  }

  #change(change: Partial<Answers>): void {
    this.#answers = { ...this.#answers, ...change }
    for (const listener of this.#listeners) listener()
  }
}

const books = new Map<string, AnswerBook>()

/** One book per interview; what is unsaved in it wins over what the server knew. */
export function openBook(force: string, interviewId: string, saved: readonly Answer[]): AnswerBook {
  const open = books.get(interviewId)
  if (open && open.read().unsaved.size > 0) return open
  const book = new AnswerBook(saved, answer => putAnswer(force, interviewId, answer))
  books.set(interviewId, book)
  return book
}
