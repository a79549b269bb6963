import { writeAudit } from '../audit/service.ts'
import type { ForceTx } from '../forces/service.ts'
import { newId } from '../platform/id.ts'
import { lockRecipient } from './person-queries.ts'
import { suppressionEndsInThePast, suppressionUnknown } from './problems.ts'
import { knownReason, lastDayPassed, outlasted } from './reasons.ts'
import type { LiftRequest, SuppressRequest } from './schema.ts'

export interface SuppressionAsked {
  readonly scope: 'surveys' | 'all'
  readonly reason: string
  /** The last day it holds; none: until somebody lifts it. */
  readonly until?: string | null
  readonly note?: string | null
}

/**
 * The person, and whoever shares a number with them, is not to be rung: for surveys, or at all. False if that was so
 * already: the first reason stands, and nothing changes.
 */
export async function suppressPerson(tx: ForceTx, recipientId: string, asked: SuppressionAsked): Promise<boolean> {
  const { scope, reason, until, note } = asked
  const made = await tx.db
    .insertInto('suppressions')
    .values({
      id: newId(),
      recipient_id: recipientId,
      scope,
      reason,
      note_sealed: tx.seal.sealOptional('suppressions.note', note),
      until_on: until ?? null,
      created_by: tx.actor.name,
      created_at: tx.now.toString(),
    })
    .onConflict(conflict => conflict.columns(['recipient_id', 'scope']).where('lifted_at', 'is', null).doNothing())
    .returning('id')
    .executeTakeFirst()
  if (!made) return false
  await writeAudit(tx, {
    action: 'recipients.suppressed',
    subject: ['recipient', recipientId],
    details: { scope, reason, ...(until ? { until } : {}) },
  })
  return true
}

/**
 * By what came of a call: it holds until somebody lifts it, and so takes the place of one that was to end on a day. False as
 * `suppressPerson`.
 */
export async function suppressByOutcome(
  tx: ForceTx,
  recipientId: string,
  asked: Pick<SuppressionAsked, 'scope' | 'reason'>,
): Promise<boolean> {
  // What a desk sets at this moment is waited for by the insert, and only a later statement sees until when it holds.
  for (;;) {
    const standing = await tx.db
      .selectFrom('suppressions')
      .select(['id', 'until_on'])
      .where('recipient_id', '=', recipientId)
      .where('scope', '=', asked.scope)
      .where('lifted_at', 'is', null)
      .forUpdate()
      .executeTakeFirst()
    if (standing?.until_on === null) return false
    if (standing) await lift(tx, standing.id, outlasted.code)
    if (await suppressPerson(tx, recipientId, asked)) return true
  }
}

/** From a desk: with one of its reasons. Throws `recipient_unknown`, `reason_unknown`, `suppression_ends_in_the_past`. */
export async function suppressFromDesk(tx: ForceTx, recipientId: string, request: SuppressRequest): Promise<void> {
  knownReason('suppress', request.reason)
  if (request.until && request.until < todayIn(tx)) throw suppressionEndsInThePast(request.until)
  await lockRecipient(tx, recipientId)
  await suppressPerson(tx, recipientId, request)
}

const todayIn = (tx: ForceTx): string => tx.now.toZonedDateTimeISO(tx.force.timeZone).toPlainDate().toString()

/**
 * Lifts one suppression; lifted already, it stays as it was. Throws `recipient_unknown`, `suppression_unknown`,
 * `reason_unknown`.
 */
export async function liftSuppression(
  tx: ForceTx,
  recipientId: string,
  suppressionId: string,
  { reason, note }: LiftRequest,
): Promise<void> {
  knownReason('lift', reason)
  await lockRecipient(tx, recipientId)
  const found = await tx.db
    .selectFrom('suppressions')
    .select('id')
    .where('id', '=', suppressionId)
    .where('recipient_id', '=', recipientId)
    .executeTakeFirst()
  if (!found) throw suppressionUnknown(suppressionId)
  await lift(tx, suppressionId, reason, note)
}

/** Those whose last day has passed are lifted by themselves. Returns how many. */
export async function liftDue(tx: ForceTx): Promise<number> {
  const due = await tx.db
    .selectFrom('suppressions')
    .select('id')
    .where('lifted_at', 'is', null)
    .where('until_on', '<', todayIn(tx))
    .orderBy('id')
    .forUpdate()
    .execute()
  for (const { id } of due) await lift(tx, id, lastDayPassed.code)
  return due.length
}

async function lift(tx: ForceTx, id: string, reason: string, note?: string | null): Promise<void> {
  const lifted = await tx.db
    .updateTable('suppressions')
    .set({
      lifted_at: tx.now.toString(),
      lifted_by: tx.actor.name,
      lift_reason: reason,
      lift_note_sealed: tx.seal.sealOptional('suppressions.lift_note', note),
    })
    .where('id', '=', id)
    .where('lifted_at', 'is', null)
    .returning(['recipient_id', 'scope'])
    .executeTakeFirst()
  if (!lifted) return
  await writeAudit(tx, {
    action: 'recipients.suppression_lifted',
    subject: ['recipient', lifted.recipient_id],
    details: { suppression: id, scope: lifted.scope, reason },
  })
  await tx.publish('recipients.freed', { recipientId: lifted.recipient_id })
}
