import type { z } from 'zod'
import type { ForceTx } from '../../forces/service.ts'
import { findLoops } from '../line-problems.ts'
import type { PersonNow } from '../people-now.ts'
import { findProblems, unitsOf } from './find-problems.ts'
import type { lineShape, treeShape } from './schema.ts'
import { presentPerson, readWholeLine, type WholeLine } from './whole-line.ts'

/** The force's units with how many are posted there today and what is wrong among them, here and below. */
export async function readTree(tx: ForceTx): Promise<z.infer<typeof treeShape>> {
  const whole = await readWholeLine(tx)
  const counts = new Map([...whole.units.keys()].map(id => [id, { staff: 0, staffBelow: 0, problems: 0 }]))
  const count = (id: string, what: 'staff' | 'staffBelow' | 'problems') => {
    const of = counts.get(id)
    if (of) of[what] += 1
  }
  for (const { unitId, isPosted } of whole.people.values()) {
    if (!isPosted) continue
    count(unitId ?? '', 'staff')
    for (const { id } of whole.unitsUpFrom(unitId)) count(id, 'staffBelow')
  }
  for (const problem of findProblems(whole)) for (const id of unitsOf(whole, problem)) count(id, 'problems')
  const units = [...whole.units.values()].map(({ id, name, kind, parentId, mailbox }) => ({
    ...{ id, name, kind, parentId, mailbox },
    ...(counts.get(id) ?? { staff: 0, staffBelow: 0, problems: 0 }),
  }))
  return { units, forceMailbox: tx.force.settings.mailbox }
}

/** Those at the top of a line, or those directly under somebody. */
export async function readLineLevel(tx: ForceTx, under?: string): Promise<z.infer<typeof lineShape>> {
  const whole = await readWholeLine(tx)
  const level = under === undefined ? topsOf(whole) : (whole.under.get(under) ?? [])
  return {
    people: level.map(person => ({
      ...presentPerson(person),
      standing: person.standing,
      under: whole.under.get(person.collarNumber)?.length ?? 0,
      problems: [...(whole.problems.get(person.collarNumber) ?? [])],
    })),
  }
}

/**
 * From these everybody is reached by going down: who has nobody known above, or is under themselves; who has left and still
 * supervises; and of each loop the member with the lowest collar number.
 */
function topsOf({ people, under }: WholeLine): readonly PersonNow[] {
  const staying = [...people.values()].filter(person => !person.hasLeft)
  const tops = staying.filter(
    ({ supervisor, collarNumber }) => supervisor === null || supervisor === collarNumber || !people.has(supervisor),
  )
  const leavers = [...people.values()].filter(person => person.hasLeft && under.has(person.collarNumber))
  const loops = findLoops(staying).map(([first]) => people.get(first ?? ''))
  const heads = new Set([...tops, ...leavers, ...loops.filter(person => person !== undefined)])
  const ordered = [...heads]
  const supervises = (person: PersonNow) => under.has(person.collarNumber)
  return [...ordered.filter(supervises), ...ordered.filter(person => !supervises(person))]
}
