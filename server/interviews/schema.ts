import { z } from 'zod'
import { sentInstant } from '../platform/schema.ts'

/**
 * Grows with each thing said in an interview, by the client's count: what comes late replaces nothing that was said after it.
 * The limit leaves the column room above it.
 */
const order = z.int().min(1).max(1_000_000_000).nullish()

const reasons = ['not_asked', 'not_applicable', 'dont_know', 'refused', 'not_reached'] as const

export const answerRequest = z
  .object({
    rating: z.int().min(1).max(5).nullish(),
    reason: z.enum(reasons).nullish(),
    comment: z.string().max(10_000).nullish(),
    order,
  })
  .refine(answer => (answer.rating ?? null) === null || (answer.reason ?? null) === null, {
    path: ['rating'],
    message: 'give a rating or a reason, not both',
  })
  .refine(answer => (answer.rating ?? null) !== null || (answer.reason ?? null) !== null, {
    path: ['rating'],
    message: 'give a rating from 1 to 5, or the reason why there is none',
  })
export type AnswerRequest = z.infer<typeof answerRequest>

export const savedAnswer = z.object({
  question: z.string(),
  rating: z.int().nullable(),
  reason: z.enum(reasons).nullable(),
  comment: z.string().nullable(),
  answeredAt: z.string(),
  order: z.int().nullable(),
})
export type SavedAnswer = z.infer<typeof savedAnswer>

/** What the person allows; what is left out stays as it was. */
export const leave = z.object({ mayBeNamed: z.boolean().nullish(), mayBeRungAgain: z.boolean().nullish(), order })
export type Leave = z.infer<typeof leave>

export const leaveGiven = z.object({
  mayBeNamed: z.boolean().nullable(),
  mayBeRungAgain: z.boolean().nullable(),
  order: z.int().nullable().describe('the higher of the orders in which the two were said'),
})
export type LeaveGiven = z.infer<typeof leaveGiven>

/** To be finished at a time agreed with the person. */
export const putOffRequest = z.object({ appointmentAt: sentInstant })
export const putOff = z.object({ appointmentAt: z.string() })
export type PutOff = z.infer<typeof putOff>

export const endRequest = z.object({ ending: z.enum(['completed', 'broken_off']) })

export const endedInterview = z.object({
  status: z.enum(['completed', 'partial', 'broken_off', 'abandoned']),
  ratings: z.int(),
  alerts: z.object({ low: z.int(), high: z.int() }).describe('how many ratings raise an alert of each kind'),
})
export type EndedInterview = z.infer<typeof endedInterview>
