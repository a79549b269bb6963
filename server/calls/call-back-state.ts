/**
 * Every write of a call-back's state, but its first (choosing-queries.ts) and the claim (`claimCandidate`). What each leaves of
 * the claim, and of the mark that the person is on the line under it (`interview_claim_id`):
 *
 *                             to        claim_id, claimed_by    lease_expires_at    interview_claim_id    interview_id
 *   claimCandidate            claimed   new, or the same again  new                 kept                  kept
 *   takeUpAgain               claimed   kept                    new                 kept                  kept
 *   renewLease                          kept                    new                 kept                  kept
 *   goOnAfterRing             claimed   kept                    kept                set or cleared        kept
 *   enterInterview            claimed   kept                    kept                set                   set
 *   letLapse, putBackLapsed   queued    kept                    cleared             cleared               kept
 *   putBack                   queued    cleared                 cleared             kept, of no claim     kept
 *   endCallBack               ended     kept                    cleared             kept                  kept
 *   endQueued                 ended     kept                    is clear            kept                  kept
 *   endWithInterview          ended     kept                    cleared             kept                  cleared
 *   reopen                    queued    cleared                 is clear            kept, of no claim     kept
 *
 * The mark counts only while it names the claim that is written beside it.
 */
import { sql } from 'kysely'
import type { ForceTx } from '../forces/service.ts'
import { type CallBackRow, type ClaimedCall, callBackColumns } from './claim-queries.ts'

/** A claim whose lease lapsed while nobody else wanted the call goes on; not if somebody has claimed it since. */
export async function takeUpAgain(
  tx: ForceTx,
  id: string,
  interviewer: string,
  until: Temporal.Instant,
): Promise<CallBackRow | undefined> {
  const { rows } = await sql<CallBackRow>`
    update call_backs set status = 'claimed', lease_expires_at = ${until.toString()}::timestamptz,
      updated_at = ${tx.now.toString()}::timestamptz
    where id = ${id} and status = 'queued' and claimed_by = ${interviewer} and claim_id is not null
    returning ${callBackColumns}`.execute(tx.db)
  return rows[0]
}

export async function renewLease(tx: ForceTx, call: ClaimedCall, until: Temporal.Instant): Promise<void> {
  await tx.db
    .updateTable('call_backs')
    .set({ lease_expires_at: until.toString(), updated_at: tx.now.toString() })
    .where('id', '=', call.id)
    .where('claim_id', '=', call.claimId)
    .execute()
}

/** A ring was made, and the call stays in hand: for the interview, or for another number. */
export async function goOnAfterRing(
  tx: ForceTx,
  call: ClaimedCall,
  after: { readonly attemptsMade: number; readonly isInInterview: boolean; readonly keepsAppointment: boolean },
): Promise<void> {
  await tx.db
    .updateTable('call_backs')
    .set({
      attempts_made: after.attemptsMade,
      appointment_at: after.keepsAppointment ? (call.appointmentAt?.toString() ?? null) : null,
      interview_claim_id: after.isInInterview ? call.claimId : null,
      updated_at: tx.now.toString(),
    })
    .where('id', '=', call.id)
    .execute()
}

/** Something was said in it: from now on it is held by its interview. */
export async function enterInterview(tx: ForceTx, call: ClaimedCall, interviewId: string): Promise<void> {
  await tx.db
    .updateTable('call_backs')
    .set({ interview_id: interviewId, interview_claim_id: call.claimId })
    .where('id', '=', call.id)
    .execute()
}

/** When the lease ended of a call in which there has been silence for as long as an interview may be silent. */
export function leaseEndOfSilence(tx: ForceTx): Temporal.Instant {
  const { interviewLapsesAfterMinutes, leaseMinutes } = tx.force.settings
  return tx.now.subtract({ minutes: Math.max(0, interviewLapsesAfterMinutes - leaseMinutes) })
}

/**
 * Calls whose lease has lapsed go back as they were. Where the person came to the line, that takes the silence that ends an
 * interview, and something said waits for its interview to end. The claim stays written on them, so that whoever had it can
 * take it up again (`takeUpAgain`) until somebody else claims.
 */
