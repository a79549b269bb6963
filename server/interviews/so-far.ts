import type { InterviewSoFar } from '../calls/schema.ts'
import type { ForceTx } from '../forces/service.ts'
import { findInterview, listAnswers } from './queries.ts'

/** What was said so far, for the call sheet: a reload or another day begins where the last left off. */
export async function readInterview(tx: ForceTx, id: string): Promise<InterviewSoFar | undefined> {
  const interview = await findInterview(tx, id)
  if (!interview) return undefined
  const answers = await listAnswers(tx, id)
  return {
    id,
    mayBeNamed: interview.may_be_named,
    mayBeRungAgain: interview.may_be_rung_again,
    answers: answers.map(({ question_key, rating, reason, comment_sealed }) => ({
      question: question_key,
      rating,
      reason,
      comment: tx.seal.unsealOptional('answers.comment', comment_sealed),
    })),
  }
}
