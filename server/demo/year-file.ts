import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { checkout } from '../config.ts'
import type { ForceTx } from '../forces/service.ts'
import { type AppendixA, appendixA } from '../performance/schema.ts'
import { csvLine } from '../platform/csv-line.ts'
import { memorySource, type Source } from '../platform/import/source.ts'
import { generateYear, type Posted, yearColumns } from './year.ts'

/** The table that the year is made to. */
export async function paperTable(): Promise<AppendixA> {
  return appendixA.parse(JSON.parse(await readFile(join(checkout, 'examples', 'appendix-a.json'), 'utf8')))
}

export async function listPosted(tx: ForceTx): Promise<readonly Posted[]> {
  const rows = await tx.db
    .selectFrom('postings')
    .innerJoin('staff', 'staff.id', 'postings.staff_id')
    .innerJoin('units', 'units.id', 'postings.unit_id')
    .select([
      'staff.collar_number',
      'staff.rank',
      'units.name',
      'units.kind',
      'postings.posted_from',
      'postings.posted_to',
    ])
    .orderBy('staff.collar_number')
    .orderBy('postings.posted_from')
    .execute()
  return rows.map(row => ({
    collarNumber: row.collar_number,
    rank: row.rank,
    unit: row.name,
    unitKind: row.kind,
    from: row.posted_from,
    to: row.posted_to,
  }))
}

/** The year as a file of interviews, which goes in by the same door as a user's. */
export function yearFile(table: AppendixA, staff: readonly Posted[]): Source {
  const lines = [yearColumns, ...generateYear(table, staff)].map(csvLine)
  return memorySource('the-papers-year.csv', Buffer.from(lines.join('')))
}
