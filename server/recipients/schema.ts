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

/** Beside the path: which profile reads the file, whether to try only, and what to call the file in messages. */
export const importQuery = z.object({
  profile: z.string().optional(),
  dryRun: z.enum(['true', 'false']).optional(),
  fileName: z.string().max(200).optional(),
})
