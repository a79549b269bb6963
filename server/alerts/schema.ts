import { z } from '@hono/zod-openapi'

export const alertKind = z.enum(['low', 'high'])

export const alertShape = z
  .object({
    id: z.string(),
    kind: alertKind,
    createdAt: z.string(),
    officer: z.object({ collarNumber: z.string(), rank: z.string(), name: z.string() }).nullable(),
    questions: z.array(z.object({ key: z.string(), title: z.string(), rating: z.int() })),
    addressee: z.object({ kind: z.enum(['staff', 'unit', 'force', 'complaints']), name: z.string() }).nullable(),
    delivery: z.object({
      status: z
        .enum(['queued', 'accepted', 'refused', 'kept', 'none'])
        .describe('none: there was nobody to tell; queued also while it waits for a daily digest'),
      lastReply: z.string().nullable(),
      acceptedAt: z.string().nullable(),
    }),
    incident: z
      .object({
        reference: z.string(),
        categoryName: z.string().nullable(),
        openedAt: z.string().nullable(),
        unit: z.string().nullable(),
      })
      .nullable()
      .describe('null for a supervisor where the person gave no leave to be named: the line then sees ratings only'),
  })
  .openapi('Alert')

export const lineStep = z.object({
  at: z.enum(['supervisor', 'unit', 'force', 'complaints']),
  who: z.string().nullable(),
  passedOver: z.string().nullable().describe('why; null where the line ended'),
})

export const alertDetail = alertShape
  .extend({ problem: z.string().nullable(), line: z.array(lineStep) })
  .openapi('AlertDetail')
export type AlertDetail = z.infer<typeof alertDetail>

export const messageShape = z
  .object({
    id: z.string(),
    to: z.string(),
    subject: z.string(),
    createdAt: z.string(),
    status: z.enum(['queued', 'accepted', 'refused', 'kept']),
    lastReply: z.string().nullable(),
  })
  .openapi('Message')

export const messageDetail = messageShape
  .extend({
    text: z.string(),
    html: z.string(),
    messageId: z.string(),
    headers: z.record(z.string(), z.string()),
  })
  .openapi('MessageDetail')

/** The payload of `interview.ended` and `interview.put_off`. */
export const interviewHeard = z.object({ force: z.string(), interviewId: z.string() })

export const page = z.object({
  cursor: z.uuid().optional().describe('nextCursor of the page before'),
  limit: z.coerce.number().int().min(1).max(200).default(50),
})
