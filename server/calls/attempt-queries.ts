import { sql } from 'kysely'
import type { ForceTx } from '../forces/service.ts'
import type { Survey } from '../surveys/service.ts'
import type { ClaimedCall } from './claim-queries.ts'
import { isCallable } from './eligibility-queries.ts'
import { type AttemptRequest, type AttemptResult, attemptResult } from './schema.ts'

interface EarlierAttempt {
  readonly callBackId: string
  readonly madeBy: string
  readonly result: AttemptResult
}

export async function findAttempt(tx: ForceTx, id: string): Promise<EarlierAttempt | undefined> {
  const row = await tx.db
    .selectFrom('attempts')
    .select(['call_back_id', 'made_by', 'result'])
    .where('id', '=', id)
    .executeTakeFirst()
  return row && { callBackId: row.call_back_id, madeBy: row.made_by, result: attemptResult.parse(row.result) }
}

export async function insertAttempt(
  tx: ForceTx,
  call: { readonly id: string; readonly claimId: string | null },
  interviewer: string,
  attempt: AttemptRequest,
  outcome: string,
  appointmentAt: Temporal.Instant | undefined,
  result: AttemptResult,
): Promise<void> {
  await tx.db
    .insertInto('attempts')
    .values({
      id: attempt.attemptId,
      call_back_id: call.id,
      claim_id: call.claimId,
      number_id: attempt.numberId,
      outcome,
      note_sealed: tx.seal.sealOptional('attempts.note', attempt.note),
      appointment_at: appointmentAt?.toString() ?? null,
      ring_seconds: attempt.ringSeconds ?? null,
      made_by: interviewer,
      made_at: tx.now.toString(),
      result: JSON.stringify(result),
    })
    .execute()
}

export async function isNumberOf(tx: ForceTx, recipientId: string, numberId: string): Promise<boolean> {
  const row = await tx.db
    .selectFrom('recipient_numbers')
    .select('id')
    .where('id', '=', numberId)
    .where('recipient_id', '=', recipientId)
    .executeTakeFirst()
  return row !== undefined
}

/** As an import wrote it. */
export async function getLanguageOf(tx: ForceTx, recipientId: string): Promise<string | null> {
  const row = await tx.db
    .selectFrom('recipients')
    .select('language')
    .where('id', '=', recipientId)
    .executeTakeFirstOrThrow()
  return row.language
}

interface NumberRow {
  readonly id: string
  readonly number_sealed: Buffer
  readonly extension_sealed: Buffer | null
  readonly safe: boolean
  readonly was_in_vain: boolean
}

export interface CallableNumber {
  readonly id: string
  readonly e164: string
  readonly extension: string | null
  readonly safe: boolean
  /** Rung in this call-back already, with an outcome that says to try the next number. */
  readonly wasInVain: boolean
}

export async function listCallableIds(
  tx: ForceTx,
  survey: Survey,
  { recipientId }: Pick<ClaimedCall, 'recipientId'>,
): Promise<readonly string[]> {
  const { rows } = await sql<{ id: string }>`
    select n.id from recipient_numbers n where n.recipient_id = ${recipientId} and ${isCallable(survey)}
    order by n.position, n.id`.execute(tx.db)
  return rows.map(({ id }) => id)
}

/** The numbers that may be rung in a call, in the person's order. */
export async function listCallableNumbers(
  tx: ForceTx,
  survey: Survey,
  call: Pick<ClaimedCall, 'id' | 'recipientId'>,
): Promise<readonly CallableNumber[]> {
  const inVain = survey.settings.outcomes.filter(rule => rule.next === 'next_number').map(rule => rule.name)
  const { rows } = await sql<NumberRow>`
    select n.id, n.number_sealed, n.extension_sealed, n.safe, exists (select from attempts a
      where a.call_back_id = ${call.id} and a.number_id = n.id and a.outcome = any(${inVain}::text[])) as was_in_vain
    from recipient_numbers n where n.recipient_id = ${call.recipientId} and ${isCallable(survey)}
    order by n.position, n.id`.execute(tx.db)
  return rows.map(row => ({
    id: row.id,
    e164: tx.seal.unseal('recipient_numbers.number', row.number_sealed),
    extension: tx.seal.unsealOptional('recipient_numbers.extension', row.extension_sealed),
    safe: row.safe,
    wasInVain: row.was_in_vain,
  }))
}
