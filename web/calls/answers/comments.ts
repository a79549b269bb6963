import type { Answer } from '../api.ts'
import type { AnswerBook } from './answer-book.ts'

/** Long enough not to save every letter, short enough that a fault loses a word at most. */
const pauseMs = 500

/**
 * Comments as they are typed. After a pause, and on going on, they are saved with their answer; while there is no answer
 * yet they are kept in the browser, and are in the box again after a crash.
 */
export class Comments {
  readonly #book: Pick<AnswerBook, 'read' | 'give' | 'draft'>
  readonly #onTyping: (isTyping: boolean) => void
  readonly #typed = new Map<string, string>()
  /** Of each question whose words aren't saved yet. */
  readonly #timers = new Map<string, ReturnType<typeof setTimeout>>()

  constructor(book: Pick<AnswerBook, 'read' | 'give' | 'draft'>, onTyping: (isTyping: boolean) => void) {
    this.#book = book
    this.#onTyping = onTyping
  }

  of(question: string): string {
    return this.#typed.get(question) ?? this.#kept(question)
  }

  write(question: string, text: string): void {
    this.#typed.set(question, text)
    clearTimeout(this.#timers.get(question))
    this.#timers.set(
      question,
      setTimeout(() => void this.save(question), pauseMs),
    )
    this.#onTyping(true)
  }

  /** An answer with the words that were typed to it. */
  async give(answer: Omit<Answer, 'comment'>): Promise<void> {
    const { question } = answer
    this.#stop(question)
    const { box, given } = this.#book.read()
    const isInTheBox = box.drafts.has(question) && !given.has(question)
    await this.#book.give({ ...answer, comment: this.of(question).trim() || null })
    if (isInTheBox) void this.#book.draft(question, '')
    this.#tell()
  }

  /** At once: the box with the words is about to go, or the pause is over. */
  async save(question: string): Promise<void> {
    this.#stop(question)
    const text = this.#typed.get(question)?.trim()
    if (text !== undefined && text !== this.#kept(question)) {
      const answer = this.#book.read().given.get(question)
      if (answer) return this.give(answer)
      await this.#book.draft(question, text)
    }
    this.#tell()
  }

  #kept(question: string): string {
    const { box, given } = this.#book.read()
    const answer = given.get(question)
    // Words that an earlier claim left unsaved are not written over an answer, which may be somebody else's by now.
    return answer ? (answer.comment ?? '') : (box.drafts.get(question) ?? '')
  }

  #stop(question: string): void {
    clearTimeout(this.#timers.get(question))
    this.#timers.delete(question)
  }

  #tell(): void {
    this.#onTyping(this.#timers.size > 0)
  }
}
