import { Problem } from '../platform/problem.ts'
import type { PutBackReason } from './schema.ts'

export const callUnknown = (id: string) => new Problem('call_unknown', 404, `There is no call-back ${id}.`, { id })
export const callNotYours = (id: string) =>
  new Problem(
    'call_not_yours',
    409,
    "This call isn't yours now: its claim has ended, lapsed, or is somebody else's. Claim the next call.",
    { id },
  )
export const callUnsafe = (id: string, reason: string) =>
  new Problem(
    'call_unsafe',
    409,
    `This person is not to be rung any more (${reason.replaceAll('_', ' ')}): do not ring. Claim the next call.`,
    { id, reason },
  )
const whyPutBack: Readonly<Record<PutBackReason, string>> = {
  outside_calling_hours: 'people may not be rung at this hour',
  not_safe_yet: 'this person may not be rung before a later hour',
  left_alone: 'nothing was done in it for long',
  lapsed: 'its lease ran out before the page was heard again',
}
export const callPutBack = (id: string, reason: PutBackReason) =>
  new Problem('call_put_back', 409, `This call was put back: ${whyPutBack[reason]}. Claim the next call.`, {
    id,
    reason,
  })
export const callInInterview = (id: string) =>
  new Problem('call_in_interview', 409, "An interview has begun: end it, and don't put the call back.", { id })
export const attemptIdTaken = (attemptId: string) =>
  new Problem(
    'attempt_id_taken',
    409,
    'This attempt id was used for another call: make a new id for each ring of a number.',
    { attemptId },
  )
export const outcomeUnknown = (outcome: string, known: readonly string[]) =>
  new Problem('outcome_unknown', 422, `There is no outcome "${outcome}". Outcomes: ${known.join(', ')}.`, { outcome })
export const numberNotOfThisCall = (numberId: string) =>
  new Problem('number_not_of_this_call', 422, 'The field numberId names no number that may be rung in this call.', {
    numberId,
  })
export const appointmentNeedsATime = () =>
  new Problem('appointment_needs_a_time', 422, 'The field appointmentAt is missing: say when to call again.')
export const appointmentInThePast = (appointmentAt: string) =>
  new Problem('appointment_in_the_past', 422, `The field appointmentAt (${appointmentAt}) must lie in the future.`, {
    appointmentAt,
  })
export const appointmentTooFar = (appointmentAt: string, days: number) =>
  new Problem(
    'appointment_too_far',
    422,
    `The field appointmentAt (${appointmentAt}) must lie within ${days} days: until then the person waits for this call, and gets no other.`,
    { appointmentAt, days },
  )
export const incidentUnknown = (reference: string) =>
  new Problem('incident_unknown', 404, `There is no incident "${reference}".`, { reference })
