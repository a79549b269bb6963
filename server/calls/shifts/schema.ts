import { z } from 'zod'

const instant = z.string().describe('ISO 8601 instant')

/** `finishing`: on a call, and paused after it; `idle`: without a sign of life for the force's time. */
const state = z.enum(['on_call', 'between', 'finishing', 'paused', 'idle'])
const reason = z.enum(['break', 'training', 'technical', 'other'])

/** `paused` in a call is `finishing`: a call is never left for a break. */
export const shiftChange = z.object({
  state: z.enum(['between', 'paused', 'finishing', 'ended']),
  reason: reason.nullish(),
})
export type ShiftChange = z.infer<typeof shiftChange>

const today = z.object({
  calls: z.int().describe('numbers rung'),
  interviews: z.int().describe('ended with at least one rating'),
  ratings: z.int(),
  averageMinutes: z.number().nullable().describe('of those interviews, one decimal; null if there was none'),
  inStates: z
    .array(z.object({ state, minutes: z.number() }))
    .describe('one decimal each; states that took no time are left out'),
})

export const myShift = z.object({
  state: state.nullable().describe('null: no shift has begun, or it has ended'),
  reason: reason.nullable(),
  since: instant.nullable(),
  startedAt: instant.nullable(),
  today,
})
export type MyShift = z.infer<typeof myShift>

/** Each interviewer who has worked today. */
export const shiftBoard = z.object({
  at: instant,
  interviewers: z.array(
    z.object({
      userId: z.string(),
      name: z.string(),
      kind: z
        .enum(['contractor', 'volunteer'])
        .nullable()
        .describe('null: they are no interviewer, such as a team leader'),
      state: state.nullable(),
      reason: reason.nullable(),
      since: instant.nullable(),
      startedAt: instant.nullable(),
      today,
    }),
  ),
})
export type ShiftBoard = z.infer<typeof shiftBoard>
