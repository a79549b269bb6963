/** The time of day at which somebody may be rung: asked when a call is claimed, and again while it is in hand. */
import { sql } from 'kysely'
import type { ForceTx } from '../forces/service.ts'
import { isCallingTime } from './calling-hours.ts'
import type { ClaimedCall } from './claim-queries.ts'
import type { PutBackReason } from './schema.ts'

export const isCallingTimeNow = (tx: ForceTx): boolean => isCallingTime(tx.now, tx.force.timeZone, tx.force.settings)

/** `18:30`, as it is in the force. */
export const localTimeNow = (tx: ForceTx): string =>
  tx.now.toZonedDateTimeISO(tx.force.timeZone).toPlainTime().toString({ smallestUnit: 'minute' })

/** Whether the person of a call-back (`c`) may be rung at a time of day: a need such as `after_18:00` says from when. */
export const isSafeAt = (localTime: string) => sql<boolean>`not exists (
  select from recipients r, unnest(r.needs) need
  where r.id = c.recipient_id and starts_with(need, 'after_') and substr(need, length('after_') + 1) > ${localTime})`

/** Why a call in hand may not be rung now, though it could be when it was claimed. An appointment stands at its time. */
export async function reasonNotNow(tx: ForceTx, call: ClaimedCall): Promise<PutBackReason | undefined> {
  if (call.appointmentAt !== null) return undefined
  if (!isCallingTimeNow(tx)) return 'outside_calling_hours'
  const { rows } = await sql<{ is_safe: boolean }>`
    select ${isSafeAt(localTimeNow(tx))} as is_safe from call_backs c where c.id = ${call.id}`.execute(tx.db)
  return rows[0]?.is_safe ? undefined : 'not_safe_yet'
}
