/** Which alerts follow from an interview: pure. */
import type { Concern } from '../interviews/concerns.ts'

export type AlertKind = 'low' | 'high'

export interface Trigger {
  readonly ratings: readonly number[]
  readonly kind: AlertKind
}

export interface RatedQuestion {
  readonly key: string
  readonly rating: number
}

export interface DueAlert {
  readonly kind: AlertKind
  /** Null: the question concerns nobody who is known. */
  readonly staffId: string | null
  readonly questions: readonly RatedQuestion[]
}

/** One alert per officer and kind, its questions in the order in which they were asked. */
export function alertsDue(
  triggers: readonly Trigger[],
  ratings: readonly RatedQuestion[],
  concerns: readonly Concern[],
): readonly DueAlert[] {
  const due = new Map<string, { kind: AlertKind; staffId: string | null; questions: RatedQuestion[] }>()
  for (const { ratings: triggering, kind } of triggers)
    for (const question of ratings.filter(({ rating }) => triggering.includes(rating)))
      for (const staffId of concernedBy(question.key, concerns)) {
        const key = `${kind} ${staffId}`
        const alert = due.get(key) ?? { kind, staffId, questions: [] }
        alert.questions.push(question)
        due.set(key, alert)
      }
  return [...due.values()]
}

export interface RaisedAlert extends DueAlert {
  readonly id: string
}

/**
 * What there is to tell: alerts not raised yet, with the id given to them, and those raised that have gained a question, with
 * all their questions. What was told stays told.
 */
export function newsOf(
  due: readonly DueAlert[],
  raised: readonly RaisedAlert[],
  newId: () => string,
): readonly RaisedAlert[] {
  return due.flatMap(alert => {
    const before = raised.find(one => one.kind === alert.kind && one.staffId === alert.staffId)
    const told = before?.questions ?? []
    const added = alert.questions.filter(question => !told.some(one => one.key === question.key))
    return added.length === 0 ? [] : [{ ...alert, id: before?.id ?? newId(), questions: [...told, ...added] }]
  })
}

function concernedBy(key: string, concerns: readonly Concern[]): readonly (string | null)[] {
  const staffIds = concerns.filter(concern => concern.questionKey === key).map(concern => concern.staffId)
  return staffIds.length > 0 ? staffIds : [null]
}

const words: Readonly<Record<number, string>> = { 1: 'poor', 2: 'fair', 3: 'good', 4: 'very good', 5: 'excellent' }
export const ratingWord = (rating: number): string => words[rating] ?? String(rating)

/** The latest seven o'clock in the morning, local to the force: what was raised before it goes into the digest. */
export function latestDigestTime(now: Temporal.Instant, timeZone: string): Temporal.Instant {
  const local = now.toZonedDateTimeISO(timeZone)
  const today = local.withPlainTime('07:00')
  return (Temporal.ZonedDateTime.compare(today, local) <= 0 ? today : today.subtract({ days: 1 })).toInstant()
}
