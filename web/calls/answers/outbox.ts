import {
  goingOf,
  holds,
  inOrder,
  isGone,
  isOverruled,
  maySendAgain,
  nothingSaid,
  type OutboxState,
  refusedOf,
  refusedWords,
  stoppedOf,
  unsentOf,
  without,
} from './outbox-state.ts'
import { isLost, isNotAsked, isPassing, isSignedOut, saidElsewhere, stands } from './server-words.ts'
import { type Draft, isDraft, isWrite, type Kept, needlessFor, nextOf, replaces, type Write } from './writes.ts'

interface OutboxParts {
  /** Where what isn't sent yet outlives the page; it throws where it can't. */
  readonly keep: (kept: Kept) => Promise<void>
  readonly discard: (id: string) => Promise<void>
  readonly send: (kept: Kept<Write>) => Promise<unknown>
}

interface Waiter {
  readonly resolve: (reply: unknown) => void
  readonly reject: (error: unknown) => void
}

/** The screen waits for the keeping, and must not wait for a browser that has stopped keeping. */
const keepPatienceMs = 250
const pause = (ms: number) => new Promise<false>(resolve => setTimeout(() => resolve(false), ms))
const retryAfterMs = [500, 2_000, 5_000, 15_000]
/** How long to wait before the next try, after so many that failed before this one. */
export const retryPauseMs = (failures: number): number => retryAfterMs[Math.min(failures, retryAfterMs.length - 1)] ?? 0

/**
 * What is said in one interview, on its way to the server.
 *
 *   said ──kept in the browser──> waiting ──sent──> gone from here
 *                                    ├─no line, or signed out──> waiting, and tried again
 *                                    ├─refused──> kept with the reason; the others go on, but for the end: it is given back
 *                                    │               ├─not asked yet──> tried again after each answer that goes
 *                                    │               └─an attempt, and the call is claimed anew──> left
 *                                    └─the call is somebody else's──> all kept; only what is serious is sent
 *                                                 └─claimed again──> left, until the interviewer sends or discards it
 *
 * One is under way at a time, so that a correction never overtakes what it corrects.
 */
export class Outbox {
  #state: OutboxState = nothingSaid
  readonly #parts: OutboxParts
  readonly #listeners = new Set<() => void>()
  readonly #waiters = new Map<string, Waiter>()
  readonly #drafts = new Map<string, Kept<Draft>>()
  #sending: string | null = null
  #failures = 0
  #timer: ReturnType<typeof setTimeout> | undefined

