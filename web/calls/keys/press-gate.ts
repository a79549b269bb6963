/** Within this a second press of the same control is the first one's echo: nobody has asked a question yet. */
const echoMs = 300

/** What was pressed (`key 3`, `control 3`), and when: the event's own time, not the time at which it is handled. */
export interface Press {
  readonly by: string
  readonly atMs: number
}

export type PressAct = (press: Press) => void

/**
 * A press answers the question that was on the screen when it was made. One made before the question was shown was meant
 * for the one before, however late the machine gets to it; and a second press of what has just led here is an echo.
 */
export class PressGate {
  #shownAtMs = 0
  #ledHereBy: string | null = null

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
    this.#shownAtMs = atMs
  }
}
