import { writeAudit } from '../../audit/service.ts'
import type { ForceTx } from '../../forces/service.ts'
import { noSoftphone, softphonePasswordMissing, softphoneUnknown, softphoneUriInvalid } from './problems.ts'
import { deleteAccount, findAccount, putAccount } from './queries.ts'
import type { SoftphoneAccount } from './schema.ts'

const column = 'softphone_accounts.secret'

/** The account of who asks, opened; each reading leaves an entry. Throws `no_softphone`. */
export async function readSoftphone(
  tx: ForceTx,
  userId: string,
  server: string | undefined,
): Promise<SoftphoneAccount> {
  const row = await findAccount(tx, userId)
  if (!row || server === undefined) throw noSoftphone()
  await writeAudit(tx, { action: 'calls.softphone_read', subject: ['user', userId] })
  return { server, uri: row.uri, password: tx.seal.unseal(column, row.secret_sealed) }
}

/** Gives a user an account, in place of any before. Throws `softphone_uri_invalid`, `softphone_password_missing`. */
export async function setSoftphone(
  tx: ForceTx,
  userId: string,
  account: Pick<SoftphoneAccount, 'uri' | 'password'>,
): Promise<void> {
  if (!/^sips?:[^\s@:;]+@[^\s@;]+$/.test(account.uri)) throw softphoneUriInvalid(account.uri)
  if (account.password === '') throw softphonePasswordMissing()
  await putAccount(tx, userId, { uri: account.uri, secret_sealed: tx.seal.seal(column, account.password) })
  await writeAudit(tx, {
    action: 'calls.softphone_set',
    subject: ['user', userId],
    details: { uri: account.uri },
  })
}

/** Throws `softphone_unknown`. */
export async function removeSoftphone(tx: ForceTx, userId: string, email: string): Promise<void> {
  if (!(await deleteAccount(tx, userId))) throw softphoneUnknown(email)
  await writeAudit(tx, { action: 'calls.softphone_removed', subject: ['user', userId] })
}
