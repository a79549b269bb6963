import { z } from 'zod'

/** What seals what a page keeps until it is sent: one key for each user, always the same. */
export const keepingKey = z.object({ key: z.string().describe('32 bytes, base64'), userId: z.string() })
export type KeepingKey = z.infer<typeof keepingKey>
