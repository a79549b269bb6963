import type { InterviewAsRead } from '../calls/schema.ts'
import type { ForceTx } from '../forces/service.ts'
import { getSurveyById } from '../surveys/service.ts'
import { type Concern, concernsOf, ratedKeys } from './concerns.ts'
import { interviewUnknown } from './problems.ts'
import { findInterview, highestOrder, listAnswers, listParts } from './queries.ts'

/** What was said so far, for the call sheet: a reload or another day begins where the last left off. */
export async function readInterview(tx: ForceTx, id: string): Promise<InterviewAsRead | undefined> {
  const interview = await findInterview(tx, id)
  if (!interview) return undefined
  const answers = await listAnswers(tx, id)
  return {
    id,
    mayBeNamed: interview.may_be_named,
    mayBeRungAgain: interview.may_be_rung_again,
    lastOrder: highestOrder(interview, answers),
    answers: answers.map(({ question_key, rating, reason, comment_sealed }) => ({
      question: question_key,
      rating,
      reason,
      comment: tx.seal.unsealOptional('answers.comment', comment_sealed),
    })),
    lastSaidAt: interview.last_active_at,
  }
}

/** Whom the ratings given so far concern, as the parts in the incident stand now. It is fixed when the interview ends. */
export async function listConcernsSoFar(tx: ForceTx, interviewId: string): Promise<readonly Concern[]> {
  const interview = await findInterview(tx, interviewId)
  if (!interview) throw interviewUnknown(interviewId)
  const { questionnaire } = await getSurveyById(tx, interview.survey_id)
  const rated = ratedKeys(await listAnswers(tx, interviewId))
  return concernsOf(questionnaire, rated, await listParts(tx, interview.incident_id))
}
