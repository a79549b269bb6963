import { sql } from 'kysely'
import type { ForceTx } from '../forces/service.ts'
import { exclusionOf, explainExclusion } from '../recipients/service.ts'
import { getSurvey, mainSurvey } from '../surveys/service.ts'
import { listFacts, todayOf } from './eligibility-queries.ts'
import { incidentUnknown } from './problems.ts'
import type { CallSummary, EligibilityOfServices } from './schema.ts'

/** How the queue stands, and why the services that are not in it are not: as was last decided, or found at the call. */
export async function summariseCalls(tx: ForceTx, surveyKey: string = mainSurvey): Promise<CallSummary> {
  const survey = await getSurvey(tx, surveyKey)
  const { rows } = await sql<{ queued: number; claimed: number; ended: number; due_now: number }>`
    select count(*) filter (where status = 'queued') as queued, count(*) filter (where status = 'claimed') as claimed,
      count(*) filter (where status = 'ended') as ended,
      count(*) filter (where status = 'queued' and due_at <= ${tx.now.toString()}::timestamptz) as due_now
    from call_backs where survey_id = ${survey.id}`.execute(tx.db)
  const counts = rows[0] ?? { queued: 0, claimed: 0, ended: 0, due_now: 0 }
  const reasons = new Map(survey.settings.exclusions.map(rule => [rule.reason, 0]))
  const count = (reason: string, services: number) => reasons.set(reason, (reasons.get(reason) ?? 0) + services)
  const decided = await sql<{ outcome: string; services: number }>`
    select outcome, count(*) as services from selections
    where survey_id = ${survey.id} and outcome <> 'selected' group by outcome`.execute(tx.db)
  const atClaim = await sql<{ outcome: string; services: number }>`
    select outcome, count(*) as services from call_backs
    where survey_id = ${survey.id} and status = 'ended' and outcome = any(${[...reasons.keys()]}::text[])
    group by outcome`.execute(tx.db)
  for (const { outcome, services } of [...decided.rows, ...atClaim.rows]) count(outcome, services)
  return {
    queued: counts.queued,
    claimed: counts.claimed,
    ended: counts.ended,
    dueNow: counts.due_now,
    exclusions: [...reasons].map(([reason, services]) => ({ reason, services })).filter(({ services }) => services > 0),
  }
}

/** Why each person in an incident may or may not be rung: every rule, in order. Throws `incident_unknown`. */
export async function explainIncident(tx: ForceTx, reference: string): Promise<EligibilityOfServices> {
  const survey = await getSurvey(tx)
  const services = await listFacts(tx, survey, sql`i.reference = ${reference}`)
  if (services.length === 0) throw incidentUnknown(reference)
  const ids = services.map(service => service.serviceId)
  const callBacks = await tx.db
    .selectFrom('call_backs')
    .select(['service_id', 'status'])
    .where('survey_id', '=', survey.id)
    .where('service_id', 'in', ids)
    .execute()
  const today = todayOf(tx)
  return {
    services: services.map(({ serviceId, facts }) => ({
      id: serviceId,
      involvement: facts.involvement,
      callBack: callBacks.find(callBack => callBack.service_id === serviceId)?.status ?? null,
      reason: exclusionOf(facts, survey, today) ?? null,
      rules: [...explainExclusion(facts, survey, today)],
    })),
  }
}
