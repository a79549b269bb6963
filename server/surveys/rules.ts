import type { Condition, Question, Questionnaire } from './schema.ts'

/** What routing looks at: the service, its incident, and what was answered so far. */
export interface Asked {
  readonly involvement: 'caller' | 'victim' | 'witness'
  readonly attended: boolean | null
  readonly answers: ReadonlyMap<string, { readonly rating: number | null; readonly reason: string | null }>
}

export const questionsOf = (questionnaire: Questionnaire): readonly Question[] =>
  questionnaire.sections.flatMap(section => section.questions)

/** Whether a question is to be asked now. One that depends on an earlier answer waits until that is given. */
export function isAsked(condition: Condition, asked: Asked): boolean {
  if (condition.involvement !== undefined && condition.involvement !== asked.involvement) return false
  if (condition.attended !== undefined && condition.attended !== (asked.attended ?? false)) return false
  if (condition.answered !== undefined) {
    const earlier = asked.answers.get(condition.answered.question)
    if (!earlier || (earlier.reason !== null && condition.answered.unlessReason.includes(earlier.reason))) return false
  }
  return true
}

/** Those to be asked now, and those that have an answer: what was said counts until it is changed, so it can be. */
export const questionsToAsk = (questionnaire: Questionnaire, asked: Asked): readonly Question[] =>
  questionsOf(questionnaire).filter(({ key, askedIf }) => asked.answers.has(key) || isAsked(askedIf, asked))
