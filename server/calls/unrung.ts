/** Call-backs that end without another ring. */
import { writeAudit } from '../audit/service.ts'
import type { ForceTx } from '../forces/service.ts'
import { listSpoken } from '../people/languages.ts'
import { getSurveyById } from '../surveys/service.ts'
import { findOutcome } from './attempt-rules.ts'
import { endQueued } from './call-back-state.ts'
import { listWaitingForOther } from './claim-queries.ts'

/** Ends what waits of a call-back or a person, with the reason of the rule that keeps them out. */
export async function endUnrung(
  tx: ForceTx,
  which: { readonly id: string } | { readonly recipientId: string },
  reason: string,
): Promise<void> {
  const ended = await endQueued(tx, which, reason)
  await writeAudit(
    tx,
    ...ended.map(id => ({ action: 'calls.excluded', subject: ['call_back', id] as const, details: { reason } })),
  )
}

/** A survey's own name for AAPOR 2.333, or, if its table has none, that of the survey every force begins with. */
const noInterviewerForLanguage = { code: '2.333', name: 'no_interviewer_for_language' }

/**
 * Ends calls that wait for a language which nobody who rings speaks any more: nobody could ever claim them (AAPOR 2.333). One
 * that waits with its interview ends with that.
 */
export async function endUnspoken(tx: ForceTx): Promise<void> {
  for (const { id, surveyId } of await listWaitingForOther(tx, await listSpoken(tx))) {
    const { outcomes } = (await getSurveyById(tx, surveyId)).settings
    await endUnrung(tx, { id }, (findOutcome(outcomes, noInterviewerForLanguage.code) ?? noInterviewerForLanguage).name)
  }
}
