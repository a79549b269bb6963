/** The lines of a whole force at once: the same walk as an alert's (`line.ts`), over everybody read in one go. */

import type { z } from 'zod'
import type { ForceTx } from '../../forces/service.ts'
import { listAbsent } from '../absent-staff.ts'
import { type Line, type LinePerson, type LineUnit, walkLine } from '../line.ts'
import { findLineProblems } from '../line-problems.ts'
import { listPeopleNow, listPeopleOn, type PersonNow } from '../people-now.ts'
import type { LineProblemKind, reachedShape } from './schema.ts'

export interface TreeUnit extends LineUnit {
  readonly parentId: string | null
  readonly kind: 'force' | 'district' | 'section' | 'control_room'
}

export interface WholeLine {
  readonly people: ReadonlyMap<string, PersonNow>
  readonly units: ReadonlyMap<string, TreeUnit>
  /** By collar number; `gap` and `absent_from_export` among them. */
  readonly problems: ReadonlyMap<string, readonly LineProblemKind[]>
  /** The file that first lacked them, by staff id; those who are posted are asked about. */
  readonly absent: ReadonlyMap<string, string>
  /** Who is directly under a collar number today, or will be. */
  readonly under: ReadonlyMap<string, readonly PersonNow[]>
  /** As it is today, or as it will be on the day on which somebody's posting begins. */
  lineOf(person: PersonNow, beginsOn?: string | null): Line
  /** A unit, and those above it, upwards; none for somebody without one. */
  unitsUpFrom(unitId: string | null): readonly TreeUnit[]
}

export async function readWholeLine(tx: ForceTx): Promise<WholeLine> {
  const people = await listPeopleNow(tx)
  const rows = await tx.db.selectFrom('units').selectAll().orderBy('name').execute()
  const units = new Map(
    rows.map(({ id, name, mailbox, kind, parent_id }) => [id, { id, name, mailbox, kind, parentId: parent_id }]),
  )
  const unitsUpFrom = (unitId: string | null) => upFrom(units, unitId)
  const inLines = await readInLines(tx, people)
  const lineOf = ({ collarNumber }: PersonNow, beginsOn: string | null = null) => {
    const inLine = inLines.get(beginsOn) ?? new Map<string, LinePerson>()
    const officer = inLine.get(collarNumber) ?? null
    return walkLine({
      officer,
      people: inLine,
      involvedStaffIds: new Set<string>(),
      units: unitsUpFrom(officer?.unitId ?? null),
      forceMailbox: tx.force.settings.mailbox,
    })
  }
  const staying = [...people.values()].filter(person => !person.hasLeft)
  const under = Map.groupBy(
    staying.filter(person => person.supervisor !== person.collarNumber),
    person => person.supervisor ?? '',
  )
  const absent = await listAbsent(tx)
  const gaps = withGaps(staying, findLineProblems(people.values()), lineOf)
  return { people, units, under, absent, problems: withAbsent(staying, gaps, absent), lineOf, unitsUpFrom }
}

/** How a line finds everybody: today, under null, and on each day on which somebody's posting begins. */
async function readInLines(tx: ForceTx, people: ReadonlyMap<string, PersonNow>) {
  const inLineOf = (everybody: ReadonlyMap<string, PersonNow>): ReadonlyMap<string, LinePerson> =>
    new Map([...everybody].map(([collarNumber, { inLine }]) => [collarNumber, inLine]))
  const inLines = new Map<string | null, ReadonlyMap<string, LinePerson>>([[null, inLineOf(people)]])
  for (const day of new Set([...people.values()].flatMap(({ beginsOn }) => beginsOn ?? [])))
    inLines.set(day, inLineOf(await listPeopleOn(tx, day)))
  return inLines
}

function upFrom(units: ReadonlyMap<string, TreeUnit>, unitId: string | null): readonly TreeUnit[] {
  const up: TreeUnit[] = []
  for (let at = units.get(unitId ?? ''); at; at = units.get(at.parentId ?? '')) up.push(at)
  return up
}

/**
 * A gap: no supervisor up the line and no unit's mailbox would hear of what was said about somebody, though nothing else is
 * wrong with whom they stand under. It is told of each such person, as each of them goes unheard; of who was never posted, as
 * their line will be on their first day.
 */
function withGaps(
  staying: readonly PersonNow[],
  problems: ReadonlyMap<string, readonly LineProblemKind[]>,
  lineOf: WholeLine['lineOf'],
): ReadonlyMap<string, readonly LineProblemKind[]> {
  const all = new Map(problems)
  for (const person of staying) {
    const known = problems.get(person.collarNumber) ?? []
    // What is wrong with a posting to come says nothing of where somebody between two stands today.
    const isExplained = !person.isBetween && known.some(problem => problem !== 'supervisor_without_email')
    const { addressee } = lineOf(person, person.lineFrom)
    if (!isExplained && (addressee === null || addressee.kind === 'force'))
      all.set(person.collarNumber, [...known, 'gap'])
  }
  return all
}

function withAbsent(
  staying: readonly PersonNow[],
  problems: ReadonlyMap<string, readonly LineProblemKind[]>,
  absent: ReadonlyMap<string, string>,
): ReadonlyMap<string, readonly LineProblemKind[]> {
  const all = new Map(problems)
  for (const { collarNumber, staffId, isPosted } of staying)
    if (isPosted && absent.has(staffId))
      all.set(collarNumber, [...(problems.get(collarNumber) ?? []), 'absent_from_export'])
  return all
}

export const presentPerson = ({ collarNumber, rank, name, unit, unitId, beginsOn }: PersonNow) => ({
  collarNumber,
  rank,
  name: name(),
  unit,
  unitId,
  beginsOn,
})

export function presentReached(tx: ForceTx, whole: WholeLine, { addressee }: Line): z.infer<typeof reachedShape> {
  if (!addressee) return null
  if (addressee.kind === 'force') return { kind: 'force', name: tx.force.name }
  if (addressee.kind === 'unit') return { kind: 'unit', name: whole.units.get(addressee.unitId)?.name ?? '' }
  const person = [...whole.people.values()].find(({ staffId }) => staffId === addressee.staffId)
  return { kind: 'staff', name: person ? `${person.rank} ${person.name()} (${person.collarNumber})` : '' }
}
