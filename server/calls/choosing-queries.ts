import { sql } from 'kysely'
import type { ForceTx } from '../forces/service.ts'
import { newId } from '../platform/id.ts'
import { getSurvey, type Survey } from '../surveys/service.ts'
import { samplingKey } from './eligibility-queries.ts'
import { awaitingDraw, notSampled } from './sampling.ts'

/** Where a page ended: the next begins behind it. */
export interface Place {
  readonly closedAt: Temporal.Instant | null
  readonly samplingKey: string
  readonly serviceId: string
}
interface PageAfter {
  readonly after: Place | undefined
  readonly pageSize: number
}
/** Services to look at; `next` is where the following page begins, and absent where there is none. */
interface Page {
  readonly ids: readonly string[]
  readonly next: Place | undefined
}

export interface Decision {
  readonly serviceId: string
  readonly outcome: string
  readonly probability: number | null
  readonly stratum: string | null
}

export interface ToQueue {
  readonly serviceId: string
  readonly recipientId: string
  readonly dueAt: Temporal.Instant
}

/**
 * The survey, for whoever decides in it: one page at a time. A weaker lock than `for update`, so that interviews, which
 * refer to the survey, begin meanwhile.
 */
export async function lockSurvey(tx: ForceTx, key: string): Promise<{ survey: Survey; countedOff: number }> {
  const row = await tx.db
    .selectFrom('surveys')
    .select('counted_off')
    .where('key', '=', key)
    .forNoKeyUpdate()
    .executeTakeFirst()
  return { survey: await getSurvey(tx, key), countedOff: row?.counted_off ?? 0 }
}

/** The first instant at which an incident may have been closed for its services to be in the window still. */
export function windowStart(tx: ForceTx, survey: Survey): Temporal.Instant {
  const today = tx.now.toZonedDateTimeISO(tx.force.timeZone).startOfDay()
  return today.subtract({ days: survey.settings.windowDays.to }).toInstant()
}

/**
 * What was decided of a service (`s`), and whether it has a call-back. Scalar sub-selects are looked up row by row whatever
 * the planner believes of these tables, which a first run fills from nothing.
 */
const decisionOf = (survey: Survey) => sql`(
  select x.outcome from selections x where x.survey_id = ${survey.id} and x.service_id = s.id)`
const callBackOf = (survey: Survey) => sql`(
  select c.id from call_backs c where c.service_id = s.id and c.survey_id = ${survey.id})`

/** The next services that may be chosen now or later: in the window or not in it yet. The last closed come first. */
export async function listInWindow(tx: ForceTx, survey: Survey, { after, pageSize }: PageAfter): Promise<Page> {
  const behind =
    after?.closedAt == null
      ? sql``
      : sql`and i.closed_at <= ${after.closedAt.toString()}::timestamptz
          and (i.closed_at, ${samplingKey}, s.id)
            < (${after.closedAt.toString()}::timestamptz, ${after.samplingKey}::text, ${after.serviceId}::uuid)`
  const { rows } = await sql<{ id: string; closed_at: Temporal.Instant; sampling_key: string }>`
    select s.id, i.closed_at, ${samplingKey} as sampling_key
    from incidents i join services s on s.incident_id = i.id join recipients r on r.id = s.recipient_id
    where i.closed_at >= ${windowStart(tx, survey).toString()}::timestamptz ${behind}
      and coalesce(${decisionOf(survey)} not in ('selected', ${notSampled}), ${callBackOf(survey)} is null)
    order by i.closed_at desc, sampling_key desc, s.id desc limit ${pageSize}`.execute(tx.db)
  const last = rows.at(-1)
  return {
    ids: rows.map(row => row.id),
    next:
      last && rows.length === pageSize
        ? { closedAt: last.closed_at, samplingKey: last.sampling_key, serviceId: last.id }
        : undefined,
  }
}

const slices = 10
const byId = (serviceId: string): Place => ({ closedAt: null, samplingKey: '', serviceId })

/**
 * The next services that nobody has looked at and that can't be chosen: still open, or closed before the window. They are
 * looked for in one slice of all the services after another, so that no plan can look through all of them for each page.
 */
export async function listOutOfReach(tx: ForceTx, survey: Survey, { after, pageSize }: PageAfter): Promise<Page> {
  const { rows } = await sql<{ id: string; is_wanted: boolean }>`
    with slice as materialized (
      select s.id, s.incident_id from services s
      where ${after ? sql`s.id > ${after.serviceId}::uuid` : sql`true`} order by s.id limit ${pageSize * slices}
    ), wanted as materialized (
      select s.id from slice s
      where ${decisionOf(survey)} is null and ${callBackOf(survey)} is null
        and coalesce((select i.closed_at from incidents i where i.id = s.incident_id)
          < ${windowStart(tx, survey).toString()}::timestamptz, true)
      order by s.id limit ${pageSize}
    )
    select id, true as is_wanted from wanted
    union all (select id, false from slice order by id desc limit 1)`.execute(tx.db)
  const ids = rows.filter(row => row.is_wanted).map(row => row.id)
  const last = ids.length === pageSize ? ids.at(-1) : rows.find(row => !row.is_wanted)?.id
  return { ids, next: last === undefined ? undefined : byId(last) }
}

/** Services last seen open, or waiting for a draw, whose window went by before anybody looked again. */
export async function listOvertaken(tx: ForceTx, survey: Survey, { after, pageSize }: PageAfter): Promise<Page> {
  const { rows } = await sql<{ id: string }>`
    select x.service_id as id from selections x join services s on s.id = x.service_id join incidents i on i.id = s.incident_id
    where x.survey_id = ${survey.id} and x.outcome in ('still_open', ${awaitingDraw})
      and i.closed_at < ${windowStart(tx, survey).toString()}::timestamptz
      and ${after ? sql`x.service_id > ${after.serviceId}::uuid` : sql`true`}
    order by x.service_id limit ${pageSize}`.execute(tx.db)
  const last = rows.at(-1)
  return {
    ids: rows.map(row => row.id),
    next: last && rows.length === pageSize ? byId(last.id) : undefined,
  }
}

