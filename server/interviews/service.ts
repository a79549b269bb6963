/**
 * Interviews: what a person says in a call. The id is given out with the claim; the row is made when something is said.
 *
 *   in_progress ──end(completed)──> completed, or partial if a question was not reached
 *        ├───────end(broken_off)──> partial, or broken_off under the survey's share of questions
 *        ├───────nothing happens──> abandoned (a job, each minute)
 *        └───────put off──────────> in_progress, waiting with its call-back; gone on with under another claim, or, when
 *                                   nobody did in time, ended as if broken off (the same job)
 *
 * Each answer is saved by itself, so none is lost. Ending freezes the interview with its reporting facts, says whom each
 * rated question concerns, ends the call-back, and publishes `interview.ended`, all in one transaction and once.
 */
import { writeAudit } from '../audit/service.ts'
import { endCallOfInterview, lockCall, putOffCall } from '../calls/service.ts'
import type { ForceTx, Within } from '../forces/service.ts'
import { localDay } from '../platform/clock.ts'
import { eachApart } from '../platform/each-apart.ts'
import { Problem } from '../platform/problem.ts'
import type { Asked } from '../surveys/rules.ts'
import { questionsToAsk } from '../surveys/rules.ts'
import { getSurveyById, type Survey } from '../surveys/service.ts'
import { concernsOf, ratedKeys } from './concerns.ts'
import { openInterview } from './open.ts'
import { interviewEnded, orderTooFar, questionNotAsked } from './problems.ts'
import {
  type AnswerRow,
  findInterview,
  freezeInterview,
  getFactsOf,
  highestOrder,
  type InterviewFacts,
  type InterviewRow,
  insertUnanswered,
  listAnswers,
  listLapsed,
  listParts,
  lockLapsed,
  upsertAnswer,
} from './queries.ts'
import { ageBandOf, type Ending, endOf, findAskedQuestion } from './rules.ts'
import type { AnswerRequest, EndedInterview, Leave, LeaveGiven, PutOff, SavedAnswer } from './schema.ts'

export { importInterviews } from './import.ts'
export { interviewsProfile } from './import-rules.ts'
export { isComplaint } from './serious/queries.ts'
export { listConcernsSoFar } from './so-far.ts'

/**
 * An answer that was given before the one that is stored replaces nothing, and is answered with what is stored. Throws
 * `interview_unknown`, `interview_ended`, `call_not_yours`, `question_not_asked`, `order_too_far`.
 */
export async function saveAnswer(
  tx: ForceTx,
  interviewId: string,
  interviewer: string,
  key: string,
  answer: AnswerRequest,
): Promise<SavedAnswer> {
  const interview = await openInterview(tx, interviewId, interviewer)
  const survey = await getSurveyById(tx, interview.survey_id)
  const answers = await listAnswers(tx, interviewId)
  const stored = answers.find(one => one.question_key === key)
  if (stored && isLate(answer.order, stored.given_order)) return asSaved(tx, stored)
  refuseFarOrder(answer.order, highestOrder(interview, answers))
  const asked = askedOf(await getFactsOf(tx, interview), answers)
  if (!findAskedQuestion(survey.questionnaire, asked, key)) {
    const keys = questionsToAsk(survey.questionnaire, asked).map(question => question.key)
    throw questionNotAsked(key, keys)
  }
  const { rating = null, reason = null, comment = null } = answer
  const given_order = answer.order ?? stored?.given_order ?? null
  const comment_sealed = tx.seal.sealOptional('answers.comment', comment)
  const row = { question_key: key, rating, reason, comment_sealed, given_order }
  await upsertAnswer(tx, interviewId, row)
  await writeAudit(tx, {
    action: 'interviews.answered',
    subject: ['interview', interviewId],
    details: { question: key, rating, reason },
  })
  return asSaved(tx, { ...row, answered_at: tx.now })
}

const isLate = (order: number | null | undefined, stored: number | null): boolean =>
  (order ?? null) !== null && stored !== null && (order as number) <= stored

