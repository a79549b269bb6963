/**
 * Surveys: what is being asked of whom, and how. A survey points to one version of a questionnaire; its settings hold
 * eligibility, calling outcomes and alert triggers as data. `service-quality` is the survey of the paper.
 */
import type { ForceTx } from '../forces/service.ts'
import { newId } from '../platform/id.ts'
import { surveyUnknown } from './problems.ts'
import { type Questionnaire, questionnaire, type SurveySettings, surveySettings } from './schema.ts'
import { serviceQualityQuestionnaire, serviceQualitySettings } from './service-quality.ts'

export interface Survey {
  readonly id: string
  readonly key: string
  readonly name: string
  readonly settings: SurveySettings
  /** Counts the changes of the settings. */
  readonly revision: number
  readonly questionnaireId: string
  readonly questionnaire: Questionnaire
}

export const mainSurvey = 'service-quality'

/** Gives a new force the paper's survey. */
export async function furnishSurveys(tx: ForceTx): Promise<void> {
  const questionnaireId = newId()
  const surveyId = newId()
  const createdAt = tx.now.toString()
  const settings = JSON.stringify(surveySettings.parse(serviceQualitySettings))
  await tx.db
    .insertInto('questionnaires')
    .values({
      id: questionnaireId,
      key: serviceQualityQuestionnaire.key,
      version: serviceQualityQuestionnaire.version,
      definition: JSON.stringify(questionnaire.parse(serviceQualityQuestionnaire)),
      created_at: createdAt,
    })
    .execute()
  await tx.db
    .insertInto('surveys')
    .values({
      id: surveyId,
      key: mainSurvey,
      name: 'Service quality',
      questionnaire_id: questionnaireId,
      settings,
      created_at: createdAt,
    })
    .execute()
  await tx.db
    .insertInto('survey_revisions')
    .values({ survey_id: surveyId, revision: 1, settings, reason: '', changed_by: '', changed_at: createdAt })
    .execute()
}

/** Throws `survey_unknown`. */
export async function getSurvey(tx: ForceTx, key: string = mainSurvey): Promise<Survey> {
  const row = await surveyRows(tx).where('surveys.key', '=', key).executeTakeFirst()
  if (!row) throw surveyUnknown(key, tx.force.name)
  return toSurvey(row)
}

/** The survey of a call-back or an interview, which names one that is there. */
export async function getSurveyById(tx: ForceTx, id: string): Promise<Survey> {
  return toSurvey(await surveyRows(tx).where('surveys.id', '=', id).executeTakeFirstOrThrow())
}

export async function listSurveys(tx: ForceTx): Promise<readonly Survey[]> {
  return (await surveyRows(tx).orderBy('surveys.key').execute()).map(toSurvey)
}

const surveyRows = (tx: ForceTx) =>
  tx.db
    .selectFrom('surveys')
    .innerJoin('questionnaires', 'questionnaires.id', 'surveys.questionnaire_id')
    .select([
      'surveys.id',
      'surveys.key',
      'surveys.name',
      'surveys.settings',
      'surveys.revision',
      'surveys.questionnaire_id',
      'questionnaires.definition',
    ])

function toSurvey(row: Awaited<ReturnType<ReturnType<typeof surveyRows>['executeTakeFirstOrThrow']>>): Survey {
  return {
    id: row.id,
    key: row.key,
    name: row.name,
    settings: surveySettings.parse(row.settings),
    revision: row.revision,
    questionnaireId: row.questionnaire_id,
    questionnaire: questionnaire.parse(row.definition),
  }
}
