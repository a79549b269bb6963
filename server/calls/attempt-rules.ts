import type { OutcomeRule } from '../surveys/schema.ts'

/** What was so when the attempt was made, this attempt counted. */
export interface AttemptMade {
  readonly rule: OutcomeRule
  readonly attemptsMade: number
  readonly maximumAttempts: number
  /** Numbers of the person that may still be rung in this call-back, without the one just rung. */
  readonly otherNumbers: number
  readonly appointmentAt: Temporal.Instant | undefined
  /** The person's language, if an interviewer of the force speaks it. */
  readonly spokenLanguage: string | null
  readonly now: Temporal.Instant
}

export type Following =
  | { readonly next: 'interview' | 'next_number' }
  | {
      readonly next: 'retry' | 'appointment'
      readonly dueAt: Temporal.Instant
      /** Who rings next speaks it. */
      readonly language?: string
    }
  | { readonly next: 'final'; readonly outcome: string }

/** The outcomes 2.331, 2.332 and 2.333. */
const language = '2.33'

const defaultRetryMinutes = 180

/**
 * What follows an attempt, by the survey's outcome table. An appointment is the person's wish, and outlives the maximum; a
 * partial interview is final unless there is one to finish it (AAPOR 1.2). Where only the language stood in the way (AAPOR
 * 2.33), somebody who speaks it rings as soon as they can; if nobody does, the table decides.
 */
export function whatFollows(made: AttemptMade): Following {
  const { rule, attemptsMade, maximumAttempts, appointmentAt } = made
  if (appointmentAt && (rule.next === 'appointment' || rule.next === 'retry' || rule.class === 'P'))
    return { next: 'appointment', dueAt: appointmentAt }
  if (rule.next === 'interview') return { next: 'interview' }
  const mayGoOn = attemptsMade < maximumAttempts
  if (rule.code.startsWith(language) && made.spokenLanguage !== null && mayGoOn)
    return { next: 'retry', dueAt: made.now, language: made.spokenLanguage }
  if (rule.next === 'retry' && mayGoOn)
    return { next: 'retry', dueAt: made.now.add({ minutes: rule.retryAfterMinutes ?? defaultRetryMinutes }) }
  if (rule.next === 'next_number' && mayGoOn && made.otherNumbers > 0) return { next: 'next_number' }
  // A wrong number says nothing of the person: without another number, there is nobody to interview (AAPOR 4.70).
  return { next: 'final', outcome: rule.strikeOff ? 'nobody_eligible' : rule.name }
}

/** By its name, or its AAPOR code; outcomes that have no code are known by name only. */
export const findOutcome = (outcomes: readonly OutcomeRule[], nameOrCode: string): OutcomeRule | undefined =>
  outcomes.find(rule => rule.name === nameOrCode || (rule.code !== '' && rule.code === nameOrCode))
