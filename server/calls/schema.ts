import { z } from 'zod'

const instant = z.string().describe('ISO 8601 instant')

export const attemptRequest = z.object({
  /** The client's own: a repeat of it changes nothing and is answered the same. */
  attemptId: z.guid(),
  numberId: z.guid(),
  outcome: z.string().min(1).describe('the name of an outcome, or its AAPOR code'),
  note: z.string().max(4000).nullish(),
  appointmentAt: z.iso.datetime({ offset: true }).nullish(),
})
export type AttemptRequest = z.infer<typeof attemptRequest>

export const attemptResult = z.object({
  next: z.enum(['interview', 'retry', 'next_number', 'appointment', 'final']),
  dueAt: instant.nullable(),
  ended: z.boolean(),
})
export type AttemptResult = z.infer<typeof attemptResult>

const involvement = z.enum(['caller', 'victim', 'witness'])

/** What was said so far in the interview of a call: handed in by the interviews stage. */
export const interviewSoFar = z.object({
  id: z.uuid(),
  mayBeNamed: z.boolean().nullable(),
  mayBeRungAgain: z.boolean().nullable(),
  answers: z.array(
    z.object({
      question: z.string(),
      rating: z.int().nullable(),
      reason: z.string().nullable(),
      comment: z.string().nullable(),
    }),
  ),
})
export type InterviewSoFar = z.infer<typeof interviewSoFar>

/** All an interviewer needs for one call. */
export const callSheet = z.object({
  id: z.uuid(),
  leaseExpiresAt: instant,
  attemptsMade: z.int(),
  maximumAttempts: z.int(),
  involvement,
  person: z.object({
    name: z.string(),
    title: z.string().nullable(),
    forename: z.string().nullable(),
    surname: z.string().nullable(),
    language: z.string().nullable(),
    needs: z.array(z.string()),
  }),
  numbers: z.array(
    z.object({
      id: z.uuid(),
      number: z.string().describe('as it is written in its country'),
      e164: z.string(),
      safe: z.boolean(),
    }),
  ),
  incident: z.object({
    reference: z.string(),
    categoryName: z.string().nullable(),
    openedAt: instant.nullable(),
    unit: z.string().nullable(),
  }),
  appointmentAt: instant.nullable().describe('when they agreed to be rung'),
  isOnTheLine: z.boolean().describe('they are on the line: the interview goes on under this claim'),
  lastAttempt: z.object({ at: instant, outcome: z.string(), note: z.string().nullable() }).nullable(),
  interview: interviewSoFar,
  questions: z.array(
    z.object({
      key: z.string(),
      title: z.string(),
      section: z.string(),
      lead: z.string(),
      ask: z.string(),
      concerns: z.string(),
      askedIf: z.object({
        involvement: involvement.optional(),
        attended: z.boolean().optional(),
        answered: z.object({ question: z.string(), unlessReason: z.array(z.string()) }).optional(),
      }),
    }),
  ),
  texts: z.object({ opening: z.string(), introduction: z.string(), closing: z.string() }),
  outcomes: z.array(z.object({ name: z.string(), code: z.string(), title: z.string(), next: z.string() })),
})
export type CallSheet = z.infer<typeof callSheet>

export const keptAlive = z.object({
  leaseExpiresAt: instant,
  unsafe: z
    .string()
    .nullable()
    .describe('why the person would not be rung any more, if that became so while they are being spoken to'),
})
export type KeptAlive = z.infer<typeof keptAlive>

export const callSummary = z.object({
  queued: z.int(),
  claimed: z.int(),
  ended: z.int(),
  dueNow: z.int(),
  exclusions: z.array(z.object({ reason: z.string(), services: z.int() })),
})
export type CallSummary = z.infer<typeof callSummary>

export const eligibilityOfServices = z.object({
  services: z.array(
    z.object({
      id: z.uuid(),
      involvement,
      callBack: z.enum(['queued', 'claimed', 'ended']).nullable(),
      reason: z.string().nullable().describe('why it may not be rung; null if it may'),
      rules: z.array(z.object({ reason: z.string(), rule: z.string(), holds: z.boolean() })),
    }),
  ),
})
export type EligibilityOfServices = z.infer<typeof eligibilityOfServices>
