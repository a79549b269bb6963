import { formatCount, formatDay, formatList } from '../ui/format.ts'
import type { LineProblemKind, Mend, Officer, StaffMember, Unit } from './api.ts'

/** Worst first. */
const problemWords: Readonly<Record<LineProblemKind, string>> = {
  own_supervisor: 'Is their own supervisor',
  supervisor_loop: 'The line of supervisors goes in a circle',
  no_supervisor: 'No supervisor',
  unknown_supervisor: 'The supervisor is not known',
  supervisor_without_email: 'Supervises, and has no e-mail address',
  supervisor_has_left: 'Has left, and still supervises',
  gap: 'Nobody up the line can be written to',
  absent_from_export: 'May have left',
}

export const lineProblemKinds = Object.keys(problemWords) as LineProblemKind[]

export const isLineProblem = (kind: unknown): kind is LineProblemKind =>
  typeof kind === 'string' && Object.hasOwn(problemWords, kind)

export const problemTitle = (kind: string): string =>
  isLineProblem(kind) ? problemWords[kind] : kind.replaceAll('_', ' ')

/** "Sergeant Rhiannon Evans": as far as either is known. */
export const calledBy = ({ rank, name }: { readonly rank: string | null; readonly name: string | null }) =>
  [rank, name].filter(Boolean).join(' ')

/** "Rhiannon Evans (0101)"; of who is not known the number alone. */
export const tellSupervisor = ({ name, collarNumber }: NonNullable<StaffMember['supervisor']>): string =>
  name ? `${name} (${collarNumber})` : collarNumber

type NamedUnit = Pick<Unit, 'id' | 'name' | 'parentId'>

/** A unit's name, where several are called so after the one above it: "North / Town". */
export function unitName({ id, name, parentId }: NamedUnit, units: readonly NamedUnit[]): string {
  const above = units.find(unit => unit.id === parentId)
  const isOnlyOne = units.every(unit => unit.id === id || unit.name !== name)
  return isOnlyOne || !above ? name : `${above.name} / ${name}`
}

/** From which day a mend of these is so, where that is not today for all: "From 1 October 2011, when their posting begins." */
export function tellFirstDays(people: readonly { readonly beginsOn: string | null }[]): string | null {
  const toCome = people.flatMap(({ beginsOn }) => beginsOn ?? []).toSorted()
  if (toCome.length === 0) return null
  const isOneDay = toCome.length === people.length && new Set(toCome).size === 1
  const days = [...Map.groupBy(toCome, day => day)].map(
    ([day, { length }]) => `from ${formatDay(day)}${isOneDay ? '' : ` for ${formatCount(length)}`}`,
  )
  const told = `${toCome.length < people.length ? 'from today, but ' : ''}${formatList(days)}`
  return `F${told.slice(1)}, when their ${toCome.length === 1 ? 'posting begins' : 'postings begin'}.`
}

const mendTitles: Readonly<Record<Mend['kind'], string>> = {
  email: 'E-mail address',
  supervisor: 'Supervisor',
  unit: 'Unit',
  end: 'Last day',
}

/** "Supervisor: 0038 instead of none, from 1 September 2011". */
export function tellMend({ kind, became, was, from }: Mend): string {
  const told = (value: string | null) =>
    kind === 'end' ? (value === null ? 'none set' : formatDay(value)) : (value ?? 'none')
  const day = kind !== 'end' && from !== null ? `, from ${formatDay(from)}` : ''
  return `${mendTitles[kind]}: ${told(became)} instead of ${told(was)}${day}`
}

const passedOverWords: Readonly<Record<string, string>> = {
  nobody: 'nobody stands above',
  unknown: 'nobody here has this collar number',
  self: 'is their own supervisor',
  loop: 'the line goes in a circle here',
  left: 'has no posting then',
  involved: 'was involved',
  no_email: 'has no e-mail address',
  no_mailbox: 'has no mailbox',
}

/** Of a line of today, or of one to come. */
export const whyPassedOver = (code: string, isToday: boolean): string =>
  code === 'left' && isToday ? 'has no posting today' : (passedOverWords[code] ?? code.replaceAll('_', ' '))

/** Whom an alert reaches in the end. */
export function tellReached(reaches: Officer['line']['reaches']): string {
  if (!reaches) return 'nobody'
  if (reaches.kind === 'staff') return reaches.name
  return reaches.kind === 'unit' ? `the mailbox of ${reaches.name}` : "the force's own mailbox"
}