export async function putBackLapsed(tx: ForceTx): Promise<readonly string[]> {
  const { rows } = await sql<{ id: string }>`
    update call_backs set status = 'queued', lease_expires_at = null, interview_claim_id = null,
      updated_at = ${tx.now.toString()}::timestamptz
    where id in (select id from call_backs
      where status = 'claimed' and lease_expires_at <= ${tx.now.toString()}::timestamptz
        and (interview_claim_id is distinct from claim_id
          or interview_id is null and lease_expires_at <= ${leaseEndOfSilence(tx).toString()}::timestamptz)
      for no key update skip locked)
    returning id`.execute(tx.db)
  return rows.map(row => row.id)
}

/** Back to the queue as it was, its claim still written on it: as a lapse does, for one call and at once. */
export async function letLapse(tx: ForceTx, id: string): Promise<void> {
  await tx.db
    .updateTable('call_backs')
    .set({ status: 'queued', lease_expires_at: null, interview_claim_id: null, updated_at: tx.now.toString() })
    .where('id', '=', id)
    .where('status', '=', 'claimed')
    .execute()
}

/** Back to the queue, due as given or as before. */
export async function putBack(
  tx: ForceTx,
  id: string,
  change: {
    readonly due_at?: string
    readonly appointment_at?: string | null
    readonly attempts_made?: number
    readonly language?: string
  } = {},
): Promise<void> {
  await tx.db
    .updateTable('call_backs')
    .set({
      status: 'queued',
      claim_id: null,
      claimed_by: null,
      lease_expires_at: null,
      updated_at: tx.now.toString(),
      ...change,
    })
    .where('id', '=', id)
    .where('status', '=', 'claimed')
    .execute()
}

/** Ends a call-back that has not ended; false if it had. */
export async function endCallBack(
  tx: ForceTx,
  id: string,
  outcome: string,
  change: { readonly attempts_made?: number; readonly interview_id?: null } = {},
): Promise<boolean> {
  const ended = await tx.db
    .updateTable('call_backs')
    .set({
      status: 'ended',
      outcome,
      lease_expires_at: null,
      ended_at: tx.now.toString(),
      updated_at: tx.now.toString(),
      ...change,
    })
    .where('id', '=', id)
    .where('status', '<>', 'ended')
    .executeTakeFirst()
  return ended.numUpdatedRows > 0n
}

/** Ends a call-back with its interview; of one that had ended, only the interview is taken off. */
export async function endWithInterview(tx: ForceTx, id: string, outcome: string): Promise<void> {
  if (!(await endCallBack(tx, id, outcome, { interview_id: null })))
    await tx.db.updateTable('call_backs').set({ interview_id: null }).where('id', '=', id).execute()
}

/**
 * Ends queued call-backs, but none that a claimer, or what reopens them (reopen.ts), is looking at this moment: waiting for
 * them could close a ring of locks. A claimer looks at the person's safety again, after their locks, so sees the same reason.
 */
export async function endQueued(
  tx: ForceTx,
  which: { readonly id: string } | { readonly recipientId: string },
  outcome: string,
): Promise<readonly string[]> {
  const rows = await tx.db
    .updateTable('call_backs')
    .set({ status: 'ended', outcome, ended_at: tx.now.toString(), updated_at: tx.now.toString() })
    .where('id', 'in', db => {
      const queued = db.selectFrom('call_backs').select('id').where('status', '=', 'queued')
      return ('id' in which ? queued.where('id', '=', which.id) : queued.where('recipient_id', '=', which.recipientId))
        .forUpdate()
        .skipLocked()
    })
    .returning('id')
    .execute()
  return rows.map(row => row.id)
}

/** One that ended for a reason waits again; false if it had not ended for that. */
export async function reopen(tx: ForceTx, id: string, outcome: string): Promise<boolean> {
  const now = tx.now.toString()
  const waiting = await tx.db
    .updateTable('call_backs')
    .set({ status: 'queued', outcome: null, ended_at: null, claim_id: null, claimed_by: null, updated_at: now })
    .where('id', '=', id)
    .where('status', '=', 'ended')
    .where('outcome', '=', outcome)
    .returning('id')
    .executeTakeFirst()
  return waiting !== undefined
}