/** A decision in place of an earlier one that was not for good. Services undone meanwhile are passed over. */
export async function saveDecisions(tx: ForceTx, survey: Survey, decisions: readonly Decision[]): Promise<void> {
  const rows = decisions.map(({ serviceId, ...rest }) => ({ service_id: serviceId, ...rest }))
  await sql`
    insert into selections (survey_id, service_id, outcome, probability, stratum, revision, decided_at)
    select ${survey.id}, s.id, d.outcome, d.probability, d.stratum, ${survey.revision}, ${tx.now.toString()}::timestamptz
    from json_to_recordset(${JSON.stringify(rows)}::json)
      as d(service_id uuid, outcome text, probability double precision, stratum text)
    join services s on s.id = d.service_id
    order by s.id for key share of s
    on conflict (survey_id, service_id) do update
      set outcome = excluded.outcome, probability = excluded.probability, stratum = excluded.stratum,
        revision = excluded.revision, decided_at = excluded.decided_at
      where selections.outcome not in ('selected', ${notSampled})
        and (selections.outcome, selections.stratum) is distinct from (excluded.outcome, excluded.stratum)`.execute(
    tx.db,
  )
}

/** Call-backs for what was selected. */
export async function queue(tx: ForceTx, survey: Survey, selected: readonly ToQueue[]): Promise<number> {
  const rows = selected.map(({ serviceId, recipientId, dueAt }) => ({
    id: newId(),
    service_id: serviceId,
    recipient_id: recipientId,
    due_at: dueAt.toString(),
  }))
  const now = tx.now.toString()
  const inserted = await sql`
    insert into call_backs (id, survey_id, service_id, recipient_id, status, due_at, created_at, updated_at)
    select r.id, ${survey.id}, r.service_id, r.recipient_id, 'queued', r.due_at, ${now}, ${now}
    from json_to_recordset(${JSON.stringify(rows)}::json)
      as r(id uuid, service_id uuid, recipient_id uuid, due_at timestamptz)
    join services s on s.id = r.service_id
    order by r.id
    on conflict (service_id, survey_id) do nothing`.execute(tx.db)
  return Number(inserted.numAffectedRows ?? 0)
}

export async function saveCountedOff(tx: ForceTx, survey: Survey, countedOff: number): Promise<void> {
  await tx.db.updateTable('surveys').set({ counted_off: countedOff }).where('id', '=', survey.id).execute()
}

/** The strata in which services wait for a draw. */
export async function listStrata(tx: ForceTx, survey: Survey): Promise<readonly string[]> {
  const { rows } = await sql<{ stratum: string }>`
    select distinct stratum from selections
    where survey_id = ${survey.id} and outcome = ${awaitingDraw} order by stratum`.execute(tx.db)
  return rows.map(row => row.stratum)
}

export interface DrawnOfStratum {
  readonly selected: readonly SelectedOfStratum[]
  readonly notSampled: number
}
interface SelectedOfStratum {
  readonly service_id: string
  readonly recipient_id: string
  readonly closed_at: Temporal.Instant
}

/**
 * Draws in one stratum: the first of those that wait, in the order of a hash of their keys under the seed, as many as the
 * number leaves beside those selected before. The database does it, however many wait; what is selected is bounded.
 */
export async function drawStratum(
  tx: ForceTx,
  survey: Survey,
  stratum: string,
  { number, seed }: { readonly number: number; readonly seed: string },
): Promise<DrawnOfStratum> {
  const { rows } = await sql<{ not_sampled: number } & (SelectedOfStratum | { service_id: null })>`
    with waiting as (
      select x.service_id, count(*) over () as waiting,
        row_number() over (order by sha256(convert_to(${seed}::text || ' ' || ${samplingKey}, 'UTF8')), s.id) as place,
        greatest(0, ${number}::int - (select count(*) from selections t
          where t.survey_id = ${survey.id} and t.outcome = 'selected' and t.stratum = ${stratum})) as free
      from selections x join services s on s.id = x.service_id join incidents i on i.id = s.incident_id
      join recipients r on r.id = s.recipient_id
      where x.survey_id = ${survey.id} and x.outcome = ${awaitingDraw} and x.stratum = ${stratum}
    ), drawn as (
      update selections x set outcome = case when w.place <= w.free then 'selected' else ${notSampled} end,
        probability = nullif(least(1, w.free::double precision / w.waiting), 0),
        revision = ${survey.revision}, decided_at = ${tx.now.toString()}::timestamptz
      from waiting w where x.survey_id = ${survey.id} and x.service_id = w.service_id
      returning x.service_id, x.outcome
    )
    select counted.not_sampled, selected.*
    from (select count(*) as not_sampled from drawn where outcome = ${notSampled}) counted
    left join (
      select d.service_id, s.recipient_id, i.closed_at, ${samplingKey} as sampling_key
      from drawn d join services s on s.id = d.service_id join incidents i on i.id = s.incident_id
      join recipients r on r.id = s.recipient_id
      where d.outcome = 'selected') selected on true
    order by selected.closed_at, selected.sampling_key, selected.service_id`.execute(tx.db)
  return {
    selected: rows.filter((row): row is typeof row & SelectedOfStratum => row.service_id !== null),
    notSampled: rows[0]?.not_sampled ?? 0,
  }
}
