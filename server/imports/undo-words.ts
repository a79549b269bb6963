import { isAtRest } from '../forces/import-state.ts'
import type { ForceTx } from '../forces/service.ts'
import { importStateWords, type NamedImport, type NotUndoable } from './problems.ts'
import { type ImportRecord, listImportsById } from './queries.ts'
import { findActed } from './undo-acts.ts'
import { undoOrderOf } from './undo-order.ts'
import { type Later, mostFollowed } from './what-is-later.ts'

export const notUndoable = (why: string, others: readonly NamedImport[] = []): NotUndoable => ({ why, others })

/** How many of a circle are named. */
const mostNamed = 5

/** What is to be done about later imports, or that nothing can be. */
export async function whyLater(tx: ForceTx, id: string, pairs: readonly Later[]): Promise<NotUndoable> {
  const ids = [...new Set(pairs.map(({ later }) => later))]
  if (ids.length === 0) return notUndoable('Something was added since to what this file brought.')
  if (ids.length > mostFollowed)
    return notUndoable(
      `More than ${mostFollowed} later imports have changed what this file brought, or each other's: all of them would have to be undone first.`,
    )
  const order = undoOrderOf(id, pairs)
  if ('circle' in order) return whyInCircle(tx, (await listImportsById(tx, order.circle)).toReversed(), order.hasItself)
  const acted = await findActed(tx, order.all)
  if (acted) {
    const [row] = await listImportsById(tx, [acted.importId])
    if (row) return whyActedOnLater(nameOf(tx, row), acted.why('that file'))
  }
  return whyFirst(tx, await listImportsById(tx, order.first), order.all.length)
}

/** The oldest first. */
const whyInCircle = (tx: ForceTx, rows: readonly ImportRecord[], hasItself: boolean): NotUndoable => {
  const others = rows.slice(0, mostNamed).map(row => nameOf(tx, row))
  const named = others.map(({ words }) => words)
  const unnamed = rows.length - others.length
  const all = [...named, ...(unnamed > 0 ? [`${unnamed} more`] : [])]
  if (!hasItself)
    return notUndoable(
      `Later imports have changed what this file brought, and each of them something after another: ${listed(all)} can't be undone, so neither can this one.`,
      others,
    )
  return notUndoable(
    rows.length === 1
      ? `${named[0]} and this import have each changed something after the other: neither can be undone.`
      : `${listed([...all, 'this import'])} have each changed something after another of them: none of them can be undone.`,
    others,
  )
}

const whyActedOnLater = (later: NamedImport, why: string): NotUndoable =>
  notUndoable(`A later import that can't be undone has changed what this file brought: ${later.words}. ${why}`, [later])

/** The newest first, and what is under way last. */
function whyFirst(tx: ForceTx, first: readonly ImportRecord[], number: number): NotUndoable {
  const row = first.find(isAtRest) ?? first[0]
  if (!row) throw new Error('of later imports in no circle, none is the last')
  const later = nameOf(tx, row)
  const changed =
    number === 1
      ? 'A later import has changed what this file brought'
      : `${number} later imports have changed what this file brought, or each other's`
  if (!isAtRest(row)) return notUndoable(`${changed}: ${later.words} ${importStateWords[row.status]}.`, [later])
  return notUndoable(
    number === 1
      ? `${changed}: undo ${later.words} first.`
      : `${changed}: undo all of them first, beginning with ${later.words}.`,
    [later],
  )
}

/** "staff.csv (taken in on 1 September 2011 at 10:00)", by the force's clock. */
function nameOf({ force }: ForceTx, { id, file_name, status, started_at, ended_at }: ImportRecord): NamedImport {
  const at = (status === 'done' || status === 'failed' ? ended_at : null) ?? started_at
  const did = status === 'done' ? 'taken in' : status === 'failed' ? 'failed' : 'begun'
  const when = at?.toZonedDateTimeISO(force.timeZone).toLocaleString('en-GB', {
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
  })
  return { id, fileName: file_name, words: when ? `${file_name} (${did} on ${when})` : file_name }
}

const listed = (parts: readonly string[]): string => new Intl.ListFormat('en-GB').format(parts)