  constructor(parts: OutboxParts) {
    this.#parts = parts
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  readonly read = (): OutboxState => this.#state

  /** At once, where a change is told by itself only later. */
  readonly tell = (): void => {
    for (const listener of this.#listeners) listener()
  }

  readonly isEmpty = (): boolean => unsentOf(this.#state).length === 0 && this.#state.drafts.size === 0

  /** What an earlier page kept. It was said before anything of this page. */
  adopt(kept: Kept): void {
    if (isDraft(kept)) {
      const { question, text } = kept.content
      if (!this.#state.drafts.has(question)) this.#change({ drafts: new Map(this.#state.drafts).set(question, text) })
    } else if (isWrite(kept) && !unsentOf(this.#state).some(({ id }) => id === kept.id)) {
      if (kept.isLeft) this.#change({ left: inOrder([...this.#state.left, kept]) })
      // Found late, it may have the higher order, and would overwrite what was said since.
      else if (isOverruled(this.#state, kept)) void this.#forget(kept.id)
      else this.#change({ waiting: inOrder([...this.#state.waiting, kept]) })
    }
  }

  /**
   * The call is this interviewer's, by the server's word. What an earlier claim of theirs lost stays out of this one: by
   * now somebody else may have asked the same. What is serious is still on its way.
   */
  held(): void {
    const { waiting, lost, sent } = this.#state
    if (!lost) return
    this.#leave(waiting.filter(({ content }) => content.kind !== 'serious'))
    this.#change({ lost: null, sentBefore: sent.length })
  }

  /** The server has just given out the call: what was refused of an earlier ring is none of this claim's. */
  claimedAnew(): void {
    this.held()
    this.#leave(refusedOf(this.#state).filter(({ content }) => content.kind === 'attempt'))
    this.#change({ sentBefore: this.#state.sent.length })
  }

  /** Resolves when it is kept: from then on a crash loses nothing. It is sent by itself. */
  async put(kept: Kept<Write>): Promise<void> {
    const { waiting, refused } = this.#state
    const ahead = waiting.filter(({ id }) => id !== this.#sending && !refused.has(id))
    const overruled = refusedOf(this.#state).filter(({ content }) => replaces(kept.content, content))
    const needless = [...needlessFor(kept.content, ahead), ...overruled]
    this.#state = { ...this.#state, ...without(this.#state, needless) }
    this.#state = { ...this.#state, waiting: [...this.#state.waiting, kept] }
    await this.#keep(kept)
    // After whoever waits for the keeping: they may move on, and `tell` as they do, so that the page is drawn once for both.
    setTimeout(this.tell)
    await Promise.all(needless.map(({ id }) => this.#forget(id)))
    void this.#sendNext()
  }

  /**
   * As `put`, and resolves with the server's reply, however long that takes. A refusal leaves nothing behind here, unless
   * the whole call is lost: then it is kept with the rest.
   */
  ask(kept: Kept<Write>): Promise<unknown> {
    const reply = new Promise<unknown>((resolve, reject) => this.#waiters.set(kept.id, { resolve, reject }))
    void this.put(kept)
    return reply
  }

  /** Words that are being typed. Empty ones are forgotten. */
  async draft(kept: Kept<Draft>): Promise<void> {
    const { question, text } = kept.content
    const drafts = new Map(this.#state.drafts)
    if (text === '') {
      drafts.delete(question)
      this.#drafts.delete(kept.id)
    } else {
      drafts.set(question, text)
      this.#drafts.set(kept.id, kept)
    }
    this.#change({ drafts })
    if (text === '') await this.#forget(kept.id)
    else await this.#keep(kept)
  }

  /** At once, instead of after the pause that follows a failure; and what couldn't be kept is kept, if it can be now. */
  retry(): void {
    this.#failures = 0
    const { unkept } = this.#state
    for (const kept of [...unsentOf(this.#state), ...this.#drafts.values()])
      if (unkept.has(kept.id)) void this.#keep(kept)
    void this.#sendNext()
  }

  /** Another try, also of what was refused. */
  retryRefused(): void {
    this.#change({ refused: new Map(), lost: null })
    this.retry()
  }

  /** The call goes on to its end without what was refused of what was said: it stays here, to read and to copy. */
  leaveOutRefused(): void {
    this.#leave(refusedWords(this.#state))
  }

  /** Another try of everything, also of what an earlier claim left, but for its start. */
  retryAll(): void {
    const again = this.#state.left.filter(maySendAgain).map(({ isLeft: _, ...kept }) => kept)
    const left = this.#state.left.filter(each => !maySendAgain(each))
    this.#change({ waiting: inOrder([...again, ...this.#state.waiting]), left })
    for (const kept of again) void this.#keep(kept)
    this.retryRefused()
  }

  /** By the interviewer's choice alone; what goes by itself is none of it. `drafts`: the id of each, by its question. */
  async discard(ids: readonly string[], drafts: ReadonlyMap<string, string>): Promise<void> {
    const gone = stoppedOf(this.#state).filter(({ id }) => ids.includes(id))
    const left = this.#state.left.filter(each => !gone.includes(each))
    const kept = [...this.#state.drafts].filter(([question]) => !drafts.has(question))
    this.#change({ ...without(this.#state, gone), left, drafts: new Map(kept) })
    if (stoppedOf(this.#state).length === 0) this.#change({ lost: null })
    await Promise.all([...gone.map(({ id }) => id), ...drafts.values()].map(id => this.#forget(id)))
  }

  /** It stays here, as left also for a page that is loaded again. */
  #leave(gone: readonly Kept<Write>[]): void {
    if (gone.length === 0) return
    const left = gone.map(kept => ({ ...kept, isLeft: true as const }))
    this.#change({ ...without(this.#state, gone), left: inOrder([...this.#state.left, ...left]) })
    for (const kept of left) void this.#keep(kept)
  }

  async #sendNext(): Promise<void> {
    const next = nextOf(goingOf(this.#state))
    if (this.#sending || !next) return
    if (next.content.kind === 'end' && refusedWords(this.#state).length > 0) return this.#giveBack(next)
    clearTimeout(this.#timer)
    this.#sending = next.id
    try {
      const reply = await this.#parts.send(next)
      if (!stands(next.content, reply)) throw saidElsewhere()
      this.#failures = 0
      await this.#settle(next, reply)
    } catch (error) {
      if (await this.#fail(next, error)) return
    } finally {
      this.#sending = null
    }
    await this.#sendNext()
  }

  async #settle(sent: Kept<Write>, reply: unknown): Promise<void> {
    const { waiting, refused } = without(this.#state, [sent])
    const replies = new Map(this.#state.replies).set(sent.id, reply)
    // What it refused may be asked by now.
    const stillRefused = sent.content.kind === 'answer' ? [...refused].filter(([, why]) => !isNotAsked(why)) : refused
    this.#change({ sent: [...this.#state.sent, sent], replies, waiting, refused: new Map(stillRefused), fault: null })
    await this.#forget(sent.id)
    this.#waiters.get(sent.id)?.resolve(reply)
    this.#waiters.delete(sent.id)
  }

  /** The end freezes what was said, so it waits until the interviewer knows what would not be in it. */
  async #giveBack(end: Kept<Write>): Promise<void> {
    this.#change(without(this.#state, [end]))
    await this.#forget(end.id)
    this.#waiters.get(end.id)?.reject(new Error('The call has not ended: not all that was said has been taken.'))
    this.#waiters.delete(end.id)
  }

  /** Whether the sending stops here. */
  async #fail(kept: Kept<Write>, error: unknown): Promise<boolean> {
    const fault = error instanceof Error ? error : new Error(String(error))
    if (isPassing(fault)) {
      this.#change({ fault })
      this.#retryLater()
      return true
    }
    if (isSignedOut(fault)) {
      this.#change({ fault })
      return true
    }
    const waiter = this.#waiters.get(kept.id)
    this.#waiters.delete(kept.id)
    if (isLost(fault) && kept.content.kind !== 'serious') {
      this.#change({ lost: fault, fault: null })
      waiter?.reject(fault)
      return false
    }
    if (waiter || isOverruled(this.#state, kept)) {
      this.#change({ ...without(this.#state, [kept]), fault: null })
      await this.#forget(kept.id)
      waiter?.reject(fault)
    } else this.#change({ refused: new Map(this.#state.refused).set(kept.id, fault), fault: null })
    return false
  }

  #retryLater(): void {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => void this.#sendNext(), retryPauseMs(this.#failures))
    this.#failures += 1
  }

  async #keep(kept: Kept): Promise<void> {
    // Where it can't be kept, the page says so, and it is sent all the same. A browser that is slow is heard late.
    const heard = this.#parts.keep(kept).then(
      () => (isGone(this.#state, kept) ? this.#forget(kept.id) : this.#note(kept, true)),
      () => this.#note(kept, false),
    )
    const isLate = (await Promise.race([heard, pause(keepPatienceMs)])) === false
    if (isLate) this.#note(kept, false)
  }

  #note(kept: Kept, isKept: boolean): void {
    if (!holds(this.#state, kept) || isKept !== this.#state.unkept.has(kept.id)) return
    const unkept = new Set(this.#state.unkept)
    if (isKept) unkept.delete(kept.id)
    else unkept.add(kept.id)
    this.#change({ unkept })
  }

  async #forget(id: string): Promise<void> {
    const unkept = new Set(this.#state.unkept)
    if (unkept.delete(id)) this.#change({ unkept })
    // What can't be discarded is sent once more after a reload, and counts once all the same.
    await this.#parts.discard(id).catch(() => undefined)
  }

  #change(change: Partial<OutboxState>): void {
    this.#state = { ...this.#state, ...change }
    this.tell()
  }
}
