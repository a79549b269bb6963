/**
 * Alerts: what follows from the 1s and 5s of one interview.
 *
 *   interview.ended ────> alert per officer and kind ──> one e-mail per addressee and kind
 *   interview.put_off ──> of the 1s alone ─┘  │               ├── at once
 *                                             │               └── 5s in a daily digest, where `staff.alert_digest`
 *                                             │                   says so; nothing sets it yet
 *     whom: the line (people/line.ts), but a 1 of somebody who wishes to complain goes to those who handle complaints
 *                                             └── nobody to tell: the alert stays, says so, and is tried again when an
 *                                                 address or a posting has changed, and each hour
 *
 * The interview is locked while its alerts are raised, and only what is new of them is told: so the job may run twice, also
 * at once. An alert that gains a question, when an interview that was put off is finished, is told of again with all of them.
 */
import { type Actor, writeAudit } from '../audit/service.ts'
import { type ForceTx, inForce } from '../forces/service.ts'
import { isComplaint, listConcernsSoFar } from '../interviews/service.ts'
import { findLine } from '../people/line.ts'
import { listMembers } from '../people/members.ts'
import { newId } from '../platform/id.ts'
import { queueMessage } from '../platform/mail.ts'
import type { Platform } from '../platform/platform.ts'
import { questionsOf } from '../surveys/rules.ts'
import { type Questionnaire, questionnaire } from '../surveys/schema.ts'
import { type AlertLine, lineOfComplaint } from './complaint.ts'
import { composeDigest } from './compose.ts'
import {
  listAlertsOf,
  listUnheard,
  lockUnheard,
  lockWaitingForDigest,
  setDigestSent,
  type Unheard,
} from './message-queries.ts'
import {
  type Alert,
  listConcerns,
  listInvolvedStaffIds,
  listRaised,
  listRatings,
  lockInterview,
  saveAlerts,
} from './queries.ts'
import { alertsDue, latestDigestTime, newsOf, type RaisedAlert } from './rules.ts'
import { addresseeKey, asTold, nobodyToTell, tell } from './telling.ts'

/** Raises what an interview calls for that has ended or was put off, and tells whom the line says; a second time it changes nothing. */
export async function raiseAlerts(platform: Platform, slug: string, interviewId: string): Promise<void> {
  const actor: Actor = { kind: 'job', name: 'alerts.raise' }
  await inForce(platform, slug, actor, async tx => {
    const interview = await lockInterview(tx, interviewId)
    if (!interview) return
    const order = questionsOf(interview.questionnaire).map(question => question.key)
    const ratings = (await listRatings(tx, interviewId)).toSorted((a, b) => order.indexOf(a.key) - order.indexOf(b.key))
    // Until it ends a 5 can wait, and may still become something else.
    const triggers = interview.triggers.filter(({ kind }) => interview.hasEnded || kind === 'low')
    const concerns = await (interview.hasEnded ? listConcerns : listConcernsSoFar)(tx, interviewId)
    const raised = await listRaised(tx, interviewId)
    const news = newsOf(alertsDue(triggers, ratings, concerns), raised, newId)
    if (news.length === 0) return
    const alerts = await withLines(tx, interview, news)
    await saveAlerts(tx, interviewId, alerts)
    const toldBefore = new Set(raised.filter(alert => alert.isTold).map(alert => alert.id))
    await tell(platform, tx, { interviewId, titles: titlesOf(interview.questionnaire), toldBefore }, alerts)
    await writeAudit(
      tx,
      ...alerts.map(alert => ({
        action: raised.some(one => one.id === alert.id) ? 'alerts.extended' : 'alerts.raised',
        subject: ['alert', alert.id] as const,
        details: { interviewId, kind: alert.kind, addressee: addresseeKey(alert.line.addressee) },
      })),
    )
  })
}

const titlesOf = (of: Questionnaire): ReadonlyMap<string, string> =>
  new Map(questionsOf(of).map(({ key, title }) => [key, title]))

/** Each alert with the way to whoever hears of its officer now. */
async function withLines(
  tx: ForceTx,
  interview: { readonly id: string; readonly incidentId: string; readonly unitId: string | null },
  alerts: readonly RaisedAlert[],
): Promise<readonly Alert[]> {
  const complained = await isComplaint(tx, interview.id)
  const involvedStaffIds = await listInvolvedStaffIds(tx, interview.incidentId)
  const lines = new Map<string | null, AlertLine>()
  for (const { staffId } of alerts)
    if (!lines.has(staffId))
      lines.set(staffId, await findLine(tx, { staffId, unitId: interview.unitId, involvedStaffIds }))
  return alerts.map(alert => ({
    ...alert,
    line: complained && alert.kind === 'low' ? lineOfComplaint(tx) : (lines.get(alert.staffId) as AlertLine),
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
  const people = await listMembers(tx, [staffId, ...alerts.map(alert => alert.staff_id).filter(id => id !== null)])
  const supervisor = people.get(staffId)
  if (!supervisor?.email) {
    await setDigestSent(tx, alertMessageIds, { problem: nobodyToTell })
    return writeAudit(tx, { action: 'alerts.digest_unsent', subject: ['staff', staffId], details: { alertMessageIds } })
  }
  const told = alerts.flatMap(alert => {
    const titles = titlesOf(questionnaire.parse(alert.definition))
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

const unheardAtOnce = 100

/** Tells of each alert that had nobody to tell whom its line leads to now: once, however often and many at once it is called. */
export async function tellUnheard(platform: Platform, slug: string): Promise<void> {
  const actor: Actor = { kind: 'job', name: 'alerts.tell_unheard' }
  let after: string | undefined = '00000000-0000-0000-0000-000000000000'
  while (after !== undefined) {
    const from: string = after
    after = await inForce(platform, slug, actor, async tx => {
      const listed = await listUnheard(tx, from, unheardAtOnce)
      for (const one of await lockUnheard(tx, listed)) await tellIfReachable(platform, tx, one)
      return listed.at(-1)?.id
    })
  }
}

async function tellIfReachable(platform: Platform, tx: ForceTx, unheard: Unheard): Promise<void> {
  const { id, interviewId } = unheard
  const rows = await listAlertsOf(tx, [id])
  const raised = rows.map(row => ({ id: row.id, kind: row.kind, staffId: row.staff_id, questions: row.questions }))
  const reachable = (await withLines(tx, { ...unheard, id: interviewId }, raised)).filter(
    alert => alert.line.addressee !== null,
  )
  await saveAlerts(tx, interviewId, reachable)
  await tell(platform, tx, { interviewId, titles: titlesOf(unheard.questionnaire), toldBefore: new Set() }, reachable)
  await writeAudit(
    tx,
    ...reachable.map(alert => ({
      action: 'alerts.told_late',
      subject: ['alert', alert.id] as const,
      details: { interviewId, kind: alert.kind, addressee: addresseeKey(alert.line.addressee) },
    })),
  )
}
