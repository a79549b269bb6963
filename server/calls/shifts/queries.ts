import { type RawBuilder, sql } from 'kysely'
import type { ForceTx } from '../../forces/service.ts'
import { newId } from '../../platform/id.ts'
import type { ShiftState } from '../../platform/tables.ts'
import type { StateOfShift } from './rules.ts'

/**
 * The open shift, begun if there was none, and locked: whoever changes its states waits here for whoever is changing them.
 * Call-backs are locked before shifts everywhere, and no more than the own shift, so that no two wait for each other.
 */
export async function openShift(tx: ForceTx, userId: string): Promise<{ readonly id: string }> {
  const now = tx.now.toString()
  for (;;) {
    await tx.db
      .insertInto('shifts')
      .values({ id: newId(), user_id: userId, started_at: now, last_sign_at: now })
      .onConflict(conflict => conflict.column('user_id').where('ended_at', 'is', null).doNothing())
      .execute()
    const open = await tx.db
      .selectFrom('shifts')
      .select('id')
      .where('user_id', '=', userId)
      .where('ended_at', 'is', null)
      .forUpdate()
      .executeTakeFirst()
    // The shift that was open at the insert may have been ended while this waited for its lock: then another is begun.
    if (open) return open
  }
}

/** The open state of an interviewer in a shift. */
export async function findState(tx: ForceTx, userId: string): Promise<StateOfShift | undefined> {
  const row = await tx.db
    .selectFrom('shift_states')
    .select(['state', 'reason', 'call_back_id', 'claim_id'])
    .where('user_id', '=', userId)
    .where('ended_at', 'is', null)
    .executeTakeFirst()
  return (
    row && {
      state: row.state,
      reason: row.reason,
      callBackId: row.call_back_id,
      claimId: row.claim_id,
    }
  )
}

/** When somebody in a shift last did something. */
export async function findLastSign(tx: ForceTx, userId: string): Promise<Temporal.Instant | undefined> {
  const row = await tx.db
    .selectFrom('shifts')
    .select('last_sign_at')
    .where('user_id', '=', userId)
    .where('ended_at', 'is', null)
    .executeTakeFirst()
  return row?.last_sign_at
}

/**
 * Ends the open state of a shift and begins the next at the same instant, in one statement; an index lets nobody have two
 * open. False if the state that is open is none of `from`: then nothing changed.
 */
export async function changeState(
  tx: ForceTx,
  shift: { readonly id: string; readonly userId: string },
  from: readonly (ShiftState | 'none')[],
  to: StateOfShift,
): Promise<boolean> {
  const now = sql`${tx.now.toString()}::timestamptz`
  const { rows } = await sql`
    with closed as (
      update shift_states set ended_at = ${now}
      where user_id = ${shift.userId} and ended_at is null and state = any(${from}::text[])
      returning 1
    )
    insert into shift_states (id, shift_id, user_id, state, reason, call_back_id, claim_id, started_at)
    select ${newId()}::uuid, ${shift.id}::uuid, ${shift.userId}, ${to.state}, ${to.reason}, ${to.callBackId}::uuid,
      ${to.claimId}::uuid, ${now}
    where exists (select from closed) or ${from.includes('none')} and not exists
      (select from shift_states where user_id = ${shift.userId} and ended_at is null)
    returning id`.execute(tx.db)
  return rows.length > 0
}

export async function endShift(tx: ForceTx, shiftId: string): Promise<void> {
  const now = tx.now.toString()
  await tx.db
    .updateTable('shift_states')
    .set({ ended_at: now })
    .where('shift_id', '=', shiftId)
    .where('ended_at', 'is', null)
    .execute()
  await tx.db.updateTable('shifts').set({ ended_at: now }).where('id', '=', shiftId).execute()
}

export async function noteSign(tx: ForceTx, shiftId: string): Promise<void> {
  await tx.db.updateTable('shifts').set({ last_sign_at: tx.now.toString() }).where('id', '=', shiftId).execute()
}

/** A sign of life of somebody whose open state is that of the claim already; false if it is not. */
export async function noteSignOnCall(tx: ForceTx, userId: string, claimId: string): Promise<boolean> {
  const { rows } = await sql`
    update shifts h set last_sign_at = ${tx.now.toString()}::timestamptz from shift_states s
    where h.user_id = ${userId} and h.ended_at is null and s.shift_id = h.id and s.ended_at is null
      and s.claim_id = ${claimId}::uuid and s.state in ('on_call', 'finishing')
    returning h.id`.execute(tx.db)
  return rows.length > 0
}

/** The call-back that an interviewer had in hand at some time, by the claim or by itself, and until when; null: to this moment. */
export async function findOnceHeld(
  tx: ForceTx,
  userId: string,
  of: { readonly claimId: string | null; readonly callBackId: string | null },
): Promise<{ readonly callBackId: string; readonly until: Temporal.Instant | null } | undefined> {
  const { rows } = await sql<{ call_back_id: string; ended_at: Temporal.Instant | null }>`
    select call_back_id, ended_at from shift_states
    where user_id = ${userId} and call_back_id is not null
      and (claim_id = ${of.claimId}::uuid or call_back_id = ${of.callBackId}::uuid)
    order by ended_at desc nulls first limit 1`.execute(tx.db)
  return rows[0] && { callBackId: rows[0].call_back_id, until: rows[0].ended_at }
}

/** Who is silent since, in an open shift whose open state is one of these; passed over if something of theirs is just changing. */
export const lockSilent = (tx: ForceTx, since: Temporal.Instant, states: readonly ShiftState[]) =>
  lockUsers(tx, sql`h.last_sign_at <= ${since.toString()}::timestamptz and s.state = any(${states}::text[])`)

/** Who seems to be on a call that is not in their hands any more: its lease lapsed, or its interview was ended for them. */
export const lockOffCall = (tx: ForceTx) =>
  lockUsers(
    tx,
    sql`s.claim_id is not null and not exists (select from call_backs c
      where c.id = s.call_back_id and c.status = 'claimed' and c.claim_id = s.claim_id)`,
  )

async function lockUsers(tx: ForceTx, which: RawBuilder<unknown>): Promise<readonly string[]> {
  const { rows } = await sql<{ user_id: string }>`
    select h.user_id from shifts h join shift_states s on s.user_id = h.user_id and s.ended_at is null
    where h.ended_at is null and ${which} order by h.user_id for update of h skip locked`.execute(tx.db)
  return rows.map(row => row.user_id)
}
