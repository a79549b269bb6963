import type { ForceTx } from '../forces/service.ts'
import { asDialledHere } from '../platform/telephone.ts'
import { render } from '../platform/texts.ts'
import { questionsThatCouldBeAsked } from '../recipients/service.ts'
import { getSurveyById, type Survey } from '../surveys/service.ts'
import { listCallableNumbers } from './attempt-queries.ts'
import type { ClaimedCall } from './queries.ts'
import type { CallSheet, InterviewSoFar } from './schema.ts'
import { findLastAttempt, findOutcomeOfClaim, getServiceOfCall, type ServiceOfCall } from './sheet-queries.ts'

const minutesPerQuestion = 0.5
const fewestMinutes = 2

/** Reads what was said so far in a call's interview, if anything: given by the interviews stage, which comes later. */
export type ReadInterview = (tx: ForceTx, interviewId: string) => Promise<InterviewSoFar | undefined>

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
  const questions = questionsOn(survey, service)
  const rung = await findOutcomeOfClaim(tx, call)
  const nothingSaid = { id: call.interviewId, mayBeNamed: null, mayBeRungAgain: null, answers: [] }
  return {
    id: call.id,
    leaseExpiresAt: call.leaseExpiresAt.toString(),
    attemptsMade: call.attemptsMade,
    maximumAttempts: tx.force.settings.maximumAttempts,
    involvement: service.involvement,
    person: service.person,
    numbers: numbers.map(({ id, e164, extension, safe }) => ({
      id,
      number: asDialledHere(e164, extension),
      e164,
      safe,
    })),
    incident: service.incident,
    appointmentAt: call.appointmentAt?.toString() ?? null,
    isOnTheLine: rung
      ? survey.settings.outcomes.some(rule => rule.name === rung && rule.next === 'interview')
      : call.isInInterview,
    lastAttempt: await findLastAttempt(tx, call.id),
    interview: (await readInterview(tx, call.interviewId)) ?? nothingSaid,
    questions,
    texts: textsOf(tx, service, interviewerName, questions.length),
    outcomes: survey.settings.outcomes.map(({ name, code, title, next }) => ({ name, code, title, next })),
  }
}

function questionsOn(survey: Survey, service: ServiceOfCall): CallSheet['questions'] {
  const could = new Set(questionsThatCouldBeAsked(survey.questionnaire, service).map(question => question.key))
  return survey.questionnaire.sections.flatMap(section =>
    section.questions
      .filter(question => could.has(question.key))
      .map(({ key, title, concerns, askedIf, words }) => {
        const { lead, ask } = words[service.person.language ?? 'en'] ?? words.en ?? { lead: '', ask: title }
        return { key, title, section: section.name, lead, ask, concerns, askedIf }
      }),
  )
}

function textsOf(tx: ForceTx, service: ServiceOfCall, interviewer: string, questionCount: number): CallSheet['texts'] {
  const { language, name } = service.person
  const day = service.openedAt
    ?.toZonedDateTimeISO(tx.force.timeZone)
    .toLocaleString('en-GB', { day: 'numeric', month: 'long', year: 'numeric' })
  const data = {
    person: name === '' ? null : name,
    interviewer,
    force: tx.force.name,
    day: day ?? null,
    minutes: Math.max(fewestMinutes, Math.ceil(questionCount * minutesPerQuestion)),
  }
  return {
    opening: render('call-opening', language, data),
    introduction: render('call-introduction', language, data),
    closing: render('call-closing', language, data),
  }
}
