/** What the desks see of what was reported to them, and who takes care of it. Every look at what was said leaves word. */
import { writeAudit } from '../../audit/service.ts'
import { deskOf } from '../../calls/service.ts'
import type { Role } from '../../forces/schema.ts'
import type { ForceTx } from '../../forces/service.ts'
import { listUserNames } from '../../people/users-queries.ts'
import type { SeriousKind } from '../../platform/tables.ts'
import { readContact } from '../../recipients/service.ts'
import { questionsOf } from '../../surveys/rules.ts'
import { questionnaire } from '../../surveys/schema.ts'
import { reportTaken, reportUnknown } from './problems.ts'
import { countOpen, type ListedReport, listReports, listTold, takeReport, wordsColumn } from './queries.ts'
import type { SeriousDetail, SeriousList, SeriousQuery, SeriousSummary } from './schema.ts'

const callCentre: readonly SeriousKind[] = ['emergency', 'safeguarding', 'new_crime', 'self_harm', 'update']

/** Complaints are for those who handle them, and not for the line; all else is not for them. */
export function kindsFor(roles: readonly Role[]): readonly SeriousKind[] {
  const kinds = new Set<SeriousKind>()
  if (roles.includes('administrator') || roles.includes('team_leader')) for (const kind of callCentre) kinds.add(kind)
  if (roles.includes('administrator') || roles.includes('complaints')) kinds.add('complaint')
  return [...kinds]
}

export async function listSerious(
  tx: ForceTx,
  kinds: readonly SeriousKind[],
  query: SeriousQuery,
): Promise<SeriousList> {
  const wanted = query.kind === undefined ? kinds : kinds.filter(kind => kind === query.kind)
  const filter = { openOnly: query.show === 'open', cursor: query.cursor, limit: query.limit + 1 }
  const found = wanted.length === 0 ? [] : await listReports(tx, { kinds: wanted, ...filter })
  const rows = found.slice(0, query.limit)
  return {
    reports: await summarise(tx, rows),
    open: await countOpen(tx, kinds),
    nextCursor: found.length > query.limit ? (rows.at(-1)?.id ?? null) : null,
  }
}

/** Throws `report_unknown`, also for a report that is not theirs to see. */
export async function viewSerious(tx: ForceTx, kinds: readonly SeriousKind[], id: string): Promise<SeriousDetail> {
  const [row] = await listReports(tx, { kinds, id, limit: 1 })
  if (!row) throw reportUnknown(id)
  const [summary] = await summarise(tx, [row])
  await writeAudit(tx, { action: 'serious.viewed', subject: ['serious_report', id], details: { kind: row.kind } })
  return {
    ...(summary as SeriousSummary),
    duty: deskOf(tx.force, row.kind).duty,
    words: tx.seal.unseal(wordsColumn, row.words_sealed),
    question: titleOf(row),
    confirmedAt: row.confirmed_at?.toString() ?? null,
    person: (row.recipient_id && (await readContact(tx, row.recipient_id))) || null,
    interviewId: row.interview_id,
  }
}

/** Says who takes care of it; a repeat by the same changes nothing. Throws `report_unknown`, `report_taken`. */
export async function takeUpSerious(
  tx: ForceTx,
  kinds: readonly SeriousKind[],
  id: string,
  userId: string,
): Promise<SeriousSummary> {
  const [before] = await listReports(tx, { kinds, id, limit: 1 })
  if (!before) throw reportUnknown(id)
  if (await takeReport(tx, id, userId))
    await writeAudit(tx, {
      action: 'serious.taken_up',
      subject: ['serious_report', id],
      details: { kind: before.kind },
    })
  const [row] = await listReports(tx, { kinds, id, limit: 1 })
  const [summary] = await summarise(tx, row ? [row] : [])
  if (!row || !summary) throw reportUnknown(id)
  if (row.taken_by !== userId) throw reportTaken(id, summary.taken?.by ?? '')
  return summary
}

async function summarise(tx: ForceTx, rows: readonly ListedReport[]): Promise<SeriousSummary[]> {
  const told = Map.groupBy(
    await listTold(
      tx,
      rows.map(row => row.id),
    ),
    message => message.serious_report_id,
  )
  const names = await listUserNames(
    tx,
    rows.flatMap(row => [row.reported_by, row.taken_by ?? '']),
  )
  return rows.map(row => ({
    id: row.id,
    kind: row.kind,
    title: deskOf(tx.force, row.kind).title,
    at: row.reported_at.toString(),
    reportedBy: names.get(row.reported_by) ?? row.reported_by,
    incident: { reference: row.reference, unit: row.unit },
    told: (told.get(row.id) ?? []).map(({ told_to, status, last_reply }) => ({
      to: told_to,
      status,
      lastReply: last_reply,
    })),
    taken:
      row.taken_by === null || row.taken_at === null
        ? null
        : { by: names.get(row.taken_by) ?? row.taken_by, at: row.taken_at.toString() },
  }))
}

const titleOf = ({ question_key, definition }: ListedReport): string | null =>
  question_key === null || !definition
    ? null
    : (questionsOf(questionnaire.parse(definition)).find(question => question.key === question_key)?.title ??
      question_key)
