import { sql } from 'kysely'
import type { ForceTx } from '../forces/service.ts'
import type { Counts } from './rules.ts'
import type { Rating, Reported, ReportedUnits } from './schema.ts'

interface Filter {
  readonly surveyId: string
  readonly period: Reported
  /** Null: every interview, those without a unit too. */
  readonly unitId: string | null
}

const within = ({ surveyId, period, unitId }: Filter) => sql`
  survey_id = ${surveyId} and ended_on between ${period.from}::date and ${period.to}::date
  ${unitId === null ? sql`` : sql`and unit_id in (${unitAndBelow(unitId)})`}`

const unitAndBelow = (unitId: string) => sql`
  with recursive below(id) as (
    select ${unitId}::uuid
    union
    select units.id from units join below on units.parent_id = below.id
  ) select id from below`

export async function countRatings(tx: ForceTx, filter: Filter): Promise<Counts> {
  const { rows } = await sql<{ question_key: string; rating: Rating; number: number }>`
    select question_key, rating, count(*) as number from reported_ratings where ${within(filter)} group by 1, 2`.execute(
    tx.db,
  )
  const counts = new Map<string, Map<Rating, number>>()
  for (const { question_key, rating, number } of rows) {
    const ofQuestion = counts.get(question_key) ?? new Map<Rating, number>()
    counts.set(question_key, ofQuestion.set(rating, number))
  }
  return counts
}

export async function countSuccessfulCallBacks(tx: ForceTx, filter: Filter): Promise<number> {
  const { rows } = await sql<{ number: number }>`
    select count(*) as number from reported_interviews where ${within(filter)}`.execute(tx.db)
  return rows[0]?.number ?? 0
}

export interface NamedUnit {
  readonly id: string
  readonly name: string
  readonly kind: string
  readonly path: string
}

/** By name, or by its parent and its name (`Langbaurgh / Redcar`) where the name alone would not do. */
export async function findUnits(tx: ForceTx, name: string): Promise<readonly NamedUnit[]> {
  const { rows } = await sql<NamedUnit>`
    select units.id, units.name, units.kind, coalesce(parents.name || ' / ', '') || units.name as path
    from units left join units parents on parents.id = units.parent_id
    where units.name = ${name} or parents.name || ' / ' || units.name = ${name}`.execute(tx.db)
  return rows
}

/**
 * The tree of units, each above those in it, by the name that `findUnits` finds it by alone; and the days that there is
 * something to report of.
 */
export async function listReportedUnits(tx: ForceTx, surveyId: string): Promise<ReportedUnits> {
  const units = await sql<{ name: string; kind: string; depth: number }>`
    with recursive tree as (
      select id, name, kind, 0 as depth, array[name] as path from units where parent_id is null
      union all
      select units.id, units.name, units.kind, tree.depth + 1, tree.path || units.name
      from units join tree on units.parent_id = tree.id
    ) select kind, depth, case when count(*) over (partition by name) = 1 then name
        else array_to_string(path[depth:], ' / ') end as name
      from tree order by path`.execute(tx.db)
  const days = await sql<{ first: string | null; last: string | null }>`
    select min(ended_on) as first, max(ended_on) as last from reported_interviews where survey_id = ${surveyId}`.execute(
    tx.db,
  )
  return { units: units.rows, firstDay: days.rows[0]?.first ?? null, lastDay: days.rows[0]?.last ?? null }
}
