import type { ForceTx } from '../../forces/service.ts'
import type { KeepingKey } from './schema.ts'

/** The key that seals what a page keeps of a user. It is derived, and kept nowhere. */
export const keepingKeyOf = async (tx: ForceTx, userId: string): Promise<KeepingKey> => ({
  key: tx.seal.keyFor('keeping', userId).toString('base64'),
  userId,
})
