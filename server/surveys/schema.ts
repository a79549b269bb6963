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

/** What each rating, and each reason for none, is called when it is read out. */
export const scaleWords = z.strictObject({
  ratings: z.strictObject({ 1: z.string(), 2: z.string(), 3: z.string(), 4: z.string(), 5: z.string() }),
  reasons: z.strictObject({ not_applicable: z.string(), dont_know: z.string(), refused: z.string() }),
})
export type ScaleWords = z.infer<typeof scaleWords>

export const questionnaire = z.strictObject({
  key: z.string(),
  version: z.int().positive(),
  /** By language; a missing language falls back to English. */
  scale: z.record(z.string(), scaleWords).optional(),
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
  z.strictObject({ reason, rule: z.literal('unit'), units: z.array(z.guid().toLowerCase()).min(1).max(500) }),
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

const windowDays = z.strictObject({ from: z.int().min(0).max(3650), to: z.int().min(0).max(3650) })
const notAgainForDays = z.int().min(0).max(3650)

/** The part of a survey's settings that says who is rung, as it is kept. */
export const selectionSettings = z.strictObject({
  windowDays: windowDays.describe('days since the incident was closed'),
  notAgainForDays,
  rules: z.array(exclusionRule).max(200),
  sampling,
})
export type SelectionSettings = z.infer<typeof selectionSettings>

/**
 * Without these, people would be rung after a refusal or on a number that is not safe, or could not be chosen at all: they
 * may be moved and given another reason, and not left out.
 */
export const neededRules = [
  'suppressed',
  'not_usable_number',
  'nothing_to_ask',
  'still_open',
  'outside_window',
  'rung_lately',
] as const satisfies readonly ExclusionRule['rule'][]

/** What a decision may be that is no rule's reason. */
const takenReasons = ['selected', 'not_sampled', 'awaiting_draw', 'undecided']

/** Who is to be rung, as somebody asks for it. Where a sample's seed or start is left out, one is drawn and kept. */
export const wantedSelection = selectionSettings
  .extend({
    sampling: z.discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('everyone') }),
      z.strictObject({
        kind: z.literal('every_nth'),
        n: z.int().min(2).max(1000),
        start: z.int().min(1).optional().describe('from 1 to n; drawn if left out'),
      }),
      z.strictObject({
        kind: z.literal('per_unit_week'),
        number: z.int().min(1).max(10_000),
        seed: seed.optional().describe('drawn if left out'),
      }),
      z.strictObject({
        kind: z.literal('random_share'),
        percent: z.number().gt(0).lt(100),
        seed: seed.optional().describe('drawn if left out'),
      }),
    ]),
  })
  .superRefine(({ windowDays, rules, sampling }, context) => {
    const refuse = (path: (string | number)[], message: string) => context.addIssue({ code: 'custom', path, message })
    if (windowDays.to < windowDays.from) refuse(['windowDays', 'to'], 'before the first day of the window')
    if (sampling.kind === 'every_nth' && (sampling.start ?? 1) > sampling.n)
      refuse(['sampling', 'start'], `later than the last of ${sampling.n}`)
    rules.forEach(({ reason }, at) => {
      if (takenReasons.includes(reason)) refuse(['rules', at, 'reason'], `"${reason}" means something else`)
      if (rules.findIndex(other => other.reason === reason) < at)
        refuse(['rules', at, 'reason'], `an earlier rule has the reason "${reason}" too`)
    })
    for (const needed of neededRules)
      if (rules.filter(({ rule }) => rule === needed).length !== 1)
        refuse(['rules'], `there must be one rule "${needed}"`)
  })
export type WantedSelection = z.infer<typeof wantedSelection>

export const trigger = z.strictObject({ ratings: z.array(z.int().min(1).max(5)), kind: z.enum(['low', 'high']) })

/** What follows an outcome: ends the call-back, tries again after minutes, or the next number. */
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
  windowDays,
  notAgainForDays,
  exclusions: z.array(exclusionRule),
  sampling: sampling.default({ kind: 'everyone' }),
  triggers: z.array(trigger),
  outcomes: z.array(outcomeRule),
  /** An interview broken off counts as partial from this share of its questions, in per cent. */
  partialFromPercent: z.int().min(0).max(100),
})
export type SurveySettings = z.infer<typeof surveySettings>
