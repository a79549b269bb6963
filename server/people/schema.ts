import { z } from 'zod'

export const staffQuery = z.object({
  query: z.string().max(100).optional().describe('part of a collar number, a name or a rank'),
  show: z
    .enum(['staying', 'leavers'])
    .optional()
    .describe('leavers: no posting today and none to come; left out: everybody'),
  unit: z.uuid().optional().describe('only who is posted in this unit today'),
  cursor: z.string().optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
})

export const staffShape = z.object({
  collarNumber: z.string(),
  rank: z.string(),
  name: z.string(),
  email: z.string().nullable(),
  unit: z.string().nullable(),
  supervisor: z.object({ collarNumber: z.string(), name: z.string() }).nullable(),
  problems: z.array(z.string()),
  standing: z.enum(['posted', 'to_come', 'left']),
  postedFrom: z.string().nullable().describe('of the posting that stands; else of the last, or of the first to come'),
  postedTo: z.string().nullable(),
  under: z.int().describe('how many are directly under them'),
})

export const staffPage = z.object({ staff: z.array(staffShape), nextCursor: z.string().nullable() })

export const unitsShape = z.object({
  units: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      kind: z.enum(['force', 'district', 'section', 'control_room']),
      parentId: z.string().nullable(),
      mailbox: z.string().nullable(),
    }),
  ),
})
