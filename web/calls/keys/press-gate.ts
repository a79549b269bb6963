/** Within this a second press is the first one's echo: nobody has asked a question yet. */
export const echoMs = 300

/** What was pressed (`key 3`, or the `pointer`), and when: the event's own time, not the time at which it is handled. */
export interface Press {
  readonly by: string
  readonly atMs: number
}

export const pointer = 'pointer'

export type PressAct = (press: Press) => void

/**
 * A press answers the question that was on the screen when it was made. One made before the question was shown was meant
 * for the one before, however late the machine gets to it; and a second press of what has just led here is an echo. Where
 * the pointer is makes no difference: from one question to the next the controls move under it.
 */
export class PressGate {
  #shownAtMs = 0
  #ledHereBy = pointer

  admits({ by, atMs }: Press): boolean {
    if (atMs < this.#shownAtMs) return false
    return by !== this.#ledHereBy || atMs - this.#shownAtMs >= echoMs
  }

  /** The next question is on its way; until it is shown nothing is admitted. */
  leave(by: string): void {
    this.#ledHereBy = by
    this.#shownAtMs = Number.POSITIVE_INFINITY
  }

  shown(atMs: number): void {
    // What leads here from outside the questions, such as the start and an answer's link, is a control.
    if (Number.isFinite(this.#shownAtMs)) this.#ledHereBy = pointer
    this.#shownAtMs = atMs
  }
}
