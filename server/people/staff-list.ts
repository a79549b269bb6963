import type { z } from 'zod'
import type { ForceTx } from '../forces/service.ts'
import { readWholeLine } from './lines/whole-line.ts'
import type { PersonNow } from './people-now.ts'
import type { staffPage, staffQuery, unitsShape } from './schema.ts'

/** Staff by collar number, where they are now, and what is wrong in their line. Names are sealed, so the search is here. */
export async function listStaff(
  tx: ForceTx,
  { query = '', cursor = '', limit, show, unit }: z.infer<typeof staffQuery>,
): Promise<z.infer<typeof staffPage>> {
  const { people, problems, under } = await readWholeLine(tx)
  const wanted = query.trim().toLowerCase()
  const found = [...people.values()].filter(
    person =>
      person.collarNumber > cursor &&
      (show === undefined || person.hasLeft === (show === 'leavers')) &&
      (unit === undefined || (person.unitId === unit && person.isPosted)) &&
      matches(person, wanted),
  )
  const staff = found.slice(0, limit).map(person => ({
    collarNumber: person.collarNumber,
    rank: person.rank,
    name: person.name(),
    email: person.email(),
    unit: person.unit,
    supervisor: person.supervisor
      ? { collarNumber: person.supervisor, name: people.get(person.supervisor)?.name() ?? '' }
      : null,
    problems: [...(problems.get(person.collarNumber) ?? [])],
    standing: person.standing,
    postedFrom: person.postedFrom,
    postedTo: person.postedTo,
    under: under.get(person.collarNumber)?.length ?? 0,
  }))
  return { staff, nextCursor: found.length > limit ? (staff.at(-1)?.collarNumber ?? null) : null }
}

const matches = (person: PersonNow, wanted: string): boolean =>
  wanted === '' ||
  [person.collarNumber, person.rank].some(text => text.toLowerCase().includes(wanted)) ||
  person.name().toLowerCase().includes(wanted)

export async function listUnits(tx: ForceTx): Promise<z.infer<typeof unitsShape>> {
  const units = await tx.db.selectFrom('units').selectAll().orderBy('name').execute()
  return {
    units: units.map(({ id, name, kind, parent_id, mailbox }) => ({ id, name, kind, parentId: parent_id, mailbox })),
  }
}
