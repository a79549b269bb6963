/** The time of day at which somebody may be rung: asked when a call is claimed, and again while it is in hand. */
import type { ForceTx } from '../forces/service.ts'
import { isCallingTime } from './calling-hours.ts'
import { type ClaimedCall, isAppointmentNow, mayBeRungAt } from './claim-queries.ts'
import type { PutBackReason } from './schema.ts'

export const isCallingTimeNow = (tx: ForceTx): boolean => isCallingTime(tx.now, tx.force.timeZone, tx.force.settings)

/** `18:30`, as it is in the force. */
export const localTimeNow = (tx: ForceTx): string =>
  tx.now.toZonedDateTimeISO(tx.force.timeZone).toPlainTime().toString({ smallestUnit: 'minute' })

/** Why a call in hand may not be rung now, though it could be when it was claimed. An appointment stands for an hour. */
export async function reasonNotNow(tx: ForceTx, call: ClaimedCall): Promise<PutBackReason | undefined> {
  if (isAppointmentNow(call.appointmentAt, tx.now)) return undefined
  if (!isCallingTimeNow(tx)) return 'outside_calling_hours'
  return (await mayBeRungAt(tx, call.id, localTimeNow(tx))) ? undefined : 'not_safe_yet'
}
