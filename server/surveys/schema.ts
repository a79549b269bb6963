import { z } from 'zod'

/** A condition on the service and its incident, or on an earlier answer: routing is data. */
export const condition = z.strictObject({
  involvement: z.enum(['caller', 'victim', 'witness']).optional(),
  attended: z.boolean().optional(),
  /** Asked only if the earlier question was answered with a rating, or with none of `unlessReason`. */
  answered: z.strictObject({ question: z.string(), unlessReason: z.array(z.string()) }).optional(),
})

export const question = z.strictObject({
  key: z.string().regex(/^[a-z_]+$/),
  /** The column heading of a published table. */
  title: z.string(),
  concerns: z.enum(['call_handler', 'attending', 'officer_in_charge']),
  askedIf: condition,
  /** What the interviewer says, by language; a missing language falls back to English. */
  words: z.record(z.string(), z.strictObject({ lead: z.string(), ask: z.string() })),
})

export const questionnaire = z.strictObject({
  key: z.string(),
  version: z.int().positive(),
  sections: z.array(z.strictObject({ name: z.string(), questions: z.array(question).min(1) })).min(1),
})
export type Questionnaire = z.infer<typeof questionnaire>
export type Question = z.infer<typeof question>
export type Condition = z.infer<typeof condition>

/** Why a service may not be rung, in the order in which the rules are asked; the first that holds is the reason. */
export const exclusionRule = z.strictObject({
  reason: z.string(),
  rule: z.enum([
    'service_exclusion',
    'not_usable_number',
    'suppressed',
    'unnamed',
    'nothing_to_ask',
    'still_open',
    'outside_window',
    'rung_lately',
  ]),
  /** For `service_exclusion`: which code kept the person from being rung. */
  code: z.string().optional(),
})
export type ExclusionRule = z.infer<typeof exclusionRule>

export const trigger = z.strictObject({ ratings: z.array(z.int().min(1).max(5)), kind: z.enum(['low', 'high']) })

/** What follows an outcome: ends the call-back, tries again after minutes, or the next number; see DOMAIN's outcome table. */
export const outcomeRule = z.strictObject({
  code: z.string(),
  name: z.string(),
  title: z.string(),
  class: z.enum(['I', 'P', 'R', 'NC', 'O', 'UH', 'UO', 'NE', 'pending']),
  next: z.enum(['final', 'retry', 'next_number', 'appointment', 'interview']),
  retryAfterMinutes: z.int().positive().optional(),
  suppress: z.enum(['surveys', 'all']).optional(),
  /** The number is struck off the person: it is somebody else's. */
  strikeOff: z.boolean().optional(),
})
export type OutcomeRule = z.infer<typeof outcomeRule>

export const surveySettings = z.strictObject({
  windowDays: z.strictObject({ from: z.int().min(0), to: z.int().min(0) }),
  notAgainForDays: z.int().min(0),
  exclusions: z.array(exclusionRule),
  triggers: z.array(trigger),
  outcomes: z.array(outcomeRule),
  /** An interview broken off counts as partial from this share of its questions, in per cent. */
  partialFromPercent: z.int().min(0).max(100),
})
export type SurveySettings = z.infer<typeof surveySettings>
