import type { CallBack } from '../api.ts'
import { AnswerBook, callOfWrite, draftId } from './answer-book.ts'
import type { Keeping } from './keeper.ts'
import { Outbox, retryPauseMs } from './outbox.ts'
import { isPassing, isSignedOut } from './server-words.ts'
import { type CallOfWrite, type Owner, send } from './writes.ts'

/** What is kept of one interview. */
export interface Bundle {
  readonly call: CallOfWrite
  readonly outbox: Outbox
}

export interface BooksState {
  /** What an earlier page kept has been found, and this page can keep. */
  readonly isLoaded: boolean
  /** Why it can't be found, where another try by itself would be in vain. */
  readonly fault: Error | null
  readonly bundles: readonly Bundle[]
  /** How many are kept here that can't be opened any more. */
  readonly unreadable: number
}

/** All that one interviewer said in this browser and that the server may not have yet, interview by interview. */
export class Books {
  readonly #owner: Owner
  readonly #keeper: Keeping
  readonly #bundles = new Map<string, Bundle>()
  readonly #listeners = new Set<() => void>()
  readonly #onSignedOut: () => void
  #unreadable: readonly string[] = []
  #loading: Promise<void> | undefined
  #failures = 0
  #timer: ReturnType<typeof setTimeout> | undefined
  #state: BooksState = { isLoaded: false, fault: null, bundles: [], unreadable: 0 }

  constructor(owner: Owner, keeper: Keeping, onSignedOut: () => void) {
    this.#owner = owner
    this.#keeper = keeper
    this.#onSignedOut = onSignedOut
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  readonly read = (): BooksState => this.#state

  /**
   * Finds what an earlier page left, and sends it; throws where that can't be now. Without a line it is tried again by
   * itself, and in any case with `retry`.
   */
  load(): Promise<void> {
    clearTimeout(this.#timer)
    this.#loading ??= this.#load().catch((error: unknown) => {
      this.#loading = undefined
      if (!(error instanceof Error) || isPassing(error)) this.#loadLater()
      else if (!isSignedOut(error)) this.#tell({ fault: error })
      throw error
    })
    return this.#loading
  }

  /** The book of a call that the server says is this interviewer's. */
  bookOf(call: CallBack): AnswerBook {
    const { outbox } = this.#bundleOf(callOfWrite(call))
    outbox.held()
    return new AnswerBook(call, outbox)
  }

  /** The server has just given out this call: it is not one that was in hand and is looked at again. */
  claimedAnew(call: CallBack): void {
    this.#bundleOf(callOfWrite(call)).outbox.claimedAnew()
  }

  /** At once: the line is back, or the interviewer. */
  retry(): void {
    this.#failures = 0
    this.#loadAgain()
    for (const { outbox } of this.#bundles.values()) outbox.retry()
  }

  /** Of what is kept of an interview, these; what is on its way goes on. */
  async discard({ call, outbox }: Bundle, ids: readonly string[]): Promise<void> {
    const drafts = [...outbox.read().drafts.keys()].map(
      question => [question, draftId(call.interviewId, question)] as const,
    )
    await outbox.discard(ids, new Map(drafts.filter(([, id]) => ids.includes(id))))
    this.#tell()
  }

  async discardUnreadable(): Promise<void> {
    await Promise.all(this.#unreadable.map(id => this.#keeper.discard(id)))
    this.#unreadable = []
    this.#tell()
  }

  #loadAgain(): void {
    // It is tried again by itself, asked for by the next sign-in, or told as a fault.
    this.load().catch(() => undefined)
  }

  #loadLater(): void {
    this.#timer = setTimeout(() => this.#loadAgain(), retryPauseMs(this.#failures))
    this.#failures += 1
  }

  async #load(): Promise<void> {
    if (!this.#keeper.canKeep()) return this.#tell({ isLoaded: true })
    this.#tell({ fault: null })
    await this.#keeper.fetchKey()
    const { kept, unreadable } = await this.#keeper.list()
    this.#unreadable = unreadable
    for (const each of kept) this.#bundleOf(each.call).outbox.adopt(each)
    this.#tell({ isLoaded: true })
    for (const { outbox } of this.#bundles.values()) outbox.retry()
  }

  #bundleOf(call: CallOfWrite): Bundle {
    const known = this.#bundles.get(call.interviewId)
    if (known) return known
    const outbox = new Outbox({
      keep: this.#keeper.keep,
      discard: this.#keeper.discard,
      send: kept =>
        send(this.#owner, kept).catch((error: unknown) => {
          if (error instanceof Error && isSignedOut(error)) this.#onSignedOut()
          throw error
        }),
    })
    outbox.subscribe(() => this.#tell())
    const bundle = { call, outbox }
    this.#bundles.set(call.interviewId, bundle)
    return bundle
  }

  /** Who listens hears of interviews that come and go; what happens within one is told by its outbox. */
  #tell(change: Partial<BooksState> = {}): void {
    const bundles = [...this.#bundles.values()].filter(({ outbox }) => !outbox.isEmpty())
    const before = this.#state
    const isSame = bundles.length === before.bundles.length && bundles.every(each => before.bundles.includes(each))
    const now = { ...before, ...change, unreadable: this.#unreadable.length }
    const isUnchanged =
      now.unreadable === before.unreadable && now.isLoaded === before.isLoaded && now.fault === before.fault
    if (isSame && isUnchanged) return
    this.#state = { ...now, bundles }
    for (const listener of this.#listeners) listener()
  }
}
