import { writeAudit } from '../audit/service.ts'
import type { ForceTx } from '../forces/service.ts'
import { listUserNames } from '../people/users-queries.ts'
import { getSurvey } from '../surveys/service.ts'
import { nameOf } from './find-queries.ts'
import {
  countServices,
  findRecipient,
  listMaybeTheSame,
  listNumbers,
  listServices,
  listSuppressions,
} from './person-queries.ts'
import { recipientUnknown } from './problems.ts'
import { reasonOf, reasons } from './reasons.ts'
import type { Recipient, Suppression } from './schema.ts'

/** What of a person's page is looked at. */
export type Viewed = 'viewed' | 'calls_viewed' | 'history_viewed'

/** Nobody looks at a person without leaving word. Throws `recipient_unknown`. */
export async function noteView(tx: ForceTx, recipientId: string, viewed: Viewed): Promise<void> {
  if (!(await findRecipient(tx, recipientId))) throw recipientUnknown(recipientId)
  await writeAudit(tx, { action: `recipients.${viewed}`, subject: ['recipient', recipientId] })
}

export async function viewRecipient(tx: ForceTx, id: string): Promise<Recipient> {
  await noteView(tx, id, 'viewed')
  return readRecipient(tx, id)
}

/** Everything known of a person. Throws `recipient_unknown`. */
export async function readRecipient(tx: ForceTx, id: string): Promise<Recipient> {
  const row = await findRecipient(tx, id)
  if (!row) throw recipientUnknown(id)
  return {
    id,
    name: nameOf(tx, row),
    bornOn: tx.seal.unsealOptional('recipients.born_on', row.born_on_sealed),
    email: tx.seal.unsealOptional('recipients.email', row.email_sealed),
    language: row.language,
    needs: row.needs,
    knownSince: row.created_at.toString(),
    import: await importOf(tx, row.import_id),
    numbers: await listNumbers(tx, id),
    suppressions: await suppressionsOf(tx, id),
    services: await listServices(tx, id),
    servicesInAll: await countServices(tx, id),
    maybeTheSame: await listMaybeTheSame(tx, id),
    reasons: {
      suppress: [...reasons.suppress],
      lift: [...reasons.lift],
      strikeOff: [...reasons.strikeOff],
      putBack: [...reasons.putBack],
      markUnsafe: [...reasons.markUnsafe],
      markSafe: [...reasons.markSafe],
    },
  }
}

async function importOf(tx: ForceTx, id: string | null): Promise<Recipient['import']> {
  if (id === null) return null
  const row = await tx.db.selectFrom('imports').select(['id', 'file_name']).where('id', '=', id).executeTakeFirst()
  return row ? { id: row.id, fileName: row.file_name } : null
}

async function suppressionsOf(tx: ForceTx, recipientId: string): Promise<Suppression[]> {
  const rows = await listSuppressions(tx, recipientId)
  if (rows.length === 0) return []
  const { settings } = await getSurvey(tx)
  const names = await listUserNames(
    tx,
    rows.flatMap(row => [row.created_by, row.lifted_by ?? '']),
  )
  return rows.map(row => ({
    id: row.id,
    scope: row.scope,
    reason: reasonOf(row.reason, settings.outcomes),
    note: tx.seal.unsealOptional('suppressions.note', row.note_sealed),
    createdAt: row.created_at.toString(),
    createdBy: names.get(row.created_by) ?? null,
    until: row.until_on,
    liftedAt: row.lifted_at?.toString() ?? null,
    liftedBy: row.lifted_by === null ? null : (names.get(row.lifted_by) ?? null),
    liftReason: row.lift_reason === null ? null : reasonOf(row.lift_reason, settings.outcomes),
    liftNote: tx.seal.unsealOptional('suppressions.lift_note', row.lift_note_sealed),
  }))
}
