import { writeAudit } from '../audit/service.ts'
import type { ForceTx } from '../forces/service.ts'
import { lockRecipient } from './person-queries.ts'
import { numberUnknown } from './problems.ts'
import { knownReason } from './reasons.ts'
import type { NumberRequest } from './schema.ts'

/** What each change writes, on what is not so already; whether it may let somebody be rung again; what the audit says. */
const changes = {
  strikeOff: { frees: false, action: 'recipients.number_struck_off' },
  putBack: { frees: true, action: 'recipients.number_put_back' },
  markUnsafe: { frees: false, action: 'recipients.number_marked_unsafe' },
  markSafe: { frees: true, action: 'recipients.number_marked_safe' },
} as const

/** False if it was so already. */
async function write(tx: ForceTx, numberId: string, change: NumberRequest['change'], reason: string): Promise<boolean> {
  const update = tx.db.updateTable('recipient_numbers').where('id', '=', numberId).returning('id')
  const guarded = {
    strikeOff: () => update.set({ struck_off_at: tx.now.toString() }).where('struck_off_at', 'is', null),
    putBack: () => update.set({ struck_off_at: null }).where('struck_off_at', 'is not', null),
    markUnsafe: () => update.set({ safe: false }).where('safe', '=', true),
    markSafe: () => update.set({ safe: true }).where('safe', '=', false),
  }
  const changed = await guarded[change]().executeTakeFirst()
  if (!changed) return false
  await writeAudit(tx, {
    action: changes[change].action,
    subject: ['recipient_number', numberId],
    details: { reason },
  })
  return true
}

/** The number is somebody else's: it is kept, and never rung again for this person. */
export async function strikeOffNumber(tx: ForceTx, numberId: string, reason: string): Promise<void> {
  await write(tx, numberId, 'strikeOff', reason)
}

/** From a desk, with one of its reasons. Throws `recipient_unknown`, `number_unknown`, `reason_unknown`. */
export async function changeNumber(
  tx: ForceTx,
  recipientId: string,
  numberId: string,
  { change, reason }: NumberRequest,
): Promise<void> {
  knownReason(change, reason)
  await lockRecipient(tx, recipientId)
  const found = await tx.db
    .selectFrom('recipient_numbers')
    .select('id')
    .where('id', '=', numberId)
    .where('recipient_id', '=', recipientId)
    .executeTakeFirst()
  if (!found) throw numberUnknown(numberId)
  if ((await write(tx, numberId, change, reason)) && changes[change].frees)
    await tx.publish('recipients.freed', { recipientId })
}
