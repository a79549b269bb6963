import { z } from 'zod'
import { seriousKind } from '../../forces/schema.ts'
import { sentInstant } from '../../platform/schema.ts'

const instant = z.string().describe('ISO 8601 instant')

export const seriousRequest = z
  .object({
    kind: seriousKind,
    words: z.string().trim().min(1).max(10_000).describe('what was said, word for word'),
    question: z
      .string()
      .regex(/^[a-z][a-z0-9_]{0,59}$/, 'the key of a question')
      .nullish()
      .describe('the key of the question at which it was said'),
    confirmedAt: sentInstant
      .nullish()
      .describe('when the interviewer confirmed that they had rung; an emergency is not taken without it'),
  })
  .refine(report => report.kind !== 'emergency' || (report.confirmedAt ?? null) !== null, {
    path: ['confirmedAt'],
    message: 'ring first: an emergency is reported once the interviewer has confirmed that they rang',
  })
export type SeriousRequest = z.infer<typeof seriousRequest>

export const seriousResult = z.object({
  id: z.uuid(),
  kind: seriousKind,
  toldTo: z.array(z.string()).describe('addresses; none if neither the desk nor the force has one yet'),
  at: instant,
})
export type SeriousResult = z.infer<typeof seriousResult>

const takenUp = z.object({ by: z.string(), at: instant }).nullable()

export const seriousSummary = z.object({
  id: z.uuid(),
  kind: seriousKind,
  title: z.string(),
  at: instant,
  reportedBy: z.string(),
  incident: z.object({ reference: z.string(), unit: z.string().nullable() }),
  told: z.array(
    z.object({
      to: z.string(),
      status: z.enum(['queued', 'accepted', 'refused', 'kept']),
      lastReply: z.string().nullable(),
    }),
  ),
  taken: takenUp.describe('who takes care of it; null while nobody does'),
})
export type SeriousSummary = z.infer<typeof seriousSummary>

export const seriousList = z.object({
  reports: z.array(seriousSummary),
  open: z.int().describe('how many of those that whoever asks may see nobody has taken up'),
  nextCursor: z.string().nullable(),
})
export type SeriousList = z.infer<typeof seriousList>

export const seriousDetail = seriousSummary.extend({
  duty: z.string(),
  words: z.string(),
  question: z.string().nullable().describe('its title'),
  confirmedAt: instant.nullable(),
  person: z
    .object({ name: z.string(), numbers: z.array(z.object({ number: z.string(), safe: z.boolean() })) })
    .nullable(),
  interviewId: z.uuid().nullable(),
})
export type SeriousDetail = z.infer<typeof seriousDetail>

export const seriousQuery = z.object({
  kind: seriousKind.optional(),
  show: z.enum(['open', 'all']).default('open'),
  cursor: z.guid().optional(),
  limit: z.coerce.number().int().min(1).max(100).default(50),
})
export type SeriousQuery = z.infer<typeof seriousQuery>
