import { type RawBuilder, sql } from 'kysely'
import type { ForceTx } from '../forces/service.ts'
import type { ServiceFacts } from '../recipients/service.ts'
import type { ExclusionRule } from '../surveys/schema.ts'
import type { Survey } from '../surveys/service.ts'
import { awaitingDraw } from './sampling.ts'

interface FactsRow {
  readonly service_id: string
  readonly recipient_id: string
  readonly involvement: ServiceFacts['involvement']
  readonly attended: boolean | null
  readonly closed_at: Temporal.Instant | null
  readonly exclusions: string[]
  readonly suppressed: boolean
  readonly named: boolean
  readonly callable_numbers: number
  readonly callable_otherwise: number
  readonly last_rung_at: Temporal.Instant | null
  readonly waiting: boolean
  readonly unit_id: string | null
  readonly grade: string | null
  readonly category_code: string | null
  readonly unit_ids: string[]
  readonly markers: string[]
  readonly language: string | null
  readonly sampling_key: string
  readonly known_since: Temporal.Instant
  readonly category_name: string | null
}

export interface ServiceWithFacts {
  readonly serviceId: string
  readonly recipientId: string
  readonly unitId: string | null
  /** Names the service in a draw: the same for the same service, whenever and in whatever order it was imported. */
  readonly samplingKey: string
  readonly knownOn: Temporal.PlainDate
  readonly categoryName: string | null
  readonly facts: ServiceFacts
  /** The numbers that could be rung under the other rules of `Scan`. */
  readonly callableOtherwise: number
}

/** For replaying what would have come of services, under two sets of rules at once. */
export interface Scan {
  readonly otherwise: Survey
  /** Rings from then on are left out: they are what is replayed. */
  readonly rungBefore: Temporal.Instant
}

const codesOf = (survey: Survey): string[] =>
  survey.settings.exclusions.flatMap(rule => (rule.rule === 'service_exclusion' ? [rule.code] : []))

const asksFor = (surveys: readonly Survey[], kind: ExclusionRule['rule']) =>
  surveys.some(survey => survey.settings.exclusions.some(({ rule }) => rule === kind))

/**
 * Whether a number (`n`) may be rung: usable, safe, not struck off, and held by nobody who is unsafe, for unsafe covers all
 * the numbers of a person.
 */
export const isCallable = (
  survey: Survey,
) => sql<boolean>`(n.usable and n.safe and n.struck_off_at is null and not exists (
  select from recipient_numbers held join services theirs on theirs.recipient_id = held.recipient_id
  where held.number_hash = n.number_hash and held.struck_off_at is null and theirs.exclusions && ${codesOf(survey)}::text[]))`

/**
 * What a draw knows a service by (of `services s`, `incidents i` and `recipients r`): its incident, the part in it, and a keyed
 * hash of the person. Ids won't do: they are made when a file comes in, so another order of files would be another draw.
 */
export const samplingKey = sql<string>`(i.reference || ' ' || s.involvement || ' '
  || coalesce(encode(coalesce(r.name_and_birth_hash, r.name_hash), 'hex'), '')) collate "C"`

/** Whether a service of the person that was closed later waits for its week to be drawn: they wait for that one. */
const awaitsDraw = (survey: Survey) =>
  survey.settings.sampling.kind !== 'per_unit_week'
    ? sql`false`
    : sql`exists (select from services o join incidents oi on oi.id = o.incident_id
        join selections x on x.service_id = o.id and x.survey_id = ${survey.id}
        where o.recipient_id = s.recipient_id and x.outcome = ${awaitingDraw}
          and (oi.closed_at, (oi.reference || ' ' || o.involvement) collate "C", o.id)
            > (i.closed_at, (i.reference || ' ' || s.involvement) collate "C", s.id))`

const unitIds = (surveys: readonly Survey[]) =>
  !asksFor(surveys, 'unit')
    ? sql`'{}'::text[]`
    : sql`array(with recursive up(id) as (
        select i.unit_id union select units.parent_id from units join up on units.id = up.id)
        select id::text from up where id is not null)`

const markers = (surveys: readonly Survey[]) =>
  !asksFor(surveys, 'marker')
    ? sql`'{}'::text[]`
    : sql`array(select distinct marker from services o, unnest(o.markers) marker
        where o.recipient_id = s.recipient_id order by marker)`

/**
 * The facts of the services that `where` names (on `s`, the service, and `i`, its incident). Each fact is a look-up by
 * index, so one service costs as little at a claim as it does among all of them when a file was imported.
 */