/** A page counts by one. An order far above would leave whoever goes on with the interview none to count with. */
function refuseFarOrder(order: number | null | undefined, highest: number): void {
  if ((order ?? 0) > highest + orderMayLeap) throw orderTooFar(order as number, highest)
}

const orderMayLeap = 1000

const asSaved = (tx: ForceTx, row: AnswerRow): SavedAnswer => ({
  question: row.question_key,
  rating: row.rating,
  reason: row.reason,
  comment: tx.seal.unsealOptional('answers.comment', row.comment_sealed),
  answeredAt: row.answered_at.toString(),
  order: row.given_order,
})

/**
 * What the person allows, each of the two in the same order as answers: what comes late on one is no reason to drop the
 * other. Throws `interview_unknown`, `interview_ended`, `call_not_yours`, `order_too_far`.
 */
export async function setLeave(
  tx: ForceTx,
  interviewId: string,
  interviewer: string,
  leave: Leave,
): Promise<LeaveGiven> {
  const interview = await openInterview(tx, interviewId, interviewer)
  refuseFarOrder(leave.order, highestOrder(interview, await listAnswers(tx, interviewId)))
  const named = { value: interview.may_be_named, order: interview.may_be_named_order }
  const rungAgain = { value: interview.may_be_rung_again, order: interview.may_be_rung_again_order }
  const nowNamed = lastSaid(named, leave.mayBeNamed, leave.order)
  const nowRungAgain = lastSaid(rungAgain, leave.mayBeRungAgain, leave.order)
  const given: LeaveGiven = {
    mayBeNamed: nowNamed.value,
    mayBeRungAgain: nowRungAgain.value,
    order: Math.max(nowNamed.order ?? 0, nowRungAgain.order ?? 0) || null,
  }
  if (nowNamed === named && nowRungAgain === rungAgain) return given
  await tx.db
    .updateTable('interviews')
    .set({ may_be_named: nowNamed.value, may_be_named_order: nowNamed.order })
    .set({ may_be_rung_again: nowRungAgain.value, may_be_rung_again_order: nowRungAgain.order })
    .where('id', '=', interviewId)
    .execute()
  const { order: _order, ...details } = given
  await writeAudit(tx, { action: 'interviews.leave_set', subject: ['interview', interviewId], details })
  return given
}

interface Said {
  readonly value: boolean | null
  readonly order: number | null
}

/** What is stored, if nothing was said of it or that came late. */
const lastSaid = (stored: Said, value: boolean | null | undefined, order: number | null | undefined): Said =>
  value === undefined || isLate(order, stored.order) ? stored : { value, order: order ?? stored.order }

/**
 * Ends an interview; a repeat by the same interviewer changes nothing and is answered as the first was. Throws
 * `interview_unknown`, `interview_ended` (to anybody else), `call_not_yours`.
 */
export async function endInterview(
  tx: ForceTx,
  interviewId: string,
  interviewer: string,
  ending: 'completed' | 'broken_off',
): Promise<EndedInterview> {
  const before = await findInterview(tx, interviewId)
  if (before && before.status !== 'in_progress') return resultOf(tx, before, interviewer)
  try {
    return await endOpen(tx, await openInterview(tx, interviewId, interviewer), ending)
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    // A first end that came at the same moment as this one may have made and ended the row meanwhile.
    const after = await findInterview(tx, interviewId)
    if (after && after.status !== 'in_progress') return resultOf(tx, after, interviewer)
    throw error
  }
}

async function resultOf(tx: ForceTx, ended: InterviewRow, interviewer: string): Promise<EndedInterview> {
  if (ended.interviewer !== interviewer || ended.status === 'in_progress') throw interviewEnded(ended.id)
  const survey = await getSurveyById(tx, ended.survey_id)
  return { status: ended.status, ...countRatings(survey, await listAnswers(tx, ended.id)) }
}

