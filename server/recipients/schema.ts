import { z } from 'zod'
import { importResultShape } from '../platform/import/schema.ts'

export const importShape = z.object({
  id: z.string(),
  kind: z.enum(['staff', 'recipients', 'interviews']),
  fileName: z.string(),
  profile: z.string(),
  status: z.enum(['running', 'done', 'failed']),
  startedAt: z.string(),
  endedAt: z.string().nullable(),
  result: importResultShape.nullable(),
})

export const importsShape = z.object({ imports: z.array(importShape) })
