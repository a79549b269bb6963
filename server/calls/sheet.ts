import type { ForceTx } from '../forces/service.ts'
import { asDialledHere } from '../platform/telephone.ts'
import { getSurveyById } from '../surveys/service.ts'
import { listCallableNumbers } from './attempt-queries.ts'
import type { ClaimedCall } from './claim-queries.ts'
import { desksOf } from './desks.ts'
import { diallingFor, dialOf } from './dialling.ts'
import type { CallSheet, InterviewAsRead } from './schema.ts'
import { findLastAttempt, findRingOfClaim, getServiceOfCall } from './sheet-queries.ts'
import { wordsOf } from './words.ts'

/** Reads what was said so far in a call's interview, if anything: given by the interviews stage, which comes later. */
export type ReadInterview = (tx: ForceTx, interviewId: string) => Promise<InterviewAsRead | undefined>

/** The lease as a page is told of it. */
export const leaseFrom = (now: Temporal.Instant, leaseExpiresAt: Temporal.Instant) => ({
  leaseExpiresAt: leaseExpiresAt.toString(),
  leaseSeconds: Math.floor(now.until(leaseExpiresAt).total('seconds')),
})

/** All an interviewer needs for one call: whom to ring, on which numbers, about what, and the words. */
export async function callSheet(
  tx: ForceTx,
  call: ClaimedCall,
  interviewerName: string,
  readInterview: ReadInterview,
): Promise<CallSheet> {
  const survey = await getSurveyById(tx, call.surveyId)
  const service = await getServiceOfCall(tx, call)
  const numbers = await listCallableNumbers(tx, survey, call)
  const how = diallingFor(service.person.needs, tx.force.settings.callerNumber)
  const rung = await findRingOfClaim(tx, call)
  const nothingSaid = { mayBeNamed: null, mayBeRungAgain: null, lastOrder: 0, answers: [], lastSaidAt: null }
  const soFar = (await readInterview(tx, call.interviewId)) ?? { id: call.interviewId, ...nothingSaid }
  const { lastSaidAt, ...interview } = soFar
  const hasBegun = survey.settings.outcomes.some(rule => rule.name === rung?.outcome && rule.next === 'interview')
  // Whoever says something after a ring in vain is on the line by another, of which nothing is known.
  const isSaidSince = rung && lastSaidAt && Temporal.Instant.compare(lastSaidAt, rung.madeAt) > 0
  const isOnTheLine = call.isInInterview && (!rung || hasBegun || isSaidSince === true)
  const answered = new Set(interview.answers.map(({ question }) => question))
  return {
    id: call.id,
    ...leaseFrom(tx.now, call.leaseExpiresAt),
    attemptsMade: call.attemptsMade,
    maximumAttempts: tx.force.settings.maximumAttempts,
    involvement: service.involvement,
    person: service.person,
    numbers: numbers.map(({ id, e164, extension, safe, wasInVain }) => ({
      id,
      number: asDialledHere(e164, extension),
      e164,
      dial: dialOf(e164, how),
      safe,
      wasInVain,
    })),
    dialling: { by: tx.force.settings.dialling, ...how },
    desks: [...desksOf(tx.force)],
    incident: service.incident,
    appointmentAt: call.appointmentAt?.toString() ?? null,
    isOnTheLine,
    numberOnTheLine: isOnTheLine && hasBegun ? (rung?.numberId ?? null) : null,
    lastAttempt: await findLastAttempt(tx, call.id),
    interview,
    ...wordsOf(tx, survey, service, interviewerName, answered),
    outcomes: survey.settings.outcomes.map(({ name, code, title, next, suppress }) => ({
      name,
      code,
      title,
      next,
      isForGood: suppress !== undefined,
    })),
  }
}
