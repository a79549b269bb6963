import type { OutboxState } from '../answers/outbox-state.ts'
import type { SeriousResult } from '../api.ts'

/** What became of a report: whoever took it down must not think that somebody knows of it when nobody does. */
export function whatBecameOf(id: string, { replies, refused, fault }: OutboxState): string {
  const refusal = refused.get(id)
  if (refusal) return `not taken: ${refusal.message.replace(/\.$/, '')}; ring, or tell your team leader.`
  const result = replies.get(id) as SeriousResult | undefined
  if (!result) return fault ? 'kept here; it goes first when the line is back. If it can’t wait, ring.' : 'on the way.'
  if (result.toldTo.length === 0) return 'kept, but no desk has an address: tell your team leader.'
  return `told to ${result.toldTo.join(', ')}.`
}
