import type { z } from 'zod'
import type { ForceTx } from '../forces/service.ts'
import { findLineProblems } from './line-problems.ts'
import type { staffPage, staffQuery, unitsShape } from './schema.ts'
import { asLine } from './staff-import.ts'
import { listLatestPostings } from './staff-queries.ts'

/** Staff by collar number, where they are now, and what is wrong in their line. Names are sealed, so the search is here. */
export async function listStaff(
  tx: ForceTx,
  { query = '', cursor = '', limit }: z.infer<typeof staffQuery>,
): Promise<z.infer<typeof staffPage>> {
  const rows = await listLatestPostings(tx)
  const problems = findLineProblems(asLine(rows))
  const everybody = new Map(
    rows.map(row => [
      row.collar_number,
      {
        row,
        name: `${tx.seal.unseal('staff.forename', row.forename_sealed)} ${tx.seal.unseal('staff.surname', row.surname_sealed)}`.trim(),
      },
    ]),
  )
  const wanted = query.trim().toLowerCase()
  const found = [...everybody.values()].filter(
    ({ row, name }) =>
      row.collar_number > cursor &&
      [row.collar_number, name, row.rank].some(text => text.toLowerCase().includes(wanted)),
  )
  const staff = found.slice(0, limit).map(({ row, name }) => {
    const supervisor = row.supervisor_collar_number
    return {
      collarNumber: row.collar_number,
      rank: row.rank,
      name,
      email: tx.seal.unsealOptional('staff.email', row.email_sealed),
      unit: row.unit,
      supervisor: supervisor ? { collarNumber: supervisor, name: everybody.get(supervisor)?.name ?? '' } : null,
      problems: [...(problems.get(row.collar_number) ?? [])],
    }
  })
  return { staff, nextCursor: found.length > limit ? (staff.at(-1)?.collarNumber ?? null) : null }
}

export async function listUnits(tx: ForceTx): Promise<z.infer<typeof unitsShape>> {
  const units = await tx.db.selectFrom('units').selectAll().orderBy('name').execute()
  return {
    units: units.map(({ id, name, kind, parent_id, mailbox }) => ({ id, name, kind, parentId: parent_id, mailbox })),
  }
}
