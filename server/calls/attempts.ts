import { writeAudit } from '../audit/service.ts'
import type { ForceTx } from '../forces/service.ts'
import { listSpoken } from '../people/languages.ts'
import { languageCode } from '../platform/language.ts'
import { strikeOffNumber, suppressByOutcome } from '../recipients/service.ts'
import type { OutcomeRule } from '../surveys/schema.ts'
import { getSurveyById, type Survey } from '../surveys/service.ts'
import { publishPutOff, readAppointment } from './appointments.ts'
import { findAttempt, getLanguageOf, insertAttempt, isNumberOf, listCallableNumbers } from './attempt-queries.ts'
import { type AttemptMade, type Following, findOutcome, whatFollows } from './attempt-rules.ts'
import { endCallBack, goOnAfterRing, putBack } from './call-back-state.ts'
import { nextCallingTime } from './calling-hours.ts'
import { type CallBackRow, type ClaimedCall, lockCallBack } from './claim-queries.ts'
import { findHeld, keepLease, keepOnTheLine, reasonAgainst } from './in-hand.ts'
import { freeLocks } from './lock-queries.ts'
import { reasonNotNow } from './not-now.ts'
import {
  appointmentNeedsATime,
  attemptIdTaken,
  callNotYours,
  callUnknown,
  numberNotOfThisCall,
  outcomeUnknown,
} from './problems.ts'
import type { AttemptRequest, AttemptResult } from './schema.ts'
import { findOnceHeld } from './shifts/queries.ts'
import { goOnWithCall, isBusyElsewhere, leaveCall } from './shifts/service.ts'
import { endUnrung } from './unrung.ts'

/**
 * Records one ring of one number, and what follows from its outcome. A repeat under the same attempt id changes nothing and
 * is answered as the first was. Throws `call_unknown`, `call_not_yours`, `attempt_id_taken`, `outcome_unknown`,
 * `number_not_of_this_call`, `appointment_needs_a_time`, `appointment_in_the_past`, `appointment_too_far`.
 */
export async function recordAttempt(
  tx: ForceTx,
  callBackId: string,
  interviewer: string,
  attempt: AttemptRequest,
): Promise<AttemptResult> {
  // The row is locked first, so a repeat that comes at the same moment waits, and then finds the attempt made.
  const row = await lockCallBack(tx, callBackId)
  const earlier = await findAttempt(tx, attempt.attemptId)
  if (earlier) {
    if (earlier.callBackId !== callBackId || earlier.madeBy !== interviewer) throw attemptIdTaken(attempt.attemptId)
    return earlier.result
  }
  if (!row) throw callUnknown(callBackId)
  const call = await findHeld(tx, interviewer, row)
  if (!call) return keepRefusal(tx, row, interviewer, attempt)
  const survey = await getSurveyById(tx, call.surveyId)
  const rule = outcomeOf(survey, attempt.outcome)
  const appointmentAt = appointmentOf(tx, rule, attempt.appointmentAt)
  const numbers = await listCallableNumbers(tx, survey, call)
  // A refusal is kept though the number, or the person, has become unsafe since the claim: they said it all the same.
  const counts =
    numbers.some(number => number.id === attempt.numberId) ||
    (rule.suppress !== undefined && (await isNumberOf(tx, call.recipientId, attempt.numberId)))
  if (!counts) throw numberNotOfThisCall(attempt.numberId)

  const following = await asFarAsNow(tx, survey, call, {
    rule,
    attemptsMade: call.attemptsMade + 1,
    maximumAttempts: tx.force.settings.maximumAttempts,
    otherNumbers: numbers.filter(number => number.id !== attempt.numberId && !number.wasInVain).length,
    appointmentAt,
    spokenLanguage: await findSpokenLanguage(tx, call),
    now: tx.now,
  })
  const result = resultOf(tx, following)
  await insertAttempt(tx, call, interviewer, attempt, rule.name, appointmentAt, result)
  await applyToCall(tx, call, following, result)
  await applyToPerson(tx, call.recipientId, rule, attempt.numberId)
  await writeAudit(tx, {
    action: 'calls.attempted',
    subject: ['call_back', callBackId],
    details: { attempt: attempt.attemptId, outcome: rule.name, next: result.next },
  })
  return result
}

/**
 * A refusal of somebody whose call went to another interviewer, or ended, while the line was away: nobody is rung again who
 * said so. All else of such an attempt is refused with `call_not_yours`.
 */
