import { ApiProblem } from '../api.ts'
import { wordsOf } from '../ui/format.ts'
import { isLost, isPassing, isSignedOut } from './answers/server-words.ts'

/** How the claim of the call in hand stands. */
export interface LeaseView {
  /** Why the call is not in hand any more: it is somebody else's, or the server has put it back. */
  readonly over: ApiProblem | null
  /** Why the person is not to be rung any more, if that became so since the claim. */
  readonly unsafe: string | null
  /** The numbers that may still be rung; `null` until the server has said so, and then the call sheet's may. */
  readonly numbers: readonly string[] | null
  /** It ran out here, and no keep-alive has succeeded since: somebody else may be ringing the person by now. */
  readonly isLapsed: boolean
  /** Why the server did not keep it alive, where no more is known than that it refused. */
  readonly refusal: Error | null
  readonly isAsking: boolean
}

export interface KeptFor {
  /** How long the lease lasts from now. */
  readonly leftMs: number
  readonly numbers: readonly string[]
  readonly unsafe: string | null
}

interface LeaseParts {
  readonly keepAlive: () => Promise<KeptFor>
  /** Something said in the call is still to be sent: its arrival takes the call up again, if nobody else has it. */
  readonly isAnyWaiting: () => boolean
  readonly onSignedOut: () => void
  /** The page opens in the middle of the call: whether they are still safe to speak to was not asked for it. */
  readonly isOnTheLine: boolean
}

const beatEveryMs = 3 * 60_000
const beatAgainAfterMs = 15_000
/** What the server said about ringing holds good for so long. */
const goodForMs = 30_000
/** Whoever presses "dial" waits no longer than this: without a line the lease decides. */
const patienceMs = 3_000

/** Whether a number of the call sheet may still be rung, as far as that has been heard. */
export const mayStillBeRung = ({ numbers }: Pick<LeaseView, 'numbers'>, numberId: string): boolean =>
  numbers === null || numbers.includes(numberId)

/** Some machines' `performance.now()` stands still while they sleep, and `Date.now()` can be set back: the longer counts. */
function stopwatch(): () => number {
  const [atMs, wallMs] = [performance.now(), Date.now()]
  return () => Math.max(performance.now() - atMs, Date.now() - wallMs)
}

/**
 * The lease of the call in hand, as far as this page can know it.
 *
 *   held ──keep-alive, every few minutes, also in a tab that is hidden──> held
 *     ├──no line until it has run out──> lapsed ──keep-alive──> held
 *     ├──the person is not to be rung any more──> unsafe
 *     ├──somebody else has the call───> over
 *     └──the server has put it back───> over ──what happened in it is told all the same──> held
 */
export class Lease {
  readonly #parts: LeaseParts
  readonly #listeners = new Set<() => void>()
  #view: LeaseView = { over: null, unsafe: null, numbers: null, isLapsed: false, refusal: null, isAsking: false }
  #leftMs: number
  #since = stopwatch()
  #sinceAsked: (() => number) | undefined
  #fault: Error | null = null
  #beating: Promise<void> | undefined
  #takenUp = 0
  #isOpen = false
  #nextBeat: ReturnType<typeof setTimeout> | undefined
  #lapse: ReturnType<typeof setTimeout> | undefined

