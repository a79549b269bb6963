import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { inForce } from '../forces/service.ts'
import type { AppendixA } from '../performance/schema.ts'
import { reportAppendixA } from '../performance/service.ts'
import { closeAfterTest, type TestPlatform, tester, testPlatform } from '../testing/test-platform.ts'
import { demoSlug, loadDemo, type Told } from './service.ts'
import { generateYear, type Posted, paperYear } from './year.ts'
import { paperTable } from './year-file.ts'

const silent: Told = {
  notice: () => undefined,
  progress: () => ({ update: () => undefined, stop: () => undefined }),
}

const enough = new Error('told to stop')

let platform: TestPlatform
let table: AppendixA
beforeAll(async () => {
  platform = await testPlatform()
  table = await paperTable()
  await loadDemo(platform, silent)
}, 240_000)
afterAll(() => platform.close())

const inDemo = <Row>(query: ReturnType<typeof sql<Row>>) =>
  inForce(platform, demoSlug, tester, async tx => (await query.execute(tx.db)).rows)

describe('the demo', () => {
  it("has the paper's year: Appendix A is the paper's in every cell", async () => {
    const reported = await inForce(platform, demoSlug, tester, tx => reportAppendixA(tx, paperYear))
    expect(reported).toEqual(table)
  })

  it('obeys the routing: what is asked of callers, where officers came, and where something followed', async () => {
    const broken = await inDemo(sql<{ reference: string }>`
      select reference from interviews i join answers a on a.interview_id = i.id
      where a.question_key = 'satisfied_with_follow_up' and a.reason is distinct from 'not_asked'
        and exists (select from answers b where b.interview_id = i.id and b.question_key = 'informed_of_follow_up'
          and b.reason in ('not_applicable', 'not_asked'))`)
    expect(broken).toEqual([])
    const halfAsked = await inDemo(sql<{ reference: string }>`
      select reference from interviews i join answers a on a.interview_id = i.id
      where a.question_key <> 'satisfied_with_follow_up'
      group by i.reference, a.question_key in ('answered_quickly', 'telephone_response')
      having count(*) filter (where a.reason = 'not_asked') not in (0, count(*))`)
    expect(halfAsked).toEqual([])
  })

  it('has nobody without a rating, nobody rung on a bank holiday or out of hours, and knows every officer', async () => {
    const [found] = await inDemo(sql<Record<string, number>>`
      select count(*) filter (where not has_rating) as unrated,
        count(*) filter (where ended_on in ('2010-12-25', '2011-04-22', '2011-04-29', '2011-08-29')) as on_holidays,
        count(*) filter (where extract(hour from ended_at at time zone 'Europe/London') not between 9 and 20) as at_night,
        (select count(*) from involvements where staff_id is null and incident_id in (select incident_id from interviews)) as unknown
      from interviews`)
    expect(found).toEqual({ unrated: 0, on_holidays: 0, at_night: 0, unknown: 0 })
  })

  it('has call-backs waiting, and a supervisor and an officer whom some of them are about', async () => {
    const [waiting] = await inDemo(sql<{ number: number }>`select count(*) as number from call_backs`)
    expect(waiting?.number).toBeGreaterThan(500)
    const { rows } = await platform.database.pool.query(
      `select role, collar_number from ringback.memberships where collar_number is not null order by role`,
    )
    expect(rows.map(row => row.role)).toEqual(['officer', 'supervisor'])
  })

  it('queues no alerts: those calls were made long ago', async () => {
    const { rows } = await platform.database.pool.query(
      `select 1 from graphile_worker.jobs where task_identifier = 'alerts.raise'`,
    )
    expect(rows).toEqual([])
  })

  it('loads no further than the step in hand once it is told to stop', async () => {
    const other = await testPlatform()
    closeAfterTest(other)
    const stop = new AbortController()
    const told = { ...silent, notice: (text: string) => void (text.includes('staff.csv') && stop.abort(enough)) }
    await expect(loadDemo(other, told, stop.signal)).rejects.toBe(enough)
    const count = sql<object>`select (select count(*) > 0 from staff) as staff, (select count(*) > 0 from recipients) as recipients`
    const { rows } = await inForce(other, demoSlug, tester, tx => count.execute(tx.db))
    expect(rows).toEqual([{ staff: true, recipients: false }])
  })

  it('stops within the year when it is told to', async () => {
    await inDemo(sql`delete from interviews where reference like 'CB-4%'`)
    const stop = new AbortController()
    const told = { ...silent, notice: (text: string) => void (text.includes('year') && stop.abort(enough)) }
    await expect(loadDemo(platform, told, stop.signal)).rejects.toBe(enough)
  })

  it('completes a year whose load was interrupted', async () => {
    await inDemo(sql`delete from interviews where reference like 'CB-4%'`)
    await loadDemo(platform, silent)
    const reported = await inForce(platform, demoSlug, tester, tx => reportAppendixA(tx, paperYear))
    expect(reported).toEqual(table)
  }, 240_000)
})

describe('the generator', () => {
  const staff: readonly Posted[] = [
    {
      collarNumber: '1',
      rank: 'Call Handler',
      unit: 'Control Room',
      unitKind: 'control_room',
      from: '2009-01-01',
      to: null,
    },
    { collarNumber: '2', rank: 'Constable', unit: 'Redcar', unitKind: 'section', from: '2009-01-01', to: '2011-01-31' },
    { collarNumber: '3', rank: 'Sergeant', unit: 'Redcar', unitKind: 'section', from: '2011-02-01', to: null },
  ]

  it('makes the same year of the same table and staff, about those posted there on the day', () => {
    const year = generateYear(table, staff)
    expect(generateYear(table, staff)).toEqual(year)
    const officers = Map.groupBy(year, row => `${(row[2] ?? '') < '2011-02' ? 'before' : 'after'} ${row[5]}`)
    expect([...officers.keys()].sort()).toEqual(['after ', 'after 3', 'before ', 'before 2'])
  })
})
