/**
 * Alerts: what follows from the 1s and 5s of one interview.
 *
 *   interview.ended ──> alert per officer and kind ──> one e-mail per addressee and kind
 *                          │ whom: the line (people/line.ts)     ├── at once
 *                          │                                     └── 5s in a daily digest, if the supervisor chose it
 *                          └── nobody to tell: the alert stays, and says so
 *
 * Alerts are inserted first, under their unique key, and only new ones are told: so the job may run twice, also at once.
 */
import { type Actor, writeAudit } from '../audit/service.ts'
import { type ForceTx, inForce } from '../forces/service.ts'
import { type Addressee, findLine } from '../people/line.ts'
import { newId } from '../platform/id.ts'
import { queueMessage } from '../platform/mail.ts'
import type { Platform } from '../platform/platform.ts'
import { questionsOf } from '../surveys/rules.ts'
import { questionnaire } from '../surveys/schema.ts'
import { composeAlert, composeDigest, type Told } from './compose.ts'
import {
  getEndedInterview,
  insertAlertMessage,
  insertAlerts,
  listAlertsOf,
  listConcerns,
  listInvolvedStaffIds,
  listOfficers,
  listRatings,
  lockWaitingForDigest,
  type NewAlert,
  type Officer,
  setDigestSent,
} from './queries.ts'
import { alertsDue, latestDigestTime } from './rules.ts'

export const nobodyToTell = 'nobody to tell'

/** Raises what an ended interview calls for, and tells whom the line says; a second time it changes nothing. */
export async function raiseAlerts(platform: Platform, slug: string, interviewId: string): Promise<void> {
  const actor: Actor = { kind: 'job', name: 'alerts.raise' }
  await inForce(platform, slug, actor, async tx => {
    const interview = await getEndedInterview(tx, interviewId)
    const order = questionsOf(interview.questionnaire)
    const titles = new Map(order.map(question => [question.key, question.title]))
    const position = (key: string) => order.findIndex(question => question.key === key)
    const ratings = (await listRatings(tx, interviewId)).toSorted((a, b) => position(a.key) - position(b.key))
    const due = alertsDue(interview.triggers, ratings, await listConcerns(tx, interviewId))
    if (due.length === 0) return

    const involvedStaffIds = await listInvolvedStaffIds(tx, interview.incidentId)
    const lines = new Map<string | null, NewAlert['line']>()
    for (const { staffId } of due)
      if (!lines.has(staffId))
        lines.set(staffId, await findLine(tx, { staffId, unitId: interview.unitId, involvedStaffIds }))
    const alerts = due.map(alert => ({ ...alert, id: newId(), line: lines.get(alert.staffId) as NewAlert['line'] }))
    const fresh = await insertAlerts(tx, interviewId, alerts)
    for (const [, told] of Map.groupBy(fresh, alert => `${alert.kind} ${addresseeKey(alert.line.addressee)}`))
      await tellAddressee(platform, tx, interviewId, told, titles)
    await writeAudit(
      tx,
      ...fresh.map(alert => ({
        action: 'alerts.raised',
        subject: ['alert', alert.id] as const,
        details: { interviewId, kind: alert.kind, addressee: addresseeKey(alert.line.addressee) },
      })),
    )
  })
}

function addresseeKey(addressee: Addressee | null): string {
  if (!addressee) return 'nobody'
  if (addressee.kind === 'staff') return `staff:${addressee.staffId}`
  return addressee.kind === 'unit' ? `unit:${addressee.unitId}` : 'force'
}

async function tellAddressee(
  platform: Platform,
  tx: ForceTx,
  interviewId: string,
  alerts: readonly NewAlert[],
  titles: ReadonlyMap<string, string>,
): Promise<void> {
  const [first] = alerts
  if (!first) return
  const { kind } = first
  const { addressee } = first.line
  const staffId = addressee?.kind === 'staff' ? addressee.staffId : null
  const people = await listOfficers(
    tx,
    [staffId, ...alerts.map(alert => alert.staffId)].filter(id => id !== null),
  )
  const supervisor = staffId ? people.get(staffId) : undefined
  const to = addressee && ('mailbox' in addressee ? addressee.mailbox : supervisor?.email)
  const waits = kind === 'high' && (supervisor?.alertDigest ?? false)
  const messageId =
    to && !waits
      ? await queueMessage(platform, tx, {
          purpose: 'alert',
          to,
          ...composeAlert(tx.force, kind, supervisor, asTold(platform, tx, alerts, people, titles)),
          headers: { 'X-Ringback-Alert': alerts.map(alert => alert.id).join(' ') },
        })
      : null
  await insertAlertMessage(tx, {
    interviewId,
    kind,
    addressee: addresseeKey(addressee),
    staffId,
    messageId,
    problem: to ? null : nobodyToTell,
    alertIds: alerts.map(alert => alert.id),
  })
}

function asTold(
  platform: Platform,
  tx: ForceTx,
  alerts: readonly Pick<NewAlert, 'id' | 'staffId' | 'questions'>[],
  people: ReadonlyMap<string, Officer>,
  titles: ReadonlyMap<string, string>,
): readonly Told[] {
  return alerts.map(alert => ({
    officer: alert.staffId ? people.get(alert.staffId) : undefined,
    questions: alert.questions.map(({ key, rating }) => ({ title: titles.get(key) ?? key, rating })),
    link: `${platform.config.publicUrl}/f/${tx.force.slug}/alerts/${alert.id}`,
  }))
}

/** Sends each supervisor who chose it the 5s raised before the latest seven in the morning: once, however often it is called. */
export async function sendDigests(platform: Platform, slug: string): Promise<void> {
  const actor: Actor = { kind: 'job', name: 'alerts.send_digest' }
  await inForce(platform, slug, actor, async tx => {
    const waiting = await lockWaitingForDigest(tx, latestDigestTime(tx.now, tx.force.timeZone))
    for (const [staffId, theirs] of Map.groupBy(waiting, message => message.staffId))
      await sendDigest(
        platform,
        tx,
        staffId,
        theirs.map(message => message.id),
      )
  })
}

async function sendDigest(
  platform: Platform,
  tx: ForceTx,
  staffId: string,
  alertMessageIds: readonly string[],
): Promise<void> {
  const alerts = await listAlertsOf(tx, alertMessageIds)
  const people = await listOfficers(tx, [staffId, ...alerts.map(alert => alert.staff_id).filter(id => id !== null)])
  const supervisor = people.get(staffId)
  if (!supervisor?.email) {
    await setDigestSent(tx, alertMessageIds, { problem: nobodyToTell })
    return writeAudit(tx, { action: 'alerts.digest_unsent', subject: ['staff', staffId], details: { alertMessageIds } })
  }
  const told = alerts.flatMap(alert => {
    const titles = new Map(questionsOf(questionnaire.parse(alert.definition)).map(({ key, title }) => [key, title]))
    const { id, questions, staff_id } = alert
    return asTold(platform, tx, [{ id, questions, staffId: staff_id }], people, titles)
  })
  const messageId = await queueMessage(platform, tx, {
    purpose: 'alert digest',
    to: supervisor.email,
    ...composeDigest(tx.force, supervisor, told),
  })
  await setDigestSent(tx, alertMessageIds, { messageId })
  await writeAudit(tx, {
    action: 'alerts.digest_queued',
    subject: ['message', messageId],
    details: { alertMessageIds },
  })
}
