/**
 * Who is rung in a survey, as an administrator sets it: the rules in their order, the window, how long nobody is rung again,
 * and the sample. Each change is a revision with its reason; it is made from the revision that somebody read, or refused.
 */
import { randomBytes, randomInt } from 'node:crypto'
import { isDeepStrictEqual } from 'node:util'
import { writeAudit } from '../audit/service.ts'
import type { ForceTx } from '../forces/service.ts'
import { listUserNames } from '../people/users-queries.ts'
import { rulesChangedMeanwhile, ruleUnitUnknown, surveyUnknown } from './problems.ts'
import {
  type Sampling,
  type SelectionSettings,
  type SurveySettings,
  surveySettings,
  type WantedSelection,
} from './schema.ts'
import { getSurvey, type Survey } from './service.ts'

export const selectionOf = ({
  windowDays,
  notAgainForDays,
  exclusions,
  sampling,
}: SurveySettings): SelectionSettings => ({
  windowDays,
  notAgainForDays,
  rules: exclusions,
  sampling,
})

/** The survey as it would be with other rules. */
export function withSelection(survey: Survey, { rules, ...selection }: SelectionSettings): Survey {
  return { ...survey, settings: { ...survey.settings, ...selection, exclusions: rules } }
}

/** What was asked for, with what it left to be drawn. A sample that stays as it is keeps its seed. */
export function settle(wanted: WantedSelection, before: Sampling): SelectionSettings {
  return { ...wanted, sampling: settleSampling(wanted.sampling, before) }
}

function settleSampling(wanted: WantedSelection['sampling'], before: Sampling): Sampling {
  switch (wanted.kind) {
    case 'everyone':
      return wanted
    case 'every_nth':
      return { ...wanted, start: wanted.start ?? randomInt(1, wanted.n + 1) }
    default:
      return { ...wanted, seed: wanted.seed ?? (before.kind === wanted.kind ? before.seed : newSeed()) }
  }
}

const newSeed = () => randomBytes(9).toString('base64url')

export interface SelectionChange {
  /** That the change is made from. */
  readonly revision: number
  readonly reason: string
  readonly wanted: WantedSelection
}

/** Throws `survey_unknown`, `rules_changed_meanwhile`, `rule_unit_unknown`. What is asked for and is so already changes nothing. */
export async function changeSelection(tx: ForceTx, key: string, change: SelectionChange): Promise<Survey> {
  const survey = await getSurvey(tx, key)
  const before = selectionOf(survey.settings)
  const selection = settle(change.wanted, before.sampling)
  if (isDeepStrictEqual(selection, before)) return survey
  if (survey.revision !== change.revision) throw rulesChangedMeanwhile(survey.revision)
  await checkUnits(tx, selection)
  const changed = withSelection(survey, selection)
  const settings = JSON.stringify(surveySettings.parse(changed.settings))
  const isSampleNew = !isDeepStrictEqual(selection.sampling, before.sampling)
  const updated = await tx.db
    .updateTable('surveys')
    .set({ settings, revision: change.revision + 1, ...(isSampleNew ? { counted_off: 0 } : {}) })
    .where('key', '=', key)
    .where('revision', '=', change.revision)
    .returning('revision')
    .executeTakeFirst()
  if (!updated) throw rulesChangedMeanwhile((await getSurvey(tx, key)).revision)
  await keepRevision(tx, { surveyId: survey.id, revision: updated.revision, settings, reason: change.reason })
  await writeAudit(tx, {
    action: 'surveys.selection_changed',
    subject: ['survey', survey.id],
    details: { revision: updated.revision },
  })
  await tx.publish('surveys.selection_changed', { survey: key })
  return { ...changed, revision: updated.revision }
}

async function keepRevision(
  tx: ForceTx,
  revision: {
    readonly surveyId: string
    readonly revision: number
    readonly settings: string
    readonly reason: string
  },
): Promise<void> {
  await tx.db
    .insertInto('survey_revisions')
    .values({
      survey_id: revision.surveyId,
      revision: revision.revision,
      settings: revision.settings,
      reason: revision.reason,
      changed_by: tx.actor.name,
      changed_at: tx.now.toString(),
    })
    .execute()
}

/** Throws `rule_unit_unknown`: a rule about a unit that isn't there would keep nobody out, and nobody would know. */
export async function checkUnits(tx: ForceTx, { rules }: SelectionSettings): Promise<void> {
  const named = rules.flatMap(rule =>
    rule.rule === 'unit' ? rule.units.map(unit => ({ unit, reason: rule.reason })) : [],
  )
  if (named.length === 0) return
  const known = new Set((await tx.db.selectFrom('units').select('id').execute()).map(({ id }) => id))
  const unknown = named.find(({ unit }) => !known.has(unit))
  if (unknown) throw ruleUnitUnknown(unknown.reason, unknown.unit)
}

export interface Revision {
  readonly revision: number
  readonly changedAt: Temporal.Instant
  /** Null where nobody did: the survey came with it. */
  readonly changedBy: string | null
  readonly reason: string
  readonly selection: SelectionSettings
}

/** Every revision, the latest first. Throws `survey_unknown`. */
export async function listRevisions(tx: ForceTx, key: string): Promise<readonly Revision[]> {
  const survey = await tx.db.selectFrom('surveys').select('id').where('key', '=', key).executeTakeFirst()
  if (!survey) throw surveyUnknown(key, tx.force.name)
  const rows = await tx.db
    .selectFrom('survey_revisions')
    .selectAll()
    .where('survey_id', '=', survey.id)
    .orderBy('revision', 'desc')
    .execute()
  const names = await listUserNames(
    tx,
    rows.map(row => row.changed_by),
  )
  return rows.map(row => ({
    revision: row.revision,
    changedAt: row.changed_at,
    changedBy: row.changed_by === '' ? null : (names.get(row.changed_by) ?? row.changed_by),
    reason: row.reason,
    selection: selectionOf(surveySettings.parse(row.settings)),
  }))
}
