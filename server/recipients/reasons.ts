import { reasonUnknown } from './problems.ts'

/** Why somebody at a desk changes whether a person, or a number, is rung: codes that are kept, and their words. */
export interface Reason {
  readonly code: string
  readonly title: string
}

const byMistake: Reason = { code: 'by_mistake', title: 'It was set by mistake' }
const other: Reason = { code: 'other', title: 'Another reason' }

export const reasons = {
  suppress: [
    { code: 'asked_not_to_be_rung', title: 'They asked not to be rung' },
    { code: 'complaint', title: 'They have made a complaint' },
    { code: 'proceedings', title: 'An investigation or a case in court is going on' },
    { code: 'vulnerable', title: 'A call could do them harm' },
    { code: 'bereaved', title: 'Somebody has died' },
    { code: 'known_to_staff', title: 'They work for the force, or somebody close to them does' },
    byMistake,
    other,
  ],
  lift: [
    { code: 'asked_to_be_rung', title: 'They would like to be rung' },
    { code: 'no_longer_so', title: 'What it was for is over' },
    byMistake,
    other,
  ],
  strikeOff: [
    { code: 'not_theirs', title: 'The number is somebody else’s' },
    { code: 'asked_not_on_this_number', title: 'They asked not to be rung on it' },
    byMistake,
    other,
  ],
  putBack: [{ code: 'is_theirs', title: 'They say that it is theirs' }, byMistake, other],
  markUnsafe: [
    { code: 'others_may_answer', title: 'Somebody else may answer or listen' },
    { code: 'asked_not_on_this_number', title: 'They asked not to be rung on it' },
    { code: 'at_work', title: 'It is at their work' },
    byMistake,
    other,
  ],
  markSafe: [{ code: 'said_to_be_safe', title: 'They say that it is safe' }, byMistake, other],
} as const satisfies Readonly<Record<string, readonly Reason[]>>

export type Change = keyof typeof reasons

/** What nobody gives: a suppression until a day ends by itself, or gives way to what came of a call. */
export const outlasted: Reason = { code: 'outlasted', title: 'What came of a call holds longer' }
export const lastDayPassed: Reason = { code: 'its_last_day_passed', title: 'Its last day has passed' }

/** The words of a reason, also of one that an outcome of a call gave. */
export function reasonOf(
  code: string,
  fromOutcomes: readonly { readonly name: string; readonly title: string }[],
): Reason {
  const known = [lastDayPassed, outlasted, ...Object.values<readonly Reason[]>(reasons).flat()].find(
    reason => reason.code === code,
  )
  const title = known?.title ?? fromOutcomes.find(outcome => outcome.name === code)?.title
  return { code, title: title ?? code.replaceAll('_', ' ') }
}

/** Throws `reason_unknown`. */
export function knownReason(change: Change, code: string): void {
  const known: readonly Reason[] = reasons[change]
  if (known.every(reason => reason.code !== code))
    throw reasonUnknown(
      code,
      change,
      known.map(reason => reason.code),
    )
}
