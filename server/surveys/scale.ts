import type { Questionnaire, ScaleWords } from './schema.ts'

/** For questionnaires that don't say: the paper's scale. */
const english: ScaleWords = {
  ratings: { 1: 'poor', 2: 'fair', 3: 'good', 4: 'very good', 5: 'excellent' },
  reasons: { not_applicable: "doesn't apply", dont_know: "don't know", refused: 'would rather not say' },
}

/** What each rating, and each reason for none, is called in a language; in English where the language lacks it. */
export const scaleIn = ({ scale }: Questionnaire, language: string): ScaleWords =>
  scale?.[language] ?? scale?.en ?? english
