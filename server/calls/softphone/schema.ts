import { z } from 'zod'

/** The interviewer's own account on the telephone system. Never kept, never logged. */
export const softphoneAccount = z.object({
  server: z.string().describe('the address of SIP over WebSocket: wss://…'),
  uri: z.string().describe('sip:…'),
  password: z.string(),
})
export type SoftphoneAccount = z.infer<typeof softphoneAccount>
