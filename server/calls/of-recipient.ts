import type { ForceTx } from '../forces/service.ts'
import { listUserNames } from '../people/users-queries.ts'
import { asDialledHere } from '../platform/telephone.ts'
import { exclusionAtClaim, exclusionOf, explainExclusion, noteView } from '../recipients/service.ts'
import { listSurveys, type Survey } from '../surveys/service.ts'
import { listFacts, type ServiceWithFacts, todayOf } from './eligibility-queries.ts'
import {
  findCallToTheirNumbers,
  listAttemptsOf,
  listCallBacksOf,
  listSelectionsOf,
  newestServicesOf,
} from './of-recipient-queries.ts'
import type { CallsOfRecipient, CallsOfService, InterviewHeld } from './schema.ts'
import { verdictOf } from './verdict.ts'

/** The interviews of call-backs: given by the interviews stage, which comes later. */
export type ListInterviews = (tx: ForceTx, callBackIds: readonly string[]) => Promise<readonly InterviewHeld[]>

type CallBack = NonNullable<CallsOfService['callBack']>
type CallBackRow = Awaited<ReturnType<typeof listCallBacksOf>>[number]

/**
 * Whether a person may be rung and why, by every rule as it holds now, and every call that was made to them. Leaves word of
 * who looked. Throws `recipient_unknown`.
 */
export async function viewCallsOf(
  tx: ForceTx,
  recipientId: string,
  listInterviews: ListInterviews,
): Promise<CallsOfRecipient> {
  await noteView(tx, recipientId, 'calls_viewed')
  const rows = await listCallBacksOf(tx, recipientId)
  const ids = rows.map(row => row.id)
  const attempts = await attemptsOf(tx, ids)
  const interviews = Map.groupBy(await listInterviews(tx, ids), interview => interview.callBackId)
  const services: CallsOfService[] = []
  const verdicts: CallsOfRecipient['verdicts'] = []
  for (const survey of await listSurveys(tx)) {
    const named = { key: survey.key, name: survey.name }
    const facts = await listFacts(tx, survey, newestServicesOf(recipientId))
    const selections = await listSelectionsOf(
      tx,
      facts.map(({ serviceId }) => serviceId),
    )
    const inSurvey = facts.map((service): CallsOfService => {
      const isOurs = (one: { service_id: string; survey_id: string }) =>
        one.service_id === service.serviceId && one.survey_id === survey.id
      const row = rows.find(isOurs)
      return {
        serviceId: service.serviceId,
        survey: named,
        ...rulesOf(tx, survey, service, row),
        selection: toSelection(selections.find(isOurs)),
        callBack: row
          ? {
              ...toCallBack(row, survey),
              attempts: (attempts.get(row.id) ?? []).map(attempt => inWords(attempt, survey)),
              interviews: [...(interviews.get(row.id) ?? [])],
            }
          : null,
      }
    })
    verdicts.push({ survey: named, ...verdictOf(inSurvey) })
    services.push(...inSurvey)
  }
  return { verdicts, inHand: await inHandOf(tx, recipientId), services }
}

const toSelection = (
  row: Awaited<ReturnType<typeof listSelectionsOf>>[number] | undefined,
): CallsOfService['selection'] =>
  row
    ? {
        outcome: row.outcome,
        probability: row.probability,
        stratum: row.stratum,
        decidedAt: row.decided_at.toString(),
      }
    : null

/** As choosing asks them, or, of a call-back, as the claim does. */
function rulesOf(tx: ForceTx, survey: Survey, { facts }: ServiceWithFacts, callBack: CallBackRow | undefined) {
  const today = todayOf(tx)
  const begun = callBack !== undefined && (callBack.attempts_made > 0 || callBack.appointment_at !== null)
  const asked = callBack ? { ...facts, isWaiting: false } : facts
  const reasonOn = (day: Temporal.PlainDate) =>
    callBack ? exclusionAtClaim(asked, survey, day, begun) : exclusionOf(asked, survey, day)
  const rules = [...explainExclusion(asked, survey, today)]
  const passes = rules.every(({ rule, holds }) => !holds || passing.has(rule))
  return { reason: reasonOn(today) ?? null, changesOn: passes ? freeFrom(reasonOn, today) : null, rules }
}

/** What time alone can change. */
const passing: ReadonlySet<string> = new Set(['outside_window', 'rung_lately'])
const daysLookedAhead = 400

/** Asks the same rules of the days to come, as if nothing but time changed: the first on which none keeps them out. */
function freeFrom(reasonOn: (day: Temporal.PlainDate) => string | undefined, today: Temporal.PlainDate) {
  if (reasonOn(today) === undefined) return null
  for (let days = 1; days <= daysLookedAhead; days += 1) {
    const day = today.add({ days })
    if (reasonOn(day) === undefined) return day.toString()
  }
  return null
}

function toCallBack(row: CallBackRow, survey: Survey): Omit<CallBack, 'attempts' | 'interviews'> {
  return {
    id: row.id,
    status: row.status,
    dueAt: row.due_at.toString(),
    appointmentAt: row.appointment_at?.toString() ?? null,
    attemptsMade: row.attempts_made,
    outcome: row.outcome === null ? null : { name: row.outcome, title: titleOf(row.outcome, survey) },
    chosenAt: row.created_at.toString(),
    endedAt: row.ended_at?.toString() ?? null,
  }
}

const titleOf = (outcome: string, survey: Survey): string =>
  survey.settings.outcomes.find(rule => rule.name === outcome)?.title ?? outcome.replaceAll('_', ' ')

const inWords = (attempt: CallBack['attempts'][number], survey: Survey) => ({
  ...attempt,
  outcome: titleOf(attempt.outcome, survey),
})

async function attemptsOf(tx: ForceTx, callBackIds: readonly string[]) {
  const rows = await listAttemptsOf(tx, callBackIds)
  const names = await listUserNames(
    tx,
    rows.map(row => row.made_by),
  )
  const attempts = rows.map(row => ({
    callBackId: row.call_back_id,
    attempt: {
      id: row.id,
      at: row.made_at.toString(),
      by: names.get(row.made_by) ?? null,
      number: row.number_sealed
        ? asDialledHere(
            tx.seal.unseal('recipient_numbers.number', row.number_sealed),
            tx.seal.unsealOptional('recipient_numbers.extension', row.extension_sealed),
          )
        : null,
      outcome: row.outcome,
      note: tx.seal.unsealOptional('attempts.note', row.note_sealed),
      appointmentAt: row.appointment_at?.toString() ?? null,
    },
  }))
  const grouped = Map.groupBy(attempts, ({ callBackId }) => callBackId)
  return new Map([...grouped].map(([id, found]) => [id, found.map(({ attempt }) => attempt)]))
}

async function inHandOf(tx: ForceTx, recipientId: string): Promise<CallsOfRecipient['inHand']> {
  const call = await findCallToTheirNumbers(tx, recipientId)
  if (!call) return null
  const names = await listUserNames(tx, [call.claimed_by ?? ''])
  return { by: names.get(call.claimed_by ?? '') ?? null, isThisPerson: call.recipient_id === recipientId }
}
