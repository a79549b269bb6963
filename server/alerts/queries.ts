/** What raising alerts reads and writes. What is shown is in `list-queries.ts`. */
import { sql } from 'kysely'
import type { ForceTx } from '../forces/service.ts'
import type { Line } from '../people/line.ts'
import { newId } from '../platform/id.ts'
import { type Questionnaire, questionnaire, type SurveySettings, surveySettings } from '../surveys/schema.ts'
import type { AlertKind, DueAlert, RatedQuestion } from './rules.ts'

export interface EndedInterview {
  readonly id: string
  readonly incidentId: string
  readonly unitId: string | null
  readonly triggers: SurveySettings['triggers']
  readonly questionnaire: Questionnaire
}

/** Throws where the interview isn't there or hasn't ended: the event belongs to its ending. */
export async function getEndedInterview(tx: ForceTx, id: string): Promise<EndedInterview> {
  const row = await tx.db
    .selectFrom('interviews')
    .innerJoin('surveys', 'surveys.id', 'interviews.survey_id')
    .innerJoin('questionnaires', 'questionnaires.id', 'interviews.questionnaire_id')
    .select([
      'interviews.incident_id',
      'interviews.unit_id',
      'surveys.settings',
      'questionnaires.definition',
      'interviews.id',
    ])
    .where('interviews.id', '=', id)
    .where('interviews.ended_at', 'is not', null)
    .executeTakeFirstOrThrow()
  return {
    id: row.id,
    incidentId: row.incident_id,
    unitId: row.unit_id,
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

export async function listConcerns(tx: ForceTx, interviewId: string): Promise<ReadonlyMap<string, readonly string[]>> {
  const rows = await tx.db
    .selectFrom('question_concerns')
    .select(['question_key', 'staff_id'])
    .where('interview_id', '=', interviewId)
    .orderBy('staff_id')
    .execute()
  return new Map(
    [...Map.groupBy(rows, row => row.question_key)].map(([key, found]) => [key, found.map(row => row.staff_id)]),
  )
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

export interface NewAlert extends DueAlert {
  readonly id: string
  readonly line: Line
}

/** Those that are new: a second job, or one at the same time, gets none back and so tells nobody again. */
export async function insertAlerts(
  tx: ForceTx,
  interviewId: string,
  alerts: readonly NewAlert[],
): Promise<readonly NewAlert[]> {
  if (alerts.length === 0) return []
  const inserted = await tx.db
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
    .onConflict(conflict => conflict.constraint('alerts_one_per_interview_officer_and_kind').doNothing())
    .returning('id')
    .execute()
  const fresh = new Set(inserted.map(row => row.id))
  return alerts.filter(alert => fresh.has(alert.id))
}

export interface NewAlertMessage {
  readonly interviewId: string
  readonly kind: AlertKind
  readonly addressee: string
  readonly staffId: string | null
  readonly messageId: string | null
  readonly problem: string | null
  readonly alertIds: readonly string[]
}

/** Ties an interview's alerts of one kind to the one e-mail that carries them, or to why there is none. */
export async function insertAlertMessage(tx: ForceTx, message: NewAlertMessage): Promise<void> {
  const { id } = await tx.db
    .insertInto('alert_messages')
    .values({
      id: newId(),
      interview_id: message.interviewId,
      kind: message.kind,
      addressee: message.addressee,
      addressee_staff_id: message.staffId,
      message_id: message.messageId,
      problem: message.problem,
      created_at: tx.now.toString(),
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  await tx.db.updateTable('alerts').set({ alert_message_id: id }).where('id', 'in', message.alertIds).execute()
}

export interface Officer {
  readonly collarNumber: string
  readonly rank: string
  readonly name: string
  readonly email: string | null
  readonly alertDigest: boolean
}

export async function listOfficers(tx: ForceTx, staffIds: readonly string[]): Promise<ReadonlyMap<string, Officer>> {
  if (staffIds.length === 0) return new Map()
  const rows = await tx.db.selectFrom('staff').selectAll().where('id', 'in', staffIds).execute()
  return new Map(
    rows.map(row => [
      row.id,
      {
        collarNumber: row.collar_number,
        rank: row.rank,
        name: `${tx.seal.unseal('staff.forename', row.forename_sealed)} ${tx.seal.unseal('staff.surname', row.surname_sealed)}`,
        email: tx.seal.unsealOptional('staff.email', row.email_sealed),
        alertDigest: row.alert_digest,
      },
    ]),
  )
}

export interface WaitingForDigest {
  readonly id: string
  readonly staffId: string
}

/** High alerts that a supervisor wants in the daily digest; locked, so that two workers never send the same. */
export async function lockWaitingForDigest(
  tx: ForceTx,
  before: Temporal.Instant,
): Promise<readonly WaitingForDigest[]> {
  const rows = await tx.db
    .selectFrom('alert_messages')
    .select(['id', 'addressee_staff_id'])
    .where('kind', '=', 'high')
    .where('message_id', 'is', null)
    .where('problem', 'is', null)
    .where('addressee_staff_id', 'is not', null)
    .where('created_at', '<', sql<Temporal.Instant>`${before.toString()}::timestamptz`)
    .orderBy('id')
    .forUpdate()
    .skipLocked()
    .execute()
  return rows.map(row => ({ id: row.id, staffId: row.addressee_staff_id as string }))
}

export async function listAlertsOf(tx: ForceTx, alertMessageIds: readonly string[]) {
  return tx.db
    .selectFrom('alerts')
    .innerJoin('interviews', 'interviews.id', 'alerts.interview_id')
    .innerJoin('questionnaires', 'questionnaires.id', 'interviews.questionnaire_id')
    .select(['alerts.id', 'alerts.staff_id', 'alerts.questions', 'questionnaires.definition'])
    .where('alerts.alert_message_id', 'in', alertMessageIds)
    .orderBy('alerts.id')
    .execute()
}

export async function setDigestSent(
  tx: ForceTx,
  alertMessageIds: readonly string[],
  outcome: { readonly messageId: string } | { readonly problem: string },
): Promise<void> {
  await tx.db
    .updateTable('alert_messages')
    .set('messageId' in outcome ? { message_id: outcome.messageId } : { problem: outcome.problem })
    .where('id', 'in', alertMessageIds)
    .where('message_id', 'is', null)
    .execute()
}
