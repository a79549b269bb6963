import { z } from 'zod'

/** The interviewer's own account on the telephone system. Never kept, never logged. */
export const softphoneAccount = z.object({
  server: z.string().describe('the address of SIP over WebSocket: wss://…'),
  uri: z.string().describe('sip:…'),
  password: z.string(),
})
export type SoftphoneAccount = z.infer<typeof softphoneAccount>

/** What seals what a page keeps until it is sent: one key for each user, always the same. */
export const keepingKey = z.object({ key: z.string().describe('32 bytes, base64'), userId: z.string() })
export type KeepingKey = z.infer<typeof keepingKey>