/**
 * Puts an interview off until the time agreed: it is gone on with under the claim of that call, by whoever holds it. Nothing of
 * it is counted before it ends, and then once; but a 1 is heard now. A repeat changes nothing. Throws `interview_unknown`,
 * `interview_ended`, `call_not_yours`, `appointment_in_the_past`, `appointment_too_far`.
 */
export async function putOffInterview(
  tx: ForceTx,
  interviewId: string,
  interviewer: string,
  appointmentAt: string,
): Promise<PutOff> {
  const found = await findInterview(tx, interviewId)
  if (found && found.status !== 'in_progress') throw interviewEnded(interviewId)
  const { call_back_id } = found ?? (await openInterview(tx, interviewId, interviewer))
  await putOffCall(tx, call_back_id as string, interviewer, appointmentAt)
  return { appointmentAt: Temporal.Instant.from(appointmentAt).toString() }
}

/** Ends every interview that nobody will finish, each in a transaction of its own; throws at the end if one could not be. */
export async function abandonLapsed(within: Within): Promise<number> {
  let ended = 0
  await eachApart(await within(listLapsed), async ({ id, callBackId }) => {
    ended += await within(tx => abandon(tx, id, callBackId))
  })
  return ended
}

async function abandon(tx: ForceTx, id: string, callBackId: string): Promise<0 | 1> {
  await lockCall(tx, callBackId)
  const lapsed = await lockLapsed(tx, id)
  if (!lapsed) return 0
  await endOpen(tx, lapsed.interview, lapsed.wasLeft ? 'abandoned' : 'broken_off')
  return 1
}

async function endOpen(tx: ForceTx, interview: InterviewRow, ending: Ending): Promise<EndedInterview> {
  const survey = await getSurveyById(tx, interview.survey_id)
  const facts = await getFactsOf(tx, interview)
  const answers = await listAnswers(tx, interview.id)
  const end = endOf(survey.questionnaire, askedOf(facts, answers), ending, survey.settings.partialFromPercent)
  const counts = countRatings(survey, answers)
  const endedOn = localDay(tx.now, tx.force.timeZone)
  const frozen = await freezeInterview(tx, interview.id, facts, {
    status: end.status,
    endedOn,
    ageBand: ageBandOf(facts.bornOn, Temporal.PlainDate.from(endedOn)),
    hasRating: counts.ratings > 0,
  })
  if (!frozen) throw interviewEnded(interview.id)
  await insertUnanswered(tx, interview.id, end.unanswered)
  await recordConcerns(tx, survey, interview, answers)
  if (interview.call_back_id) await endCallOfInterview(tx, interview.call_back_id, end.outcome)
  await writeAudit(tx, {
    action: 'interviews.ended',
    subject: ['interview', interview.id],
    details: { status: end.status, ratings: counts.ratings },
  })
  await tx.publish('interview.ended', { interviewId: interview.id })
  return { status: end.status, ...counts }
}

async function recordConcerns(
  tx: ForceTx,
  survey: Survey,
  interview: InterviewRow,
  answers: readonly AnswerRow[],
): Promise<void> {
  const concerns = concernsOf(survey.questionnaire, ratedKeys(answers), await listParts(tx, interview.incident_id))
  if (concerns.length === 0) return
  await tx.db
    .insertInto('question_concerns')
    .values(concerns.map(one => ({ interview_id: interview.id, question_key: one.questionKey, staff_id: one.staffId })))
    .execute()
}

const askedOf = (facts: InterviewFacts, answers: readonly AnswerRow[]): Asked => ({
  involvement: facts.involvement,
  attended: facts.attended,
  answers: new Map(answers.map(answer => [answer.question_key, { rating: answer.rating, reason: answer.reason }])),
})

function countRatings(survey: Survey, answers: readonly AnswerRow[]): Omit<EndedInterview, 'status'> {
  const ratings = answers.flatMap(answer => answer.rating ?? [])
  const count = (kind: 'low' | 'high') =>
    ratings.filter(rating => survey.settings.triggers.some(t => t.kind === kind && t.ratings.includes(rating))).length
  return { ratings: ratings.length, alerts: { low: count('low'), high: count('high') } }
}
