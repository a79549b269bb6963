/**
 * Who did what to what, and when. Every change writes its entry in its own transaction, so that the record and the change
 * stand or fall together. Details name what changed and never hold sealed personal data.
 */
import type { ForceDb } from '../platform/database.ts'
import { newId } from '../platform/id.ts'

/** Who acts: a signed-in user (by id), a command, or a job (by task). */
export interface Actor {
  readonly kind: 'user' | 'command' | 'job'
  readonly name: string
}

export interface AuditEntry {
  /** Verb in the past, after its stage: `calls.claimed`. */
  readonly action: string
  readonly subject: readonly [kind: string, id: string]
  readonly details?: Readonly<Record<string, unknown>>
}

export async function writeAudit(
  tx: { db: ForceDb; now: Temporal.Instant; actor: Actor },
  ...entries: readonly AuditEntry[]
): Promise<void> {
  if (entries.length === 0) return
  await tx.db
    .insertInto('audit_entries')
    .values(
      entries.map(entry => ({
        id: newId(),
        at: tx.now.toString(),
        actor_kind: tx.actor.kind,
        actor: tx.actor.name,
        action: entry.action,
        subject_kind: entry.subject[0],
        subject_id: entry.subject[1],
        details: JSON.stringify(entry.details ?? {}),
      })),
    )
    .execute()
}
