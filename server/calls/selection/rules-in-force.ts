import type { ForceTx } from '../../forces/service.ts'
import { neededRules } from '../../surveys/schema.ts'
import { changeSelection, listRevisions, type SelectionChange, selectionOf } from '../../surveys/selection.ts'
import { getSurvey } from '../../surveys/service.ts'
import { listKnown } from './known.ts'
import type { RevisionsShape, SelectionShape } from './schema.ts'

/** Throws `survey_unknown`. */
export async function readSelection(tx: ForceTx, surveyKey: string): Promise<SelectionShape> {
  const { key, name, revision, settings } = await getSurvey(tx, surveyKey)
  const latest = (await listRevisions(tx, surveyKey)).find(each => each.revision === revision)
  if (!latest) throw new Error(`the survey ${key} has no revision ${revision}`)
  return {
    survey: { key, name },
    revision,
    changedAt: latest.changedAt.toString(),
    changedBy: latest.changedBy,
    selection: selectionOf(settings),
    neededRules: [...neededRules],
    known: await listKnown(tx),
  }
}

/** Throws as `changeSelection`. Choosing starts again by the new rules. */
export async function setSelection(tx: ForceTx, surveyKey: string, change: SelectionChange): Promise<SelectionShape> {
  await changeSelection(tx, surveyKey, change)
  return readSelection(tx, surveyKey)
}

/** Throws `survey_unknown`. */
export async function readRevisions(tx: ForceTx, surveyKey: string): Promise<RevisionsShape> {
  const revisions = await listRevisions(tx, surveyKey)
  return { revisions: revisions.map(each => ({ ...each, changedAt: each.changedAt.toString() })) }
}
