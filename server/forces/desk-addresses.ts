import type { z } from 'zod'
import type { Force, seriousKind } from './schema.ts'

/** Who is told at a desk: its addresses as its setting has them, each once; none where it has no setting. */
export function deskAddresses(
  { settings }: Pick<Force, 'settings'>,
  desk: z.infer<typeof seriousKind>,
): readonly string[] {
  const written = settings.desks[desk]?.split(',') ?? []
  return [...new Set(written.map(address => address.trim().toLowerCase()))]
}
