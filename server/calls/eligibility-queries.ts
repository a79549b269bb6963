import { type RawBuilder, sql } from 'kysely'
import type { ForceTx } from '../forces/service.ts'
import type { ServiceFacts } from '../recipients/service.ts'
import type { Survey } from '../surveys/service.ts'

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
  readonly last_rung_at: Temporal.Instant | null
  readonly waiting: boolean
}

export interface ServiceWithFacts {
  readonly serviceId: string
  readonly recipientId: string
  readonly closedAt: Temporal.Instant | null
  readonly facts: ServiceFacts
}

const codesOf = (survey: Survey): string[] =>
  survey.settings.exclusions.flatMap(rule => (rule.rule === 'service_exclusion' && rule.code ? [rule.code] : []))

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
 * The facts of the services that `where` names (on `s`, the service, and `i`, its incident). Each fact is a look-up by
 * index, so one service costs as little at a claim as it does among all of them when a file was imported.
 */
const factsWhere = (survey: Survey, where: RawBuilder<unknown>) => sql<FactsRow>`
    select s.id as service_id, s.recipient_id, s.involvement, i.attended, i.closed_at,
      array(select distinct code from services o, unnest(o.exclusions) code
        where o.recipient_id = s.recipient_id order by code) as exclusions,
      exists (select from suppressions p where p.recipient_id = s.recipient_id and p.lifted_at is null)
        or exists (select from recipient_numbers n
          join recipient_numbers m on m.number_hash = n.number_hash and m.struck_off_at is null
          join suppressions p on p.recipient_id = m.recipient_id and p.lifted_at is null
          where n.recipient_id = s.recipient_id and n.usable and n.struck_off_at is null) as suppressed,
      (select r.forename_sealed is not null or r.surname_sealed is not null
        from recipients r where r.id = s.recipient_id) as named,
      (select count(*) from recipient_numbers n
        where n.recipient_id = s.recipient_id and ${isCallable(survey)}) as callable_numbers,
      (select max(coalesce(c.ended_at, c.updated_at)) from call_backs c
        where c.recipient_id = s.recipient_id and c.survey_id = ${survey.id} and c.service_id <> s.id
          and c.attempts_made > 0) as last_rung_at,
      exists (select from call_backs c where c.recipient_id = s.recipient_id and c.survey_id = ${survey.id}
        and c.service_id <> s.id and c.status <> 'ended') as waiting
    from services s join incidents i on i.id = s.incident_id
    where ${where}`

/** The services closed last come first. */
export async function listFacts(tx: ForceTx, survey: Survey, where: RawBuilder<unknown>): Promise<ServiceWithFacts[]> {
  const { rows } = await sql<FactsRow>`
    ${factsWhere(survey, where)} order by i.closed_at desc nulls last, s.id desc`.execute(tx.db)
  return rows.map(row => toFacts(row, tx.force.timeZone))
}

const scannedAtOnce = 2000

/** Page by page, so that any number of services may be looked at: person by person, of each the one closed last first. */
export async function* scanFacts(
  tx: ForceTx,
  survey: Survey,
  where: RawBuilder<unknown>,
): AsyncGenerator<readonly ServiceWithFacts[]> {
  await sql`declare facts no scroll cursor for
    ${factsWhere(survey, where)} order by s.recipient_id, i.closed_at desc nulls last, s.id desc`.execute(tx.db)
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
    closedAt: row.closed_at,
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
    },
  }
}

/** Services not yet chosen for the survey. */
export const notYetChosen = (survey: Survey) =>
  sql`not exists (select from call_backs c where c.service_id = s.id and c.survey_id = ${survey.id})`

export const todayOf = (tx: ForceTx): Temporal.PlainDate => tx.now.toZonedDateTimeISO(tx.force.timeZone).toPlainDate()
