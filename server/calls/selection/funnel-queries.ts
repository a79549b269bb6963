import { sql } from 'kysely'
import type { ForceTx } from '../../forces/service.ts'
import type { Period } from './period.ts'
import { cameIn } from './period.ts'

interface AlikeRow {
  readonly unit_id: string | null
  readonly outcome: string | null
  readonly revision: number | null
  readonly has_usable_number: boolean
  readonly services: number
}

/** The services of a period, counted by unit, by what was decided of them, and by whether there is a number. */
export async function countServices(tx: ForceTx, surveyId: string, period: Period): Promise<readonly AlikeRow[]> {
  const { rows } = await sql<AlikeRow>`
    select unit_id, outcome, revision, has_usable_number, count(*) as services from (
      select i.unit_id, x.outcome, x.revision,
        case when x.outcome is null or x.outcome = 'selected' then true else exists (
          select from recipient_numbers n
          where n.recipient_id = s.recipient_id and n.usable and n.struck_off_at is null) end as has_usable_number
      from incidents i join services s on s.incident_id = i.id
      left join selections x on x.service_id = s.id and x.survey_id = ${surveyId}
      where ${cameIn(period)}) of_period
    group by 1, 2, 3, 4`.execute(tx.db)
  return rows
}

export interface UnitOfTree {
  readonly id: string
  readonly name: string
  readonly depth: number
  /** Itself and those above it. */
  readonly line: readonly string[]
}

/** The tree, each unit above those in it. */
export async function listTree(tx: ForceTx): Promise<readonly UnitOfTree[]> {
  const { rows } = await sql<UnitOfTree>`
    with recursive tree as (
      select id, name, 0 as depth, array[name] as path, array[id::text] as line from units where parent_id is null
      union all
      select units.id, units.name, tree.depth + 1, tree.path || units.name, tree.line || units.id::text
      from units join tree on units.parent_id = tree.id
    ) select id, name, depth, line from tree order by path`.execute(tx.db)
  return rows
}

/** The days of the first and the last service there are. */
export async function findDays(tx: ForceTx): Promise<{ readonly first: string | null; readonly last: string | null }> {
  const { rows } = await sql<{ first: Temporal.Instant | null; last: Temporal.Instant | null }>`
    select least(min(closed_at), min(coalesce(opened_at, created_at)) filter (where closed_at is null)) as first,
      greatest(max(closed_at), max(coalesce(opened_at, created_at)) filter (where closed_at is null)) as last
    from incidents i where exists (select from services s where s.incident_id = i.id)`.execute(tx.db)
  const day = (at: Temporal.Instant | null | undefined) =>
    at?.toZonedDateTimeISO(tx.force.timeZone).toPlainDate().toString() ?? null
  return { first: day(rows[0]?.first), last: day(rows[0]?.last) }
}