function factsWhere(survey: Survey, where: RawBuilder<unknown>, scan?: Scan) {
  const surveys = scan ? [survey, scan.otherwise] : [survey]
  const callable = (by: Survey) => sql`(select count(*) from recipient_numbers n
    where n.recipient_id = s.recipient_id and ${isCallable(by)})`
  return sql<FactsRow>`
    select s.id as service_id, s.recipient_id, s.involvement, i.attended, i.closed_at,
      array(select distinct code from services o, unnest(o.exclusions) code
        where o.recipient_id = s.recipient_id order by code) as exclusions,
      exists (select from suppressions p where p.recipient_id = s.recipient_id and p.lifted_at is null)
        or exists (select from recipient_numbers n
          join recipient_numbers m on m.number_hash = n.number_hash and m.struck_off_at is null
          join suppressions p on p.recipient_id = m.recipient_id and p.lifted_at is null
          where n.recipient_id = s.recipient_id and n.usable and n.struck_off_at is null) as suppressed,
      r.forename_sealed is not null or r.surname_sealed is not null as named,
      ${callable(survey)} as callable_numbers, ${scan ? callable(scan.otherwise) : sql`0::bigint`} as callable_otherwise,
      ${lastRung(survey, scan)} as last_rung_at, ${scan ? sql`false` : isWaiting(survey)} as waiting,
      i.unit_id, i.grade, i.category_code, ${unitIds(surveys)} as unit_ids, ${markers(surveys)} as markers, r.language,
      ${samplingKey} as sampling_key, s.created_at as known_since, i.category_name
    from services s join incidents i on i.id = s.incident_id join recipients r on r.id = s.recipient_id
    where ${where}`
}

const lastRung = (survey: Survey, scan: Scan | undefined) => sql`(
  select max(coalesce(c.ended_at, c.updated_at)) from call_backs c
  where c.recipient_id = s.recipient_id and c.survey_id = ${survey.id} and c.service_id <> s.id and c.attempts_made > 0
    ${scan ? sql`and coalesce(c.ended_at, c.updated_at) < ${scan.rungBefore.toString()}::timestamptz` : sql``})`

const isWaiting = (survey: Survey) => sql`(
  exists (select from call_backs c where c.recipient_id = s.recipient_id and c.survey_id = ${survey.id}
    and c.service_id <> s.id and c.status <> 'ended') or ${awaitsDraw(survey)})`

/** The services closed last come first. */
export async function listFacts(tx: ForceTx, survey: Survey, where: RawBuilder<unknown>): Promise<ServiceWithFacts[]> {
  const { rows } = await sql<FactsRow>`
    ${factsWhere(survey, where)} order by i.closed_at desc nulls last, sampling_key desc, s.id desc`.execute(tx.db)
  return rows.map(row => toFacts(row, tx.force.timeZone))
}

const scannedAtOnce = 2000

/** Page by page, so that any number of services may be looked at: person by person, of each the one closed last first. */
export async function* scanFacts(
  tx: ForceTx,
  survey: Survey,
  where: RawBuilder<unknown>,
  scan?: Scan,
): AsyncGenerator<readonly ServiceWithFacts[]> {
  await sql`declare facts no scroll cursor for ${factsWhere(survey, where, scan)}
    order by s.recipient_id, i.closed_at desc nulls last, sampling_key desc, s.id desc`.execute(tx.db)
  for (;;) {
    const { rows } = await sql<FactsRow>`fetch ${sql.lit(scannedAtOnce)} from facts`.execute(tx.db)
    if (rows.length === 0) break
    yield rows.map(row => toFacts(row, tx.force.timeZone))
  }
  await sql`close facts`.execute(tx.db)
}

function toFacts(row: FactsRow, timeZone: string): ServiceWithFacts {
  const day = (at: Temporal.Instant | null) => at?.toZonedDateTimeISO(timeZone).toPlainDate() ?? null
  return {
    serviceId: row.service_id,
    recipientId: row.recipient_id,
    unitId: row.unit_id,
    samplingKey: row.sampling_key,
    knownOn: row.known_since.toZonedDateTimeISO(timeZone).toPlainDate(),
    categoryName: row.category_name,
    callableOtherwise: row.callable_otherwise,
    facts: {
      involvement: row.involvement,
      attended: row.attended,
      closedOn: day(row.closed_at),
      exclusions: row.exclusions,
      isSuppressed: row.suppressed,
      isNamed: row.named,
      callableNumbers: row.callable_numbers,
      lastRungOn: day(row.last_rung_at),
      isWaiting: row.waiting,
      grade: row.grade,
      categoryCode: row.category_code,
      unitIds: row.unit_ids,
      markers: row.markers,
      language: row.language,
    },
  }
}

export const inServices = (ids: readonly string[]) => sql`s.id = any(${ids}::uuid[])`

export const todayOf = (tx: ForceTx): Temporal.PlainDate => tx.now.toZonedDateTimeISO(tx.force.timeZone).toPlainDate()
