import type { ForceTx } from '../forces/service.ts'
import { asDialledHere } from '../platform/telephone.ts'
import { getSurveyById } from '../surveys/service.ts'
import { listCallableNumbers } from './attempt-queries.ts'
import type { ClaimedCall } from './claim-queries.ts'
import { desksOf } from './desks.ts'
import { diallingFor, dialOf } from './dialling.ts'
import type { CallSheet, InterviewSoFar } from './schema.ts'
import { findLastAttempt, findRingOfClaim, getServiceOfCall } from './sheet-queries.ts'
import { wordsOf } from './words.ts'

/** Reads what was said so far in a call's interview, if anything: given by the interviews stage, which comes later. */
export type ReadInterview = (tx: ForceTx, interviewId: string) => Promise<InterviewSoFar | undefined>

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
  const isOnTheLine =
    call.isInInterview &&
    (!rung || survey.settings.outcomes.some(rule => rule.name === rung.outcome && rule.next === 'interview'))
  const nothingSaid = { id: call.interviewId, mayBeNamed: null, mayBeRungAgain: null, lastOrder: 0, answers: [] }
  const interview = (await readInterview(tx, call.interviewId)) ?? nothingSaid
  const answered = new Set(interview.answers.map(({ question }) => question))
  return {
    id: call.id,
    ...leaseFrom(tx.now, call.leaseExpiresAt),
    attemptsMade: call.attemptsMade,
    maximumAttempts: tx.force.settings.maximumAttempts,
    involvement: service.involvement,
    person: service.person,
    numbers: numbers.map(({ id, e164, extension, safe }) => ({
      id,
      number: asDialledHere(e164, extension),
      e164,
      dial: dialOf(e164, how),
      safe,
    })),
    dialling: { by: tx.force.settings.dialling, ...how },
    desks: [...desksOf(tx.force)],
    incident: service.incident,
    appointmentAt: call.appointmentAt?.toString() ?? null,
    isOnTheLine,
    numberOnTheLine: isOnTheLine ? (rung?.numberId ?? null) : null,
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
