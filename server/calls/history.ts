import { listHistory } from '../audit/history.ts'
import type { ForceTx } from '../forces/service.ts'
import { listUserNames } from '../people/users-queries.ts'
import { noteView } from '../recipients/service.ts'
import { historyWords, viewActions } from './history-words.ts'
import type { ListInterviews } from './of-recipient.ts'
import { listCallBacksOf, listNumberIds } from './of-recipient-queries.ts'
import type { HistoryPage, HistoryQuery } from './schema.ts'

/** Each answer has its entry, with its rating: who was asked what stays with the interview. */
const neverTold = ['interviews.answered']

/**
 * Who did what to a person, their numbers and their calls, newest first; and who looked. Leaves word of who reads it.
 * Throws `recipient_unknown`.
 */
export async function viewHistory(
  tx: ForceTx,
  recipientId: string,
  { about, cursor, limit }: HistoryQuery,
  listInterviews: ListInterviews,
): Promise<HistoryPage> {
  const callBacks = (await listCallBacksOf(tx, recipientId)).map(row => row.id)
  const interviews = await listInterviews(tx, callBacks)
  const entries = await listHistory(tx.db, {
    subjects: [
      ['recipient', recipientId],
      ...(await listNumberIds(tx, recipientId)).map(id => ['recipient_number', id] as const),
      ...callBacks.map(id => ['call_back', id] as const),
      ...interviews.map(({ id }) => ['interview', id] as const),
    ],
    without: about === 'changes' ? [...neverTold, ...viewActions] : neverTold,
    only: about === 'views' ? viewActions : undefined,
    before: cursor,
    limit: limit + 1,
  })
  await noteView(tx, recipientId, 'history_viewed')
  const page = entries.slice(0, limit)
  const names = await listUserNames(
    tx,
    page.map(entry => entry.actor),
  )
  return {
    entries: page.map(entry => ({
      id: entry.id,
      at: entry.at.toString(),
      who: { kind: entry.actor_kind, name: names.get(entry.actor) ?? entry.actor },
      action: entry.action,
      what: historyWords(entry.action, entry.details),
    })),
    nextCursor: entries.length > limit ? (page.at(-1)?.id ?? null) : null,
  }
}
