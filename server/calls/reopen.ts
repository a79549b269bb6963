import { sql } from 'kysely'
import { writeAudit } from '../audit/service.ts'
import type { ForceTx } from '../forces/service.ts'
import { exclusionAtClaim } from '../recipients/service.ts'
import { getSurveyById, type Survey } from '../surveys/service.ts'
import { reopen } from './call-back-state.ts'
import { listFacts, todayOf } from './eligibility-queries.ts'

/** Rules that a desk can set and take back: a call-back that ended by them, unrung, has not been settled. */
const takenBack: ReadonlySet<string> = new Set(['suppressed', 'not_usable_number'])

interface EndedRow {
  readonly id: string
  readonly survey_id: string
  readonly service_id: string
  readonly attempts_made: number
  readonly outcome: string
}

/**
 * Somebody may be rung again, or a number of theirs: call-backs of theirs, and of those who share a number with them, that
 * ended for it wait as before, if no rule keeps them out now. Returns how many.
 */
export async function reopenCallBacks(tx: ForceTx, recipientId: string): Promise<number> {
  await lockTheirs(tx, recipientId)
  const today = todayOf(tx)
  let reopened = 0
  for (const row of await listEnded(tx, recipientId)) {
    const survey = await getSurveyById(tx, row.survey_id)
    const [service] = await listFacts(tx, survey, sql`s.id = ${row.service_id}`)
    if (!service || !isTakenBack(survey, row.outcome)) continue
    const reason = exclusionAtClaim({ ...service.facts, isWaiting: false }, survey, today, row.attempts_made > 0)
    if (reason === undefined && (await putInQueue(tx, row))) reopened += 1
  }
  return reopened
}

/** What ended unclaimed since then of these services waits again: the next claim looks whether they may be rung now. */
export async function reopenUnclaimed(
  tx: ForceTx,
  serviceIds: readonly string[],
  since: Temporal.Instant,
): Promise<void> {
  const { rows } = await sql<Pick<EndedRow, 'id' | 'outcome'>>`
    select id, outcome from call_backs
    where service_id = any(${serviceIds}::uuid[]) and status = 'ended' and outcome is not null and claim_id is null
      and ended_at >= ${since.toString()}::timestamptz
    order by id`.execute(tx.db)
  for (const row of rows) await putInQueue(tx, row)
}

/** `suppressed` is also what ends the others of somebody who refused, whatever the survey calls its rule. */
const isTakenBack = (survey: Survey, outcome: string): boolean =>
  outcome === 'suppressed' ||
  survey.settings.exclusions.some(rule => takenBack.has(rule.rule) && rule.reason === outcome)

/** Of the person, and of those who share a number with them. */
const isTheirs = (recipientId: string) => sql<boolean>`recipient_id in (
  select ${recipientId}::uuid
  union select m.recipient_id from recipient_numbers n join recipient_numbers m on m.number_hash = n.number_hash
  where n.recipient_id = ${recipientId} and n.usable)`

/**
 * Waits for whoever is ending one of them for what was so before: only a later statement sees that it ended. All in one order,
 * and before anything else, so that no ring of locks closes.
 */
async function lockTheirs(tx: ForceTx, recipientId: string): Promise<void> {
  await sql`select id from call_backs where ${isTheirs(recipientId)} order by id for no key update`.execute(tx.db)
}

async function listEnded(tx: ForceTx, recipientId: string): Promise<readonly EndedRow[]> {
  const { rows } = await sql<EndedRow>`
    select id, survey_id, service_id, attempts_made, outcome from call_backs
    where status = 'ended' and outcome is not null and ${isTheirs(recipientId)}
    order by id`.execute(tx.db)
  return rows
}

async function putInQueue(tx: ForceTx, { id, outcome }: Pick<EndedRow, 'id' | 'outcome'>): Promise<boolean> {
  if (!(await reopen(tx, id, outcome))) return false
  await writeAudit(tx, { action: 'calls.reopened', subject: ['call_back', id], details: { endedFor: outcome } })
  return true
}
