/** What raising alerts reads and writes. What is shown is in `list-queries.ts`. */
import type { ForceTx } from '../forces/service.ts'
import type { Concern } from '../interviews/concerns.ts'
import { type Questionnaire, questionnaire, type SurveySettings, surveySettings } from '../surveys/schema.ts'
import type { AlertLine } from './complaint.ts'
import type { DueAlert, RatedQuestion } from './rules.ts'

/** An interview that has ended, or waits to be finished. */
export interface HeardInterview {
  readonly id: string
  readonly hasEnded: boolean
  readonly incidentId: string
  readonly unitId: string | null
  readonly triggers: SurveySettings['triggers']
  readonly questionnaire: Questionnaire
}

/** Locks it, so that two jobs at once raise its alerts one after the other. Undefined: it was undone with its import. */
export async function lockInterview(tx: ForceTx, id: string): Promise<HeardInterview | undefined> {
  const row = await tx.db
    .selectFrom('interviews')
    .innerJoin('incidents', 'incidents.id', 'interviews.incident_id')
    .innerJoin('surveys', 'surveys.id', 'interviews.survey_id')
    .innerJoin('questionnaires', 'questionnaires.id', 'interviews.questionnaire_id')
    .select([
      'interviews.incident_id',
      'interviews.unit_id',
      'interviews.ended_at',
      'incidents.unit_id as unit_now',
      'surveys.settings',
      'questionnaires.definition',
      'interviews.id',
    ])
    .where('interviews.id', '=', id)
    .forUpdate('interviews')
    .executeTakeFirst()
  if (!row) return undefined
  const hasEnded = row.ended_at !== null
  return {
    id: row.id,
    hasEnded,
    incidentId: row.incident_id,
    unitId: hasEnded ? row.unit_id : row.unit_now,
    triggers: surveySettings.parse(row.settings).triggers,
    questionnaire: questionnaire.parse(row.definition),
  }
}

export async function listRatings(tx: ForceTx, interviewId: string): Promise<readonly RatedQuestion[]> {
  const rows = await tx.db
    .selectFrom('answers')
    .select(['question_key', 'rating'])
    .where('interview_id', '=', interviewId)
    .where('rating', 'is not', null)
    .execute()
  return rows.map(row => ({ key: row.question_key, rating: row.rating as number }))
}

export async function listConcerns(tx: ForceTx, interviewId: string): Promise<readonly Concern[]> {
  const rows = await tx.db
    .selectFrom('question_concerns')
    .select(['question_key', 'staff_id'])
    .where('interview_id', '=', interviewId)
    .orderBy('staff_id')
    .execute()
  return rows.map(row => ({ questionKey: row.question_key, staffId: row.staff_id }))
}

/** Everybody with a part in the incident, also where the collar number became known after the import. */
export async function listInvolvedStaffIds(tx: ForceTx, incidentId: string): Promise<ReadonlySet<string>> {
  const rows = await tx.db
    .selectFrom('involvements')
    .innerJoin('staff', 'staff.collar_number', 'involvements.collar_number')
    .select('staff.id')
    .where('involvements.incident_id', '=', incidentId)
    .execute()
  return new Set(rows.map(row => row.id))
}

export interface Alert extends DueAlert {
  readonly id: string
  readonly line: AlertLine
}

/** Those raised so far, with whether an e-mail was written about them. */
export async function listRaised(tx: ForceTx, interviewId: string) {
  const rows = await tx.db
    .selectFrom('alerts')
    .leftJoin('alert_messages', 'alert_messages.id', 'alerts.alert_message_id')
    .select(['alerts.id', 'alerts.kind', 'alerts.staff_id', 'alerts.questions', 'alert_messages.message_id'])
    .where('alerts.interview_id', '=', interviewId)
    .execute()
  return rows.map(row => ({
    id: row.id,
    kind: row.kind,
    staffId: row.staff_id,
    questions: row.questions,
    isTold: row.message_id !== null,
  }))
}

/** Inserts those that are new, and gives those there already their questions and their line as they are now. */
export async function saveAlerts(tx: ForceTx, interviewId: string, alerts: readonly Alert[]): Promise<void> {
  if (alerts.length === 0) return
  await tx.db
    .insertInto('alerts')
    .values(
      alerts.map(alert => ({
        id: alert.id,
        interview_id: interviewId,
        kind: alert.kind,
        staff_id: alert.staffId,
        questions: JSON.stringify(alert.questions),
        line: JSON.stringify(alert.line.steps),
        created_at: tx.now.toString(),
      })),
    )
    .onConflict(conflict =>
      conflict
        .column('id')
        .doUpdateSet(({ ref }) => ({ questions: ref('excluded.questions'), line: ref('excluded.line') })),
    )
    .execute()
}
