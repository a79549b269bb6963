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
import { keepBefore } from '../forces/import-journal.ts'
import { type ImportOptions, runImport } from '../forces/run-import.ts'
import type { ForceTx } from '../forces/service.ts'
import { compareRows, type RowStatus } from '../platform/import/compare.ts'
import type { ImportResult, RowOutcome } from '../platform/import/result.ts'
import { getSurvey, type Survey } from '../surveys/service.ts'
import {
  findImported,
  findRowHashes,
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

/** One file of interviews, as docs/importing.md describes it. Throws the problems of `platform/import`. */
export const importInterviews = (options: InterviewImportOptions): Promise<ImportResult> =>
  runImport(options, {
    kind: 'interviews',
    profiles: [{ name: 'interviews', profile: interviewsProfile }],
    importBatch: (tx, rows, { importId }) =>
      takeInInterviews(
        tx,
        rows.map(({ values }) => values),
        { ...options, importId },
      ),
    async finish(tx) {
      await learnWhatWasWritten(tx)
      return {}
    },
  })

interface Taking {
  readonly importId: string
  readonly alerts: boolean
}

/** Takes lines in and says, in their order, what became of each. */
async function takeInInterviews(
  tx: ForceTx,
  lines: readonly ImportedLine[],
  options: Taking,
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
  const rows = read.filter(row => typeof row !== 'string')
  const { statuses, changed } = compareRows(rows, {
    keyOf: ({ reference }) => reference,
    hashOf: ({ rowHash }) => rowHash,
    before: await findRowHashes(
      tx,
      rows.map(({ reference }) => reference),
    ),
  })
  await write(tx, survey, changed, options)
  let at = 0
  return read.map((row): RowOutcome => {
    if (typeof row === 'string') return { status: 'rejected', reason: row }
    return { status: statuses[at++] as RowStatus, warnings: namesSomebodyUnknown(row) ? ['unknown_officer'] : [] }
  })
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

/** Writes rows of which no two have one reference. */
async function write(tx: ForceTx, survey: Survey, rows: readonly ResolvedInterview[], options: Taking): Promise<void> {
  if (rows.length === 0) return
  const { importId } = options
  await makeMissingIncidents(tx, rows, importId)
  const known = await findImported(
    tx,
    rows.map(({ reference }) => reference),
  )
  await keepBefore(tx, importId, 'interviews', known)
  const { created, revised } = await writeInterviews(tx, survey, rows, importId)
  await writeAnswers(tx, survey, [...created, ...revised], new Map(rows.map(row => [row.reference, row])))
  await auditRevised(tx, revised)
  if (options.alerts) for (const { id } of created) await tx.publish('interview.ended', { interviewId: id })
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
