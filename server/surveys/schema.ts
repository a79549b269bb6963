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

const reason = z.string().regex(/^[a-z][a-z0-9_]{1,59}$/, 'small letters, digits and _, such as no_calls_about_noise')
const listed = z.array(z.string().trim().min(1).max(100)).min(1).max(200)

/** Rules that look at one thing and need nothing said. */
const plainRule = z.strictObject({
  reason,
  rule: z.enum([
    'not_usable_number',
    'suppressed',
    'unnamed',
    'nothing_to_ask',
    'still_open',
    'outside_window',
    'rung_lately',
  ]),
})

/** Why a service may not be rung, in the order in which the rules are asked; the first that holds is the reason. */
export const exclusionRule = z.discriminatedUnion('rule', [
  plainRule,
  /** Which code kept the person from being rung. */
  z.strictObject({ reason, rule: z.literal('service_exclusion'), code: z.string() }),
  z.strictObject({ reason, rule: z.literal('category'), codes: listed }),
  z.strictObject({
    reason,
    rule: z.literal('grade'),
    grades: z.array(z.enum(['emergency', 'priority', 'scheduled', 'none'])).min(1),
  }),
  /** Each with all below it. */
  z.strictObject({ reason, rule: z.literal('unit'), units: z.array(z.guid()).min(1).max(500) }),
  z.strictObject({
    reason,
    rule: z.literal('involvement'),
    involvements: z.array(z.enum(['caller', 'victim', 'witness'])).min(1),
  }),
  z.strictObject({ reason, rule: z.literal('marker'), markers: listed }),
  z.strictObject({ reason, rule: z.literal('language'), languages: listed }),
])
export type ExclusionRule = z.infer<typeof exclusionRule>

const seed = z.string().min(1).max(100)

/** Which of the services that may be rung are. What makes a draw is kept with it, so that it can be drawn again. */
export const sampling = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('everyone') }),
  /** Of every `n` counted off the one at `start`, from 1 to n. */
  z.strictObject({ kind: z.literal('every_nth'), n: z.int().min(2).max(1000), start: z.int().min(1) }),
  /** Of the incidents that a unit closed in an ISO week. */
  z.strictObject({ kind: z.literal('per_unit_week'), number: z.int().min(1).max(10_000), seed }),
  z.strictObject({ kind: z.literal('random_share'), percent: z.number().gt(0).lt(100), seed }),
])
export type Sampling = z.infer<typeof sampling>

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
  sampling: sampling.default({ kind: 'everyone' }),
  triggers: z.array(trigger),
  outcomes: z.array(outcomeRule),
  /** An interview broken off counts as partial from this share of its questions, in per cent. */
  partialFromPercent: z.int().min(0).max(100),
})
export type SurveySettings = z.infer<typeof surveySettings>
