import { z } from 'zod'
import { sentDay } from '../../platform/schema.ts'

const collarNumber = z.string().trim().min(1).max(40)
const day = z.iso.date()

const whenMended = {
  from: sentDay
    .optional()
    .describe('the first day on which it is so; else today, or the first day of a posting still to come'),
  alwaysSo: z
    .boolean()
    .optional()
    .describe('true: it was wrong from the start, so the posting that stands on the day is corrected as a whole'),
}

export const emailMend = z.object({
  email: z.email().max(254).nullable(),
  instead: z.string().nullable().optional().describe('the address you saw: refused if it is another by now'),
})

export const supervisorMend = z.object({
  supervisor: collarNumber.nullable().describe('a collar number; null: nobody stands above'),
  ...whenMended,
  instead: z.string().nullable().optional().describe('the supervisor you saw: refused if it is another by now'),
})

export const handOver = z.object({
  supervisor: collarNumber.describe(
    'who supervises from now on all who are under this person now, or in a posting to come',
  ),
  from: sentDay.optional().describe('the first day; today unless another is given, or of a posting to come its first'),
})

export const unitMend = z.object({
  unitId: z.uuid(),
  supervisor: collarNumber.nullable().optional().describe('left out: the supervisor stays'),
  ...whenMended,
  instead: z
    .uuid()
    .nullable()
    .optional()
    .describe('the unit you saw, by its id; null: none. Refused if it is another by now'),
})

export const endMend = z.object({
  lastDay: day.nullable().describe('the last day of the posting; null: it has not ended'),
  postingId: z
    .uuid()
    .optional()
    .describe('which posting, and no other; left out: the one that stands on the last day, or was the last before it'),
  instead: day
    .nullable()
    .optional()
    .describe('the last day you saw, as written: of that posting, else of the latest. Refused if it is another by now'),
})

export const mailboxMend = z.object({
  mailbox: z.email().max(254).nullable(),
  instead: z.string().nullable().optional().describe('the mailbox you saw: refused if it is another by now'),
})

export const mendKind = z.enum(['email', 'supervisor', 'unit', 'end'])

export const mendShape = z.object({
  id: z.string(),
  kind: mendKind,
  collarNumber: z.string(),
  from: z.string().nullable().describe('the first day on which it is so; null for an e-mail address'),
  was: z.string().nullable().describe('an e-mail address, a collar number, the name of a unit, or a last day'),
  became: z.string().nullable(),
})
export type Mend = z.infer<typeof mendShape>

/** What a mend changed: to tell it, and to undo it by the ids. */
export const mendsShape = z.object({ mends: z.array(mendShape) })

/** As many as a hand-over makes: the size of a request is its limit. */
export const undoMends = z.object({ ids: z.array(z.uuid()).min(1) })

export const mailboxShape = z.object({
  unit: z.string(),
  mailbox: z.string().nullable(),
  was: z.string().nullable(),
})
