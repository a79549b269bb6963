/**
 * The way from a service received to a call: of those of a period, how many are left after each step. Counted from the decisions as
 * they are kept, by unit; what is lost at a step, and at the others, adds up to what was received.
 */
import type { ForceTx } from '../../forces/service.ts'
import type { ExclusionRule } from '../../surveys/schema.ts'
import { listRevisions } from '../../surveys/selection.ts'
import { getSurvey } from '../../surveys/service.ts'
import { countServices, findDays, listTree } from './funnel-queries.ts'
import { type Alike, countFunnel } from './funnel-rules.ts'
import { periodOf } from './period.ts'
import type { FunnelShape } from './schema.ts'

/** Throws `survey_unknown`, `period_backwards`. */
export async function reportFunnel(
  tx: ForceTx,
  surveyKey: string,
  days: { readonly from: string; readonly to: string },
): Promise<FunnelShape> {
  const period = periodOf(tx, days)
  const survey = await getSurvey(tx, surveyKey)
  const ruleOf = await readRules(tx, surveyKey)
  const services: Alike[] = (await countServices(tx, survey.id, period)).map(row => ({
    unitId: row.unit_id,
    outcome: row.outcome,
    rule: ruleOf(row.revision, row.outcome),
    hasUsableNumber: row.has_usable_number,
    services: row.services,
  }))
  const { first, last } = await findDays(tx)
  return {
    from: days.from,
    to: days.to,
    firstDay: first,
    lastDay: last,
    force: countFunnel(services),
    units: await byUnit(tx, services),
  }
}

/** A reason means the rule that had it when the decision was made. */
async function readRules(tx: ForceTx, surveyKey: string) {
  const revisions = new Map(
    (await listRevisions(tx, surveyKey)).map(({ revision, selection }) => [
      revision,
      new Map(selection.rules.map(({ reason, rule }) => [reason, rule])),
    ]),
  )
  return (revision: number | null, reason: string | null): ExclusionRule['rule'] | null =>
    revision === null || reason === null ? null : (revisions.get(revision)?.get(reason) ?? null)
}

async function byUnit(tx: ForceTx, services: readonly Alike[]): Promise<FunnelShape['units']> {
  const own = Map.groupBy(services, ({ unitId }) => unitId)
  const tree = await listTree(tx)
  const below = new Map<string, Alike[]>()
  for (const { id, line } of tree)
    for (const above of line) below.set(above, [...(below.get(above) ?? []), ...(own.get(id) ?? [])])
  const units: FunnelShape['units'] = tree
    .filter(({ id }) => below.get(id)?.length)
    .map(({ id, name, depth }) => ({
      id,
      name,
      depth,
      own: countFunnel(own.get(id) ?? []),
      withBelow: countFunnel(below.get(id) ?? []),
    }))
  const nowhere = own.get(null)
  if (!nowhere) return units
  const counts = countFunnel(nowhere)
  return [...units, { id: null, name: 'No unit', depth: 0, own: counts, withBelow: counts }]
}
