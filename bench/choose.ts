/** How long it takes to choose among 41,133 services, beside one statement that looks at each of them and writes a row. */
import { sql } from 'kysely'
import { chooseCallBacks } from '../server/calls/service.ts'
import { type ForceTx, inForce } from '../server/forces/service.ts'
import type { Platform } from '../server/platform/platform.ts'
import { actor, benchForce, slug } from './force.ts'

const services = 41_133

export async function run(): Promise<{ name: string; lines: string[] }> {
  const { platform, close } = await benchForce({ RINGBACK_CLOCK: '2011-09-01T10:00:00+01:00' })
  try {
    return { name: `choosing among ${services.toLocaleString('en-GB')} services`, lines: await measure(platform) }
  } finally {
    await close()
  }
}

async function measure(platform: Platform): Promise<string[]> {
  const within = <Result>(work: (tx: ForceTx) => Promise<Result>) => inForce(platform, slug, actor, work)
  await within(fill)
  await within(tx => sql`analyze`.execute(tx.db))
  const plainMs = await ms(() => within(choosePlainly))
  await within(tx => sql`truncate bench_plain`.execute(tx.db))
  let longestMs = 0
  const paged: typeof within = async work => {
    const begun = performance.now()
    const result = await within(work)
    longestMs = Math.max(longestMs, performance.now() - begun)
    return result
  }
  let chosen = 0
  const firstMs = await ms(async () => {
    chosen = (await chooseCallBacks(paged)).chosen
  })
  const againMs = await ms(() => chooseCallBacks(within))
  return [
    `${(firstMs / plainMs).toFixed(1)} times the plain statement: ${firstMs.toFixed(0)} ms, plain ${plainMs.toFixed(0)} ms`,
    `${chosen.toLocaleString('en-GB')} chosen, ${(services / (firstMs / 1000)).toFixed(0)} services a second, longest transaction ${longestMs.toFixed(0)} ms`,
    `the next run, when nothing has changed: ${againMs.toFixed(0)} ms`,
  ]
}

async function ms(work: () => Promise<unknown>): Promise<number> {
  const begun = performance.now()
  await work()
  return performance.now() - begun
}

/** The least a database could do: one pass over the services, the rules as joins over whole tables, one row written of each. */
async function choosePlainly(tx: ForceTx): Promise<void> {
  const now = sql`${tx.now.toString()}::timestamptz`
  await sql`create table bench_plain (like selections including all)`.execute(tx.db)
  await sql`
    with coded as (select distinct recipient_id from services where exclusions <> '{}'),
    unsafe as (select distinct number_hash from recipient_numbers join coded using (recipient_id)),
    callable as (
      select recipient_id, bool_or(usable and safe and not exists (
        select from unsafe where unsafe.number_hash = recipient_numbers.number_hash)) as has_number
      from recipient_numbers group by recipient_id
    )
    insert into bench_plain (survey_id, service_id, outcome, probability, revision, decided_at)
    select (select id from surveys), s.id,
      case when coded.recipient_id is not null then 'domestic_abuse'
        when suppressions.id is not null then 'suppressed'
        when r.surname_sealed is null then 'no_name'
        when not coalesce(callable.has_number, false) then 'no_usable_number'
        when i.closed_at is null then 'still_open'
        when i.closed_at < ${now} - interval '42 days' then 'outside_window'
        when row_number() over (partition by s.recipient_id order by i.closed_at desc) > 1 then 'rung_lately'
        else 'selected' end, 1, 1, ${now}
    from services s join incidents i on i.id = s.incident_id join recipients r on r.id = s.recipient_id
    left join coded on coded.recipient_id = s.recipient_id
    left join callable on callable.recipient_id = s.recipient_id
    left join suppressions on suppressions.recipient_id = s.recipient_id and lifted_at is null`.execute(tx.db)
}

/** People with a number or two and a part in one incident, some in two; closed over three months, some with a code. */
async function fill(tx: ForceTx): Promise<void> {
  const now = sql`${tx.now.toString()}::timestamptz`
  const sealed = tx.seal.seal('recipient_numbers.number', '+441632960000')
  const each = sql`generate_series(1, ${services}) n`
  const people = Math.floor(services / 1.2)
  const id = (kind: string, of = sql`n`) => sql`md5(${kind} || ${of})::uuid`
  const unit = sql`(select id from units limit 1)`
  await sql`insert into incidents (id, reference, opened_at, closed_at, attended, grade, category_code, unit_id, created_at, updated_at)
    select ${id('incident')}, 'B' || n, ${now} - interval '95 days',
      case when n % 40 > 0 then ${now} - (n % 90) * interval '1 day' end, n % 7 > 0, 'priority', 'C' || n % 30, ${unit}, ${now}, ${now}
    from ${each}`.execute(tx.db)
  await sql`insert into recipients (id, surname_sealed, created_at, updated_at)
    select ${id('recipient')}, ${sealed}, ${now}, ${now} from generate_series(0, ${people - 1}) n`.execute(tx.db)
  await sql`insert into recipient_numbers (id, recipient_id, number_hash, number_sealed, usable, position, created_at)
    select ${id('number')}, ${id('recipient')}, decode(md5('hash' || n / 2 * (2 - n % 5 % 2)), 'hex'), ${sealed}, n % 20 > 0, 0, ${now}
    from generate_series(0, ${people - 1}) n`.execute(tx.db)
  await sql`insert into services (id, incident_id, recipient_id, involvement, exclusions, row_hash, created_at, updated_at)
    select ${id('service')}, ${id('incident')}, ${id('recipient', sql`(n % ${people})`)}, 'caller',
      case when n % 12 = 0 then '{domestic_abuse}'::text[] else '{}' end, decode(md5('row' || n), 'hex'), ${now}, ${now}
    from ${each}`.execute(tx.db)
}
