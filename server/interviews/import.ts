/**
 * Interviews that were made elsewhere, from a file. A row is keyed by its reference:
 *
 *   new reference      ── an interview of mode `imported`, completed, with its facts, answers and whom they concern
 *   same row again     ── unchanged
 *   a changed row      ── a new revision with the new answers, and an audit entry
 *
 * The incident is made from its reference where it is not known. Rows are written many at a time in a few statements:
 * a year of 41,133 interviews is 288,000 answers.
 */
import { writeAudit } from '../audit/service.ts'
import { type ImportOptions, runImport } from '../forces/run-import.ts'
import type { ForceTx } from '../forces/service.ts'
import type { ImportResult, RowOutcome } from '../platform/import/result.ts'
import { getSurvey, type Survey } from '../surveys/service.ts'
import {
  learnWhatWasWritten,
  makeMissingIncidents,
  type ResolvedInterview,
  staffByCollarNumber,
  unitsByName,
  type Written,
  writeAnswers,
  writeInterviews,
} from './import-queries.ts'
import { type ImportedLine, type InterviewContext, interviewsProfile, readInterview } from './import-rules.ts'

export interface InterviewImportOptions extends ImportOptions {
  /** Interviews that are new raise alerts, as if just made. */
  readonly alerts: boolean
}

/** One file of interviews, as INTERFACES describes it. Throws the problems of `platform/import`. */
export const importInterviews = (options: InterviewImportOptions): Promise<ImportResult> =>
  runImport(options, {
    kind: 'interviews',
    profiles: [{ name: 'interviews', profile: interviewsProfile }],
    importBatch: (tx, rows) =>
      takeInInterviews(
        tx,
        rows.map(({ values }) => values),
        options,
      ),
    async finish(tx) {
      await learnWhatWasWritten(tx)
      return {}
    },
  })

/** Takes lines in and says, in their order, what became of each. */
async function takeInInterviews(
  tx: ForceTx,
  lines: readonly ImportedLine[],
  options: { readonly alerts: boolean },
): Promise<readonly RowOutcome[]> {
  const survey = await getSurvey(tx)
  const staff = await staffByCollarNumber(tx)
  const context: InterviewContext = {
    timeZone: tx.force.timeZone,
    questionnaire: survey.questionnaire,
    units: await unitsByName(tx),
  }
  const read = lines.map(line => {
    const interview = readInterview(line, context)
    return typeof interview === 'string' ? interview : resolve(tx, interview, staff)
  })
  const outcomes = new Map<ResolvedInterview, 'created' | 'updated' | 'unchanged'>()
  const interviews = read.filter(row => typeof row !== 'string')
  for (const rows of withoutRepeats(interviews)) await write(tx, survey, rows, options, outcomes)
  return read.map(row =>
    typeof row === 'string'
      ? { status: 'rejected', reason: row }
      : { status: outcomes.get(row) ?? 'unchanged', warnings: namesSomebodyUnknown(row) ? ['unknown_officer'] : [] },
  )
}

/** The hash covers what the force knows of the row too: once an officer is known, the same file brings something new. */
function resolve(
  tx: ForceTx,
  interview: Exclude<ReturnType<typeof readInterview>, string>,
  staff: ReadonlyMap<string, string>,
): ResolvedInterview {
  const callHandlerId = (interview.callHandler !== null && staff.get(interview.callHandler)) || null
  const officerId = (interview.officer !== null && staff.get(interview.officer)) || null
  const { completedAt, ...row } = interview
  const facts = JSON.stringify([completedAt.toString(), row, callHandlerId, officerId])
  return { ...interview, callHandlerId, officerId, rowHash: tx.seal.hash('row', facts) }
}

const namesSomebodyUnknown = (row: ResolvedInterview): boolean =>
  (row.callHandler !== null && row.callHandlerId === null) || (row.officer !== null && row.officerId === null)

/** In order, in lists in which no reference comes twice: what a later row says of it then counts. */
function withoutRepeats(rows: readonly ResolvedInterview[]): readonly (readonly ResolvedInterview[])[] {
  const lists: ResolvedInterview[][] = []
  const timesSeen = new Map<string, number>()
  for (const row of rows) {
    const times = timesSeen.get(row.reference) ?? 0
    timesSeen.set(row.reference, times + 1)
    const list = lists[times] ?? []
    lists[times] = list
    list.push(row)
  }
  return lists
}

async function write(
  tx: ForceTx,
  survey: Survey,
  rows: readonly ResolvedInterview[],
  options: { readonly alerts: boolean },
  outcomes: Map<ResolvedInterview, 'created' | 'updated' | 'unchanged'>,
): Promise<void> {
  const byReference = new Map(rows.map(row => [row.reference, row]))
  await makeMissingIncidents(tx, rows)
  const { created, revised } = await writeInterviews(tx, survey, rows)
  const written = [...created, ...revised]
  if (written.length === 0) return
  await writeAnswers(tx, survey, written, byReference)
  await auditRevised(tx, revised)
  if (options.alerts) for (const { id } of created) await tx.publish('interview.ended', { interviewId: id })
  const mark = (interviews: readonly Written[], outcome: 'created' | 'updated') => {
    for (const { reference } of interviews) {
      const row = byReference.get(reference)
      if (row) outcomes.set(row, outcome)
    }
  }
  mark(created, 'created')
  mark(revised, 'updated')
}

async function auditRevised(tx: ForceTx, revised: readonly Written[]): Promise<void> {
  await writeAudit(
    tx,
    ...revised.map(({ id, reference }) => ({
      action: 'interviews.corrected',
      subject: ['interview', id] as const,
      details: { reference, reason: 'the imported row has changed' },
    })),
  )
}
