import type { OutboxState } from '../answers/outbox-state.ts'
import { whyKept } from '../answers/words.ts'
import type { SeriousResult } from '../api.ts'

/** Said in this call, as far as this page knows: what else they say goes where complaints are handled. */
export const wishesToComplain = ({ sent, waiting, refused }: OutboxState): boolean =>
  [...sent, ...waiting.filter(({ id }) => !refused.has(id))].some(
    ({ content }) => content.kind === 'serious' && content.report.kind === 'complaint',
  )

/** What became of a report: whoever took it down must not think that somebody knows of it when nobody does. */
export function whatBecameOf(id: string, { replies, refused, fault, unkept }: OutboxState): string {
  const refusal = refused.get(id)
  if (refusal) return `not taken: ${refusal.message.replace(/\.$/, '')}; ring, or tell your team leader.`
  const result = replies.get(id) as SeriousResult | undefined
  if (!result && fault) {
    const where = unkept.has(id) ? 'in this page alone: leave it open' : 'kept here'
    return `${where}; it goes first ${whyKept(fault).until}. If it can’t wait, ring.`
  }
  if (!result) return 'on the way.'
  if (result.toldTo.length === 0) return 'kept, but no desk has an address: tell your team leader.'
  return `told to ${result.toldTo.join(', ')}.`
}
