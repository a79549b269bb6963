import { questionsOf } from '../surveys/rules.ts'
import type { Question, Questionnaire } from '../surveys/schema.ts'

/** A part in the incident; `staffId` is null where the collar number is nobody's. */
export interface Part {
  readonly part: Question['concerns']
  readonly staffId: string | null
}

export interface Concern {
  readonly questionKey: string
  readonly staffId: string
}

/** If nobody had a part, whom its questions concern in their stead. A call handler has no such stand-in. */
const instead: Partial<Record<Question['concerns'], Question['concerns']>> = {
  attending: 'officer_in_charge',
  officer_in_charge: 'attending',
}

/** The members of staff whom each rated question concerns; a question that concerns nobody known is left out. */
export function concernsOf(
  questionnaire: Questionnaire,
  ratedKeys: Iterable<string>,
  involvements: readonly Part[],
): readonly Concern[] {
  const rated = new Set(ratedKeys)
  return questionsOf(questionnaire)
    .filter(question => rated.has(question.key))
    .flatMap(question =>
      staffOf(question.concerns, involvements).map(staffId => ({ questionKey: question.key, staffId })),
    )
}

/** The questions that were answered with a rating. */
export const ratedKeys = (
  answers: readonly { readonly question_key: string; readonly rating: number | null }[],
): readonly string[] => answers.filter(answer => answer.rating !== null).map(answer => answer.question_key)

function staffOf(part: Question['concerns'], involvements: readonly Part[]): readonly string[] {
  const known = (wanted: Question['concerns'] | undefined) => [
    ...new Set(involvements.flatMap(one => (one.part === wanted && one.staffId !== null ? [one.staffId] : []))),
  ]
  const own = known(part)
  return own.length > 0 ? own : known(instead[part])
}
