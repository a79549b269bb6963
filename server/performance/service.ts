/**
 * Performance: what people said, as the force publishes it.
 *
 *   views of the stages before ── counts ── rules (exact percentages) ── Appendix A ── headlines
 *
 * Nothing is stored here: every figure is counted from the answers when it is asked for, over the interviews that ended
 * in a period of the force's local days, under a unit and all below it. Sections, questions and their order are the
 * survey's questionnaire; the shape of the table is the paper's. docs/figures.md says how each figure is computed.
 */
import { periodBackwards } from '../forces/problems.ts'
import type { ForceTx } from '../forces/service.ts'
import { getSurvey } from '../surveys/service.ts'
import { tooFewToPublish, unitAmbiguous, unitUnknown } from './problems.ts'
import { countRatings, countSuccessfulCallBacks, findUnits, listReportedUnits, type NamedUnit } from './queries.ts'
import { appendixAOf, isOfTooFew, periodOf, titleOf } from './rules.ts'
import type { AppendixA, Reported, ReportedUnits } from './schema.ts'

/** Throws as `reportAppendixA`, and `too_few_to_publish` by the force's setting, where only published figures may be read. */
export async function publishAppendixA(tx: ForceTx, reported: Reported): Promise<AppendixA> {
  const table = await reportAppendixA(tx, reported)
  const fewest = tx.force.settings.smallNumberBase
  if (isOfTooFew(table, fewest)) throw tooFewToPublish(fewest)
  return table
}

/** Throws `unit_unknown`, `unit_ambiguous`, `period_backwards`, `survey_unknown`. */
export async function reportAppendixA(tx: ForceTx, reported: Reported): Promise<AppendixA> {
  if (reported.from > reported.to) throw periodBackwards(reported.from, reported.to)
  const unit = reported.unit === undefined ? null : await getUnit(tx, reported.unit)
  const survey = await getSurvey(tx)
  // The force itself is everything, the interviews without a unit too.
  const partOfForce = unit?.kind === 'force' ? null : unit
  const filter = { surveyId: survey.id, period: reported, unitId: partOfForce?.id ?? null }
  const counts = await countRatings(tx, filter)
  return appendixAOf(survey.questionnaire, counts, await countSuccessfulCallBacks(tx, filter), {
    title: titleOf(partOfForce?.name ?? null),
    period: periodOf(reported),
  })
}

export async function reportUnits(tx: ForceTx): Promise<ReportedUnits> {
  const survey = await getSurvey(tx)
  return listReportedUnits(tx, survey.id)
}

async function getUnit(tx: ForceTx, name: string): Promise<NamedUnit> {
  const [unit, ...others] = await findUnits(tx, name)
  if (!unit) throw unitUnknown(name, tx.force.name)
  if (others.length > 0)
    throw unitAmbiguous(
      name,
      [unit, ...others].map(({ path }) => `"${path}"`),
    )
  return unit
}
