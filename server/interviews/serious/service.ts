/**
 * Something serious that is said in a call: an emergency, a safeguarding concern, a new crime, a risk of self-harm, a wish
 * to complain, a wish for an update.
 *
 *   said ──the interviewer's page──> reported, its desk told in the same transaction ──> taken up by somebody
 *
 * Nothing of it is lost: it is taken from whoever has, or once had, the call, also after the interview has ended or the call
 * went to somebody else; for some days, and so many of them, since each is an e-mail to a desk. If neither the desk nor the force has an address, it waits in the list, and is told when one appears.
 */
import { writeAudit } from '../../audit/service.ts'
import { findOnceHeld, lockCall } from '../../calls/service.ts'
import { type ForceTx, inForce, type Within } from '../../forces/service.ts'
import { eachApart } from '../../platform/each-apart.ts'
import type { Platform } from '../../platform/platform.ts'
import { Problem } from '../../platform/problem.ts'
import { openInterview } from '../open.ts'
import { interviewUnknown } from '../problems.ts'
import { findInterview } from '../queries.ts'
import { confirmedInTheFuture, reportIdTaken, reportTooLate, tooManyReports } from './problems.ts'
import {
  countReports,
  findReport,
  getIncidentOfCall,
  insertReport,
  listTold,
  listUntold,
  lockUntold,
  type ReportRow,
} from './queries.ts'
import type { SeriousRequest, SeriousResult } from './schema.ts'
import { tellDesk } from './telling.ts'

/**
 * Keeps a report and tells its desk. A repeat under the same id changes nothing and is answered as the first was. Throws
 * `interview_unknown`, `report_id_taken`, `too_many_reports`, `report_too_late`, `confirmed_in_the_future`.
 */
export async function reportSerious(
  platform: Platform,
  tx: ForceTx,
  interviewer: string,
  of: { readonly interviewId: string; readonly reportId: string },
  said: SeriousRequest,
): Promise<SeriousResult> {
  const call = await callOf(tx, of.interviewId, interviewer)
  const { callBackId, interviewId } = call
  if (!(await findReport(tx, of.reportId))) await refuseBeyondLimits(tx, interviewer, call, said)
  const isNew = await insertReport(tx, {
    id: of.reportId,
    kind: said.kind,
    call_back_id: callBackId,
    interview_id: interviewId,
    incident_id: await getIncidentOfCall(tx, callBackId),
    question_key: said.question ?? null,
    words: said.words,
    confirmed_at: said.confirmedAt ? Temporal.Instant.from(said.confirmedAt).toString() : null,
    reported_by: interviewer,
  })
  const report = (await findReport(tx, of.reportId)) as ReportRow
  if (isNew) {
    const toldTo = await tellDesk(platform, tx, report)
    await writeAudit(tx, {
      action: 'serious.reported',
      subject: ['serious_report', report.id],
      details: { kind: report.kind, interviewId: of.interviewId, told: toldTo.length },
    })
  } else if (report.reported_by !== interviewer || report.call_back_id !== callBackId) throw reportIdTaken(of.reportId)
  const told = await listTold(tx, [report.id])
  return {
    id: report.id,
    kind: report.kind,
    toldTo: told.map(message => message.told_to),
    at: report.reported_at.toString(),
  }
}

const reportsOfACall = 20
const lateDays = 14
const clockMayDifferMinutes = 5

async function refuseBeyondLimits(
  tx: ForceTx,
  interviewer: string,
  { callBackId, heldUntil }: CallOfReport,
  said: SeriousRequest,
): Promise<void> {
  const confirmedAt = said.confirmedAt ? Temporal.Instant.from(said.confirmedAt) : tx.now
  if (Temporal.Instant.compare(confirmedAt, tx.now.add({ minutes: clockMayDifferMinutes })) > 0)
    throw confirmedInTheFuture(confirmedAt.toString())
  const takenSince = tx.now.subtract({ hours: 24 * lateDays })
  if (heldUntil && Temporal.Instant.compare(heldUntil, takenSince) < 0) throw reportTooLate(lateDays)
  if ((await countReports(tx, interviewer, callBackId)) >= reportsOfACall) throw tooManyReports(reportsOfACall)
}

interface CallOfReport {
  readonly callBackId: string
  readonly interviewId: string | null
  /** Until when they had it in hand; null while they have. */
  readonly heldUntil: Temporal.Instant | null
}

/** The call it was said in, locked: in hand, where the interview then goes on; or one that they had in hand before. */
async function callOf(tx: ForceTx, interviewId: string, interviewer: string): Promise<CallOfReport> {
  const found = await findInterview(tx, interviewId)
  try {
    const open = await openInterview(tx, interviewId, interviewer)
    return { callBackId: open.call_back_id as string, interviewId, heldUntil: null }
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    const held = await findOnceHeld(tx, interviewer, {
      claimId: interviewId,
      callBackId: found?.call_back_id ?? null,
    })
    if (!held) throw interviewUnknown(interviewId)
    await lockCall(tx, held.callBackId)
    return { callBackId: held.callBackId, interviewId: found ? interviewId : null, heldUntil: held.until }
  }
}

/**
 * Tells of each report that had nobody to go to, now that there may be an address: once, however often it is called. Each
 * is told in a transaction of its own; throws at the end if one could not be.
 */
export async function tellUntold(platform: Platform, slug: string): Promise<void> {
  const within: Within = work => inForce(platform, slug, { kind: 'job', name: 'serious.tell_untold' }, work)
  await eachApart(await within(listUntold), id =>
    within(async tx => {
      const report = await lockUntold(tx, id)
      if (report) await tellLate(platform, tx, report)
    }),
  )
}

async function tellLate(platform: Platform, tx: ForceTx, report: ReportRow): Promise<void> {
  const toldTo = await tellDesk(platform, tx, report)
  if (toldTo.length === 0) return
  await writeAudit(tx, {
    action: 'serious.told_late',
    subject: ['serious_report', report.id],
    details: { kind: report.kind, told: toldTo.length },
  })
}