  constructor(leftMs: number, parts: LeaseParts) {
    this.#leftMs = leftMs
    this.#parts = parts
    this.#view = { ...this.#view, isLapsed: leftMs <= 0 }
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  readonly read = (): LeaseView => this.#view

  open(): void {
    this.#isOpen = true
    if (!this.#isHeld() || this.#parts.isOnTheLine) void this.beat()
    else this.#plan(this.#everyMs())
  }

  close(): void {
    this.#isOpen = false
    clearTimeout(this.#nextBeat)
    clearTimeout(this.#lapse)
  }

  /** One at a time: who asks meanwhile hears the same. */
  beat(): Promise<void> {
    if (this.#view.over) return Promise.resolve()
    this.#beating ??= this.#beat().finally(() => {
      this.#beating = undefined
      this.#change({ isAsking: false })
    })
    return this.#beating
  }

  /** A ring of it has changed what may be rung: what was heard before counts no more. */
  async askAnew(): Promise<void> {
    this.#sinceAsked = undefined
    await this.#beating
    this.#sinceAsked = undefined
    await this.beat()
  }

  /** The server has taken what happened in the call: it was taken up again if it had been put back. */
  takeUpAgain(): void {
    this.#takenUp += 1
    if (!this.#view.over || !isPutBack(this.#view.over)) return
    this.#change({ over: null })
    this.#plan(beatAgainAfterMs)
  }

  /** Whether the number may be rung, as the server said a moment ago. */
  isFresh(numberId: string): boolean {
    return this.#sinceAsked !== undefined && this.#sinceAsked() < goodForMs && this.#mayRing(numberId)
  }

  /** Whether the number may be rung now; the server is asked, unless it was a moment ago. */
  async mayRing(numberId: string): Promise<boolean> {
    if (this.isFresh(numberId)) return true
    let timer: ReturnType<typeof setTimeout> | undefined
    const patience = new Promise<void>(resolve => {
      timer = setTimeout(resolve, patienceMs)
    })
    await Promise.race([this.beat(), patience])
    clearTimeout(timer)
    this.#sinceAsked = stopwatch()
    return this.#mayRing(numberId)
  }

  #mayRing(numberId: string): boolean {
    const isAnswered = this.#fault === null || isPassing(this.#fault)
    const { over, unsafe } = this.#view
    return this.#isOpen && isAnswered && this.#isHeld() && !over && !unsafe && mayStillBeRung(this.#view, numberId)
  }

  #isHeld(): boolean {
    return this.#since() < this.#leftMs
  }

  /** In time also where the lease is short. */
  #everyMs(): number {
    return Math.min(beatEveryMs, Math.max(beatAgainAfterMs, (this.#leftMs - this.#since()) / 3))
  }

  async #beat(): Promise<void> {
    clearTimeout(this.#nextBeat)
    this.#change({ isAsking: true })
    const wasWaiting = this.#parts.isAnyWaiting()
    const takenUp = this.#takenUp
    try {
      const { leftMs, numbers, unsafe } = await this.#parts.keepAlive()
      this.#leftMs = leftMs
      this.#since = stopwatch()
      this.#sinceAsked = stopwatch()
      this.#fault = null
      this.#change({ unsafe: unsafe && wordsOf(unsafe), numbers, isLapsed: leftMs <= 0, refusal: null })
      this.#plan(this.#everyMs())
    } catch (error) {
      this.#fault = error instanceof Error ? error : new Error(String(error))
      this.#hear(this.#fault, wasWaiting || takenUp !== this.#takenUp)
    }
  }

  #hear(fault: Error, wasSent: boolean): void {
    // What waits finds out for itself, and may take the call up again; what was taken meanwhile has.
    const isInDoubt = wasSent || this.#parts.isAnyWaiting()
    if (isOver(fault) && !isInDoubt) {
      this.#change({ over: fault })
      return
    }
    const isUnsafe = fault instanceof ApiProblem && fault.code === 'call_unsafe'
    if (isUnsafe) this.#change({ unsafe: wordsOf(String(fault.details.reason)) })
    else if (isSignedOut(fault)) this.#parts.onSignedOut()
    else if (!isPassing(fault) && !isOver(fault)) this.#change({ refusal: fault })
    this.#plan(isUnsafe ? beatEveryMs : beatAgainAfterMs)
  }

  #plan(beatAfterMs: number): void {
    clearTimeout(this.#nextBeat)
    clearTimeout(this.#lapse)
    if (!this.#isOpen) return
    this.#nextBeat = setTimeout(() => void this.beat(), beatAfterMs)
    // Never so early that it still seems held: a browser's timers and its clock are not one.
    const lapseAfterMs = Math.max(0, this.#leftMs - this.#since()) + 50
    this.#lapse = setTimeout(() => this.#change({ isLapsed: !this.#isHeld() }), lapseAfterMs)
  }

  #change(change: Partial<LeaseView>): void {
    const isSame = Object.entries(change).every(([name, value]) => this.#view[name as keyof LeaseView] === value)
    if (isSame) return
    this.#view = { ...this.#view, ...change }
    for (const listener of this.#listeners) listener()
  }
}

/** The claim has ended, or the server has put the call back. */
const isOver = (error: Error): error is ApiProblem => isLost(error) || isPutBack(error)

export const isPutBack = (error: Error): boolean => error instanceof ApiProblem && error.code === 'call_put_back'
