import { z } from 'zod'

/** What came of a file; the same by command and by API. `rows` = created + updated + unchanged + rejected. */
export const importResultShape = z.object({
  rows: z.int(),
  created: z.int(),
  updated: z.int(),
  unchanged: z.int(),
  rejected: z.int(),
  blank: z.int(),
  reasons: z.record(z.string(), z.int()),
  warnings: z.record(z.string(), z.int()),
})
export type ImportResult = z.infer<typeof importResultShape>
