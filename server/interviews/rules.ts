import { type Asked, isAsked, questionsOf, questionsToAsk } from '../surveys/rules.ts'
import type { Question, Questionnaire } from '../surveys/schema.ts'

export type Ending = 'completed' | 'broken_off' | 'abandoned'
export type EndedStatus = 'completed' | 'partial' | 'broken_off' | 'abandoned'

export interface Ended {
  readonly status: EndedStatus
  /** How the call-back ends, by the share of its questions that was answered (AAPOR 1.1, 1.2, 2.12). */
  readonly outcome: 'complete' | 'partial' | 'break_off'
  /** Why the questions without an answer have none. What was said is never replaced. */
  readonly unanswered: ReadonlyMap<string, 'not_asked' | 'not_reached'>
}

/**
 * How an interview ends. A question that waits for one that was not reached was not reached either. An interview that came
 * to its end with a question left is partial; one broken off is partial from the survey's share of the questions asked.
 */
export function endOf(questionnaire: Questionnaire, asked: Asked, ending: Ending, partialFromPercent: number): Ended {
  const unanswered = new Map<string, 'not_asked' | 'not_reached'>()
  const answers = new Map(asked.answers)
  for (const { key, askedIf } of questionsOf(questionnaire)) {
    if (answers.has(key)) continue
    const reason = isAsked(askedIf, { ...asked, answers }) ? 'not_reached' : 'not_asked'
    unanswered.set(key, reason)
    answers.set(key, { rating: null, reason })
  }
  const notReached = [...answers.values()].filter(answer => answer.reason === 'not_reached').length
  const put = [...answers.values()].filter(answer => answer.reason !== 'not_asked').length
  const enough = put > 0 && (put - notReached) * 100 >= partialFromPercent * put && put > notReached
  if (ending === 'completed' && notReached === 0) return { status: 'completed', outcome: 'complete', unanswered }
  if (ending === 'abandoned') return { status: 'abandoned', outcome: enough ? 'partial' : 'break_off', unanswered }
  if (enough || ending === 'completed') return { status: 'partial', outcome: 'partial', unanswered }
  return { status: 'broken_off', outcome: 'break_off', unanswered }
}

/** The question, if it is to be asked now or has an answer; undefined if routing leads past it. */
export const findAskedQuestion = (questionnaire: Questionnaire, asked: Asked, key: string): Question | undefined =>
  questionsToAsk(questionnaire, asked).find(question => question.key === key)

const bands: readonly [from: number, band: string][] = [
  [75, '75_and_over'],
  [65, '65_to_74'],
  [55, '55_to_64'],
  [45, '45_to_54'],
  [35, '35_to_44'],
  [25, '25_to_34'],
  [16, '16_to_24'],
  [0, 'under_16'],
]

/** The age band of a person on a day; null where the birth date is unknown or can't be. */
export function ageBandOf(bornOn: string | null, on: Temporal.PlainDate): string | null {
  const [, year, month, day] = /^(\d{4})-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/.exec(bornOn ?? '') ?? []
  if (year === undefined) return null
  const born = Temporal.PlainDate.from({ year: Number(year), month: Number(month), day: Number(day) })
  if (Temporal.PlainDate.compare(born, on) > 0) return null
  const { years } = born.until(on, { largestUnit: 'year' })
  return bands.find(([from]) => years >= from)?.[1] ?? null
}
