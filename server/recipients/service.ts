/**
 * Recipients: who received a service, on which numbers, and who must not be rung. An import brings them (import.ts); whether
 * one may be rung is asked of eligibility.ts, by rules that are data. What a call teaches about a person is kept here.
 *
 *   number  usable ──struck off──> never rung again for this person
 *   person  free ──suppressed──> not rung, nor anybody on a number of theirs, until it is lifted
 */
import { writeAudit } from '../audit/service.ts'
import type { ForceTx } from '../forces/service.ts'
import { newId } from '../platform/id.ts'

export {
  exclusionAtClaim,
  exclusionOf,
  explainExclusion,
  questionsThatCouldBeAsked,
  type ServiceFacts,
} from './eligibility.ts'
export { importRecipients } from './import.ts'

/** The number is somebody else's: it is kept, and never rung again for this person. */
export async function strikeOffNumber(tx: ForceTx, numberId: string): Promise<void> {
  const struck = await tx.db
    .updateTable('recipient_numbers')
    .set({ struck_off_at: tx.now.toString() })
    .where('id', '=', numberId)
    .where('struck_off_at', 'is', null)
    .returning('id')
    .execute()
  await writeAudit(
    tx,
    ...struck.map(({ id }) => ({
      action: 'recipients.number_struck_off',
      subject: ['recipient_number', id] as const,
    })),
  )
}

/**
 * The person, and whoever shares a number with them, is not to be rung: for surveys, or at all. False if that was so
 * already: the first reason stands, and nothing changes.
 */
export async function suppressPerson(
  tx: ForceTx,
  recipientId: string,
  suppression: { readonly scope: 'surveys' | 'all'; readonly reason: string; readonly note?: string | null },
): Promise<boolean> {
  const { scope, reason, note } = suppression
  const made = await tx.db
    .insertInto('suppressions')
    .values({
      id: newId(),
      recipient_id: recipientId,
      scope,
      reason,
      note_sealed: tx.seal.sealOptional('suppressions.note', note),
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
    details: { scope, reason },
  })
  return true
}
