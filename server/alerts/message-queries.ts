/** The e-mails that carry alerts, and the places in the line that wait for one. */
import { sql } from 'kysely'
import type { ForceTx } from '../forces/service.ts'
import { newId } from '../platform/id.ts'
import { type Questionnaire, questionnaire } from '../surveys/schema.ts'
import type { AlertKind } from './rules.ts'

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
    .values(db => ({
      id: newId(),
      part: db
        .selectFrom('alert_messages as earlier')
        .select(sql<number>`coalesce(max(part), 0) + 1`.as('next'))
        .where('earlier.interview_id', '=', message.interviewId)
        .where('earlier.kind', '=', message.kind)
        .where('earlier.addressee', '=', message.addressee),
      interview_id: message.interviewId,
      kind: message.kind,
      addressee: message.addressee,
      addressee_staff_id: message.staffId,
      message_id: message.messageId,
      problem: message.problem,
      created_at: tx.now.toString(),
    }))
    .returning('id')
    .executeTakeFirstOrThrow()
  await tx.db.updateTable('alerts').set({ alert_message_id: id }).where('id', 'in', message.alertIds).execute()
  // What stood for them until now, and was never sent.
  await tx.db
    .deleteFrom('alert_messages')
    .where('interview_id', '=', message.interviewId)
    .where('message_id', 'is', null)
    .where(sql<boolean>`not exists (select from alerts where alerts.alert_message_id = alert_messages.id)`)
    .execute()
}

export interface Unheard {
  readonly id: string
  readonly interviewId: string
  readonly incidentId: string
  readonly unitId: string | null
  readonly questionnaire: Questionnaire
}

/** Alerts' places in the line that lead to nobody, by id from one on. */
export async function listUnheard(tx: ForceTx, after: string, limit: number) {
  return tx.db
    .selectFrom('alert_messages')
    .select(['id', 'interview_id'])
    .where('problem', 'is not', null)
    .where('id', '>', after)
    .orderBy('id')
    .limit(limit)
    .execute()
}

/**
 * Those that still lead to nobody, under a lock: two jobs never tell the same. Their interviews are locked first, by id, as
 * when an alert is raised; whoever has one is waited for, since it may be somebody who tells nobody.
 */
export async function lockUnheard(
  tx: ForceTx,
  listed: Awaited<ReturnType<typeof listUnheard>>,
): Promise<readonly Unheard[]> {
  if (listed.length === 0) return []
  const interviewIds = listed.map(one => one.interview_id)
  await tx.db.selectFrom('interviews').select('id').where('id', 'in', interviewIds).orderBy('id').forUpdate().execute()
  const rows = await tx.db
    .selectFrom('alert_messages')
    .innerJoin('interviews', 'interviews.id', 'alert_messages.interview_id')
    .innerJoin('incidents', 'incidents.id', 'interviews.incident_id')
    .innerJoin('questionnaires', 'questionnaires.id', 'interviews.questionnaire_id')
    .select(['alert_messages.id', 'alert_messages.interview_id', 'interviews.incident_id', 'interviews.ended_at'])
    .select(['interviews.unit_id', 'incidents.unit_id as unit_now', 'questionnaires.definition'])
    .where('alert_messages.problem', 'is not', null)
    .where(
      'alert_messages.id',
      'in',
      listed.map(one => one.id),
    )
    .orderBy('alert_messages.id')
    .forUpdate('alert_messages')
    .execute()
  return rows.map(row => ({
    id: row.id,
    interviewId: row.interview_id,
    incidentId: row.incident_id,
    unitId: row.ended_at ? row.unit_id : row.unit_now,
    questionnaire: questionnaire.parse(row.definition),
  }))
}

export interface WaitingForDigest {
  readonly id: string
  readonly staffId: string
}

/**
 * High alerts that a supervisor wants in the daily digest; locked, so that two workers never send the same. A second one stands
 * in line, and passes nothing over: a digest in two halves would be two e-mails.
 */
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
    .execute()
  return rows.map(row => ({ id: row.id, staffId: row.addressee_staff_id as string }))
}

export async function listAlertsOf(tx: ForceTx, alertMessageIds: readonly string[]) {
  return tx.db
    .selectFrom('alerts')
    .innerJoin('interviews', 'interviews.id', 'alerts.interview_id')
    .innerJoin('questionnaires', 'questionnaires.id', 'interviews.questionnaire_id')
    .select(['alerts.id', 'alerts.kind', 'alerts.staff_id', 'alerts.questions', 'questionnaires.definition'])
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
