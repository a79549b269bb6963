import { sql } from 'kysely'
import type { ForceTx } from '../forces/service.ts'
import { exclusionOf } from '../recipients/service.ts'
import { getSurvey, mainSurvey } from '../surveys/service.ts'
import { scanFacts, todayOf } from './eligibility-queries.ts'

/** What would come of services, before any sampling: how many may be rung, and of the others the first rule that holds. */
export interface SelectionPreview {
  readonly mayBeRung: number
  readonly excluded: Readonly<Record<string, number>>
}

/**
 * What the rules say, as things stand in this transaction, of the services that an import made or changed; changes nothing.
 * Of one person's services the one closed last may be rung, as when they are chosen.
 */
export async function previewSelection(
  tx: ForceTx,
  importId: string,
  surveyKey: string = mainSurvey,
): Promise<SelectionPreview> {
  const survey = await getSurvey(tx, surveyKey)
  const today = todayOf(tx)
  const excluded: Record<string, number> = {}
  let mayBeRung = 0
  // The person of the last service that may be rung: the services come person by person, so one is enough to remember.
  let person: string | undefined
  const madeOrChanged = sql`(s.import_id = ${importId} or s.id in (
    select row_id from import_before where import_id = ${importId} and table_name = 'services'))`
  for await (const page of scanFacts(tx, survey, madeOrChanged))
    for (const { recipientId, facts } of page) {
      const reason = exclusionOf({ ...facts, isWaiting: facts.isWaiting || recipientId === person }, survey, today)
      if (reason !== undefined) excluded[reason] = (excluded[reason] ?? 0) + 1
      else {
        person = recipientId
        mayBeRung += 1
      }
    }
  return { mayBeRung, excluded }
}