async function keepRefusal(
  tx: ForceTx,
  row: CallBackRow,
  interviewer: string,
  attempt: AttemptRequest,
): Promise<AttemptResult> {
  const rule = outcomeOf(await getSurveyById(tx, row.survey_id), attempt.outcome)
  const isTheirs =
    rule.suppress !== undefined &&
    (await findOnceHeld(tx, interviewer, { claimId: null, callBackId: row.id })) !== undefined &&
    (await isNumberOf(tx, row.recipient_id, attempt.numberId))
  if (!isTheirs) throw callNotYours(row.id)
  const result: AttemptResult = { next: 'final', dueAt: null, ended: true }
  // A refusal that was recorded already changes nothing a second time: that attempt is none.
  if (!(await applyToPerson(tx, row.recipient_id, rule, attempt.numberId))) return result
  await insertAttempt(tx, { id: row.id, claimId: null }, interviewer, attempt, rule.name, undefined, result)
  await writeAudit(tx, {
    action: 'calls.refusal_kept',
    subject: ['call_back', row.id],
    details: { attempt: attempt.attemptId, outcome: rule.name },
  })
  return result
}

/**
 * The next number is rung at once only if the person may be rung now, and by somebody who has no other call in hand and who
 * holds the locks: after a lapse another may have the same person, or somebody who shares a number with them, on the line.
 */
async function asFarAsNow(tx: ForceTx, survey: Survey, call: ClaimedCall, made: AttemptMade): Promise<Following> {
  const following = whatFollows(made)
  if (following.next !== 'next_number') return following
  const isForNow =
    !(await reasonNotNow(tx, call)) &&
    !(await isBusyElsewhere(tx, call.claimedBy, call)) &&
    (await keepLease(tx, ofNextNumber(call)))
  if (!isForNow) return { next: 'retry', dueAt: tx.now }
  // As at a claim, the rules are asked once the locks are held.
  const reason = await reasonAgainst(tx, survey, { ...call, attemptsMade: made.attemptsMade })
  return reason === undefined ? following : { next: 'final', outcome: reason }
}

/** With another number to ring nobody is on the line, unless something was said under the claim. */
const ofNextNumber = (call: ClaimedCall): ClaimedCall => ({
  ...call,
  isInInterview: call.isInInterview && call.hasInterview,
})

/** The person's language, if anybody of the force could ring them in it. */
async function findSpokenLanguage(tx: ForceTx, call: ClaimedCall): Promise<string | null> {
  const language = languageCode(await getLanguageOf(tx, call.recipientId))
  return language !== null && (await listSpoken(tx)).has(language) ? language : null
}

function outcomeOf(survey: Survey, nameOrCode: string): OutcomeRule {
  const { outcomes } = survey.settings
  const rule = findOutcome(outcomes, nameOrCode)
  if (!rule)
    throw outcomeUnknown(
      nameOrCode,
      outcomes.map(known => known.name),
    )
  return rule
}

function appointmentOf(tx: ForceTx, rule: OutcomeRule, text: string | null | undefined): Temporal.Instant | undefined {
  if (text) return readAppointment(tx, text)
  if (rule.next === 'appointment') throw appointmentNeedsATime()
  return undefined
}

/** A retry is due within calling hours; an appointment when it was agreed. */
function resultOf(tx: ForceTx, following: Following): AttemptResult {
  const { next } = following
  if (next === 'retry') {
    const dueAt = nextCallingTime(following.dueAt, tx.force.timeZone, tx.force.settings)
    return { next, dueAt: dueAt.toString(), ended: false }
  }
  if (next === 'appointment') return { next, dueAt: following.dueAt.toString(), ended: false }
  return { next, dueAt: null, ended: next === 'final' }
}

async function applyToCall(tx: ForceTx, call: ClaimedCall, following: Following, result: AttemptResult): Promise<void> {
  const attempts_made = call.attemptsMade + 1
  if (following.next === 'interview' || following.next === 'next_number') {
    const isInInterview = following.next === 'interview' || ofNextNumber(call).isInInterview
    await goOnAfterRing(tx, call, {
      attemptsMade: attempts_made,
      isInInterview,
      keepsAppointment: following.next === 'next_number',
    })
    // Of a next number the lease is kept already.
    if (following.next === 'interview') await keepOnTheLine(tx, { ...call, isInInterview })
    await goOnWithCall(tx, call.claimedBy, call)
    return
  }
  if (following.next === 'final') await endCallBack(tx, call.id, following.outcome, { attempts_made })
  else {
    await putBack(tx, call.id, {
      attempts_made,
      due_at: result.dueAt ?? tx.now.toString(),
      appointment_at: following.next === 'appointment' ? result.dueAt : null,
      ...('language' in following ? { language: following.language } : {}),
    })
    await publishPutOff(tx, call)
  }
  await freeLocks(tx, call.id)
  await leaveCall(tx, call.claimedBy, call.id)
}

/** What an outcome says of the person: a number that isn't theirs, or that they are not to be rung again. True if that is news. */
async function applyToPerson(tx: ForceTx, recipientId: string, rule: OutcomeRule, numberId: string): Promise<boolean> {
  if (rule.strikeOff) await strikeOffNumber(tx, numberId, rule.name)
  if (!rule.suppress) return false
  const isNews = await suppressByOutcome(tx, recipientId, { scope: rule.suppress, reason: rule.name })
  await endUnrung(tx, { recipientId }, 'suppressed')
  return isNews
}
