/** The locks of calls in hand: on the person, and on every number of theirs. */
import { sql } from 'kysely'
import type { ForceTx } from '../forces/service.ts'
import type { ClaimedCall } from './claim-queries.ts'

/**
 * Locks the person and every number of theirs for a claim, or keeps them for longer; false if another claim holds one of
 * them. Keys are taken in one order everywhere, so that two claims wait for each other never in a ring.
 */
export async function takeLocks(
  tx: ForceTx,
  call: Pick<ClaimedCall, 'id' | 'recipientId' | 'claimId'>,
  until: Temporal.Instant,
): Promise<boolean> {
  const { rows } = await sql<{ all_taken: boolean }>`
    with keys as (
      select uuid_send(${call.recipientId}::uuid) as lock_key
      union select number_hash from recipient_numbers
      where recipient_id = ${call.recipientId} and usable and struck_off_at is null
    ), taken as (
      insert into call_locks (lock_key, call_back_id, claim_id, expires_at)
      select lock_key, ${call.id}::uuid, ${call.claimId}::uuid, ${until.toString()}::timestamptz from keys order by lock_key
      on conflict (lock_key) do update set call_back_id = excluded.call_back_id, claim_id = excluded.claim_id,
        expires_at = excluded.expires_at
      where call_locks.expires_at <= ${tx.now.toString()}::timestamptz or call_locks.claim_id = excluded.claim_id
      returning 1
    )
    select (select count(*) from taken) = (select count(*) from keys) as all_taken`.execute(tx.db)
  return rows[0]?.all_taken ?? false
}

export async function freeLocks(tx: ForceTx, callBackId: string): Promise<void> {
  await sql`delete from call_locks where lock_key in (
    select lock_key from call_locks where call_back_id = ${callBackId} order by lock_key for update)`.execute(tx.db)
}

export async function dropExpiredLocks(tx: ForceTx): Promise<void> {
  await sql`delete from call_locks where lock_key in (select lock_key from call_locks
    where expires_at <= ${tx.now.toString()}::timestamptz for update skip locked)`.execute(tx.db)
}
