import type { ForceTx } from '../../forces/service.ts'

interface SealedAccount {
  readonly uri: string
  readonly secret_sealed: Buffer
}

export const findAccount = (tx: ForceTx, userId: string): Promise<SealedAccount | undefined> =>
  tx.db
    .selectFrom('softphone_accounts')
    .select(['uri', 'secret_sealed'])
    .where('user_id', '=', userId)
    .executeTakeFirst()

/** In place of any before. */
export async function putAccount(tx: ForceTx, userId: string, account: SealedAccount): Promise<void> {
  const now = tx.now.toString()
  const values = { ...account, updated_at: now }
  await tx.db
    .insertInto('softphone_accounts')
    .values({ user_id: userId, ...values, created_at: now })
    .onConflict(conflict => conflict.column('user_id').doUpdateSet(values))
    .execute()
}

/** Whether there was one. */
export async function deleteAccount(tx: ForceTx, userId: string): Promise<boolean> {
  const gone = await tx.db.deleteFrom('softphone_accounts').where('user_id', '=', userId).executeTakeFirst()
  return gone.numDeletedRows > 0n
}
