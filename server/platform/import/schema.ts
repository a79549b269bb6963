import { z } from 'zod'

/** What came of a file; the same by command and by API. `rows` = created + updated + unchanged + rejected. */
export const importResultShape = z.object({
  rows: z.int(),
  created: z.int(),
  updated: z.int(),
  unchanged: z.int(),
  rejected: z.int(),
  blank: z.int(),
  takenInBefore: z
    .int()
    .optional()
    .describe(
      'rows that were created or updated when it was started before, and stay; in this result they are counted anew',
    ),
  reasons: z.record(z.string(), z.int()),
  warnings: z.record(z.string(), z.int()),
})
export type ImportResult = z.infer<typeof importResultShape>
