import { markersField } from '../list-fields.ts'
import { isNameField } from '../oddities.ts'
import type { ImportKind } from '../profile.ts'
import { fieldsOfKind, likeness, wordsOf } from './headings.ts'
import type { SeenColumn } from './looks.ts'
import { holdsNotes, isTicked } from './meanings.ts'

export type Columns = Record<string, string | string[]>

const moments = new Set(['incident.openedAt', 'incident.closedAt', 'incident.arrivedAt'])
const days = new Set(['recipient.bornOn', 'staff.postedFrom', 'staff.postedTo'])
export const isDayField = (field: string): boolean => days.has(field)
export const isDateField = (field: string): boolean => moments.has(field) || isDayField(field)

/** Which column is which field: by what it is called, where what stands in it doesn't contradict; then by what stands in it. */
export function proposedColumns(columns: readonly SeenColumn[], kind: ImportKind): Columns {
  const proposed: Columns = {}
  const taken = new Set<string>()
  const take = (field: string, { heading }: SeenColumn) => {
    proposed[field] = heading
    taken.add(heading)
  }
  const counts = new Map<string, number>()
  for (const { heading } of columns) counts.set(heading, (counts.get(heading) ?? 0) + 1)
  // A heading that stands twice says of neither column which is meant.
  const named = columns.filter(({ heading }) => heading !== '' && counts.get(heading) === 1)
  const ticked = kind === 'recipients' ? named.filter(column => isTicked(column) && !isAttendance(column)) : []
  const usable = named.filter(column => !ticked.includes(column))
  const likely = usable
    .flatMap(column => fieldsOfKind(kind).map(field => ({ column, field, sure: sureness(column, field) })))
    .filter(({ sure }) => sure > 0)
    .sort((a, b) => b.sure - a.sure || a.column.at - b.column.at)
  for (const { column, field } of likely)
    if (proposed[field] === undefined && !taken.has(column.heading)) take(field, column)
  const free = (look: SeenColumn['looksLike']) =>
    usable.find(column => column.looksLike === look && !taken.has(column.heading))
  for (const [field, look] of byContent[kind]) {
    const column = proposed[field] === undefined ? free(look) : undefined
    if (column) take(field, column)
  }
  for (const field of moments) addTime(field, proposed, usable, taken)
  if (kind === 'recipients') {
    const free = usable.filter(({ heading }) => !taken.has(heading))
    addColumns(proposed, markersField, ticked)
    addColumns(proposed, 'incident.attendingOfficers', free.filter(isOneOfOfficers))
  }
  return proposed
}

function addColumns(proposed: Columns, field: string, columns: readonly SeenColumn[]): void {
  const [only, ...others] = [...[proposed[field] ?? []].flat(), ...columns.map(({ heading }) => heading)]
  if (only !== undefined) proposed[field] = others.length === 0 ? only : [only, ...others]
}

/** "Police officer attended" says nothing of the person. */
const isAttendance = ({ heading }: SeenColumn): boolean => likeness(heading, 'incident.attended') > 0

/** "Officer 1", "Officer 2", "Attending officer collar no 3". */
const isOneOfOfficers = ({ heading, looksLike }: SeenColumn): boolean =>
  looksLike === 'code' &&
  /^(?:attending )?(?:officer|resource|unit)(?: collar)?(?: no| number)? \d+$/.test(wordsOf(heading))

const byContent: Readonly<Record<ImportKind, readonly (readonly [field: string, look: SeenColumn['looksLike']])[]>> = {
  recipients: [
    ['recipient.phone1', 'telephone'],
    ['recipient.phone2', 'telephone'],
    ['recipient.email', 'email'],
  ],
  staff: [['staff.email', 'email']],
  interviews: [],
}

function sureness(column: SeenColumn, field: string): number {
  const sure = likeness(column.heading, field)
  if (sure === 0 || column.looksLike === 'empty') return sure
  const { looksLike } = column
  if (isDateField(field) || field === 'completed_at') return looksLike === 'date' || looksLike === 'day' ? sure : 0
  if (looksLike === 'date' || looksLike === 'day') return 0
  if (field.endsWith('.email')) return looksLike === 'email' ? sure : sure / 2
  if (field.startsWith('recipient.phone')) return looksLike === 'telephone' ? sure : sure / 2
  if (looksLike === 'yes_no' && field !== 'incident.attended' && field !== markersField) return 0
  if (field === markersField && holdsNotes(column)) return 0
  if (isNameField(field) && !column.values.some(hasLetter)) return 0
  if (isOfCategory(field) && isCalledAsBoth(column.heading)) return surenessOfCategory(column, field) * sure
  if (field === 'incident.reference' || field.endsWith('collarNumber')) return looksLike === 'email' ? 0 : sure
  return looksLike === 'telephone' || looksLike === 'email' ? 0 : sure
}

const hasLetter = (text: string) => /\p{L}/u.test(text)

/** Codes are the code, and the words where another column is that. */
function surenessOfCategory({ looksLike }: SeenColumn, field: string): number {
  if (field === 'incident.categoryCode') return looksLike === 'code' ? 1 : 0
  return looksLike === 'code' ? 0.25 : 1
}

const ofCategory = ['incident.categoryCode', 'incident.categoryName'] as const
const isOfCategory = (field: string) => ofCategory.some(name => name === field)
/** "Type" may be the code or the words: what stands in it tells. */
const isCalledAsBoth = (heading: string) => ofCategory.every(field => likeness(heading, field) > 0)

/** "Date opened" and "Time opened": the time of day joins the day. */
function addTime(field: string, proposed: Columns, columns: readonly SeenColumn[], taken: Set<string>): void {
  const heading = proposed[field]
  const day = columns.find(column => column.heading === heading)
  if (typeof heading !== 'string' || day?.looksLike !== 'day') return
  const about = subjectOf(heading)
  const time = columns.find(
    column =>
      !taken.has(column.heading) &&
      column.values.length > 0 &&
      column.values.every(value => /^\d{1,2}:\d{2}(?::\d{2})?(?:\s*[ap]\.?m\.?)?$/i.test(value)) &&
      subjectOf(column.heading) === about,
  )
  if (!time) return
  proposed[field] = [heading, time.heading]
  taken.add(time.heading)
}

const subjectOf = (heading: string): string =>
  wordsOf(heading)
    .replace(/\b(?:date|time|day|of|at|on|the)\b/g, '')
    .replace(/\s+/g, ' ')
    .trim()
