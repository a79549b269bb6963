import { sql } from 'kysely'
import type { ForceTx } from '../forces/service.ts'
import { yearReference } from './year.ts'

/** How many interviews of the generated year are there. */
export async function countOfYear(tx: ForceTx): Promise<number> {
  const like = yearReference(0).replaceAll('0', '_')
  const { rows } = await sql<{ number: number }>`
    select count(*) as number from interviews where reference like ${like} and mode = 'imported'`.execute(tx.db)
  return rows[0]?.number ?? 0
}

/** The sergeant with most call-backs waiting about their officers, and the officer of theirs with most of those. */
export async function findSergeantAndOfficer(
  tx: ForceTx,
): Promise<{ readonly sergeant: string | null; readonly officer: string | null }> {
  const today = tx.now.toZonedDateTimeISO(tx.force.timeZone).toPlainDate().toString()
  const { rows } = await sql<{ sergeant: string; officer: string }>`
    with waiting as (
      select sergeants.collar_number as sergeant, officers.collar_number as officer, count(*) as number
      from call_backs
      join services on services.id = call_backs.service_id
      join involvements on involvements.incident_id = services.incident_id and involvements.part = 'officer_in_charge'
      join staff officers on officers.id = involvements.staff_id
      join postings on postings.staff_id = officers.id
        and ${today}::date between postings.posted_from and coalesce(postings.posted_to, 'infinity')
      join staff sergeants on sergeants.collar_number = postings.supervisor_collar_number
      where call_backs.status = 'queued' and sergeants.rank = 'Sergeant' and officers.rank = 'Constable'
        and sergeants.email_sealed is not null and sergeants.id <> officers.id
      group by 1, 2
    )
    select sergeant, officer from waiting
    order by sum(number) over (partition by sergeant) desc, sergeant, number desc, officer limit 1`.execute(tx.db)
  return { sergeant: rows[0]?.sergeant ?? null, officer: rows[0]?.officer ?? null }
}
