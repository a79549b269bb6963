/**
 * What other rules would do: the services of the last three months under the rules in force and under those proposed, side by
 * side. It changes nothing. Sampling is left out of who may be rung, and told beside it as what it would select of them.
 */
import type { ForceTx } from '../../forces/service.ts'
import type { WantedSelection } from '../../surveys/schema.ts'
import { checkUnits, settle, withSelection } from '../../surveys/selection.ts'
import { getSurvey, type Survey } from '../../surveys/service.ts'
import { type ServiceWithFacts, scanFacts, todayOf } from '../eligibility-queries.ts'
import { cameIn, periodOf } from './period.ts'
import { replayPerson } from './replay.ts'
import type { PreviewShape } from './schema.ts'
import { Tally } from './tally.ts'

/** Throws `survey_unknown`, `rule_unit_unknown`. */
export async function previewRules(tx: ForceTx, surveyKey: string, wanted: WantedSelection): Promise<PreviewShape> {
  const inForce = await getSurvey(tx, surveyKey)
  const selection = settle(wanted, inForce.settings.sampling)
  await checkUnits(tx, selection)
  const proposed = withSelection(inForce, selection)
  const days = lastMonths(tx)
  const period = periodOf(tx, days)
  const tally = new Tally(inForce, proposed, await unitNames(tx))
  const scanned = scanFacts(tx, inForce, cameIn(period), { otherwise: proposed, rungBefore: period.from })
  for await (const services of byPerson(scanned))
    tally.add(services, replayBoth(services, { inForce, proposed }, todayOf(tx)))
  return { ...days, ...tally.result() }
}

/** The last three months, and today. */
export function lastMonths(tx: ForceTx): { readonly from: string; readonly to: string } {
  const today = todayOf(tx)
  return { from: today.subtract({ months: 3 }).toString(), to: today.toString() }
}

function replayBoth(
  services: readonly ServiceWithFacts[],
  { inForce, proposed }: { readonly inForce: Survey; readonly proposed: Survey },
  today: Temporal.PlainDate,
) {
  const otherwise = services.map(service => ({
    ...service,
    facts: { ...service.facts, callableNumbers: service.callableOtherwise },
  }))
  return { inForce: replayPerson(services, inForce, today), proposed: replayPerson(otherwise, proposed, today) }
}

/** Services come person by person; those of one person may stand on two pages. */
async function* byPerson(
  pages: AsyncIterable<readonly ServiceWithFacts[]>,
): AsyncGenerator<readonly ServiceWithFacts[]> {
  let ofPerson: ServiceWithFacts[] = []
  for await (const page of pages)
    for (const service of page) {
      if (ofPerson[0] && ofPerson[0].recipientId !== service.recipientId) {
        yield ofPerson
        ofPerson = []
      }
      ofPerson.push(service)
    }
  if (ofPerson.length > 0) yield ofPerson
}

async function unitNames(tx: ForceTx): Promise<ReadonlyMap<string, string>> {
  const units = await tx.db.selectFrom('units').select(['id', 'name']).execute()
  return new Map(units.map(({ id, name }) => [id, name]))
}
