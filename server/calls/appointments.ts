import type { ForceTx } from '../forces/service.ts'
import type { ClaimedCall } from './claim-queries.ts'
import { appointmentInThePast, appointmentTooFar } from './problems.ts'

const withinDays = 92

/** The time agreed with a person. Throws `appointment_in_the_past`, `appointment_too_far`. */
export function readAppointment(tx: ForceTx, text: string): Temporal.Instant {
  const at = Temporal.Instant.from(text)
  if (Temporal.Instant.compare(at, tx.now) <= 0) throw appointmentInThePast(text)
  if (Temporal.Instant.compare(at, tx.now.add({ hours: 24 * withinDays })) > 0)
    throw appointmentTooFar(text, withinDays)
  return at
}

/** A call goes back in the middle of its interview: a 1 that was given is heard now, not when the rest is said. */
export async function publishPutOff(
  tx: ForceTx,
  call: Pick<ClaimedCall, 'interviewId' | 'hasInterview'>,
): Promise<void> {
  if (call.hasInterview) await tx.publish('interview.put_off', { interviewId: call.interviewId })
}
