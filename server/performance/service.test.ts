import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createApp } from '../app.ts'
import type { ForceTx } from '../forces/service.ts'
import { importInterviews } from '../interviews/import.ts'
import { interviewColumns } from '../interviews/import-rules.ts'
import { newId } from '../platform/id.ts'
import { memorySource } from '../platform/import/source.ts'
import { signedInAs } from '../testing/sign-ins.ts'
import { inTestForce, type TestPlatform, tester, testForce, testSlug } from '../testing/test-platform.ts'
import { headlinesOf } from './headlines.ts'
import type { Reported } from './schema.ts'
import { reportAppendixA, reportUnits } from './service.ts'

/** North has two sections; an interview on the last evening of August, one that is September by local time, one without a unit. */
const rows = [
  'A1,INC-1,2011-08-31T23:30:00,Alder,,,,,5,5,,,5,',
  'A2,INC-2,2011-08-31T23:30:00Z,Alder,,,,,1,,,,,',
  'B1,INC-3,2011-08-15T12:00:00+01:00,Birch,,,5,4,,,,,,',
  'B2,INC-4,2011-08-15T12:00:00+01:00,Birch,,,DK,REF,NA,,,,,',
  'C1,INC-5,2011-08-01T00:00:00,,,,2,NA,,,,,,',
]
const august = { from: '2011-08-01', to: '2011-08-31' }

let platform: TestPlatform
beforeAll(async () => {
  platform = await testForce()
  await inTestForce(platform, async tx => {
    const top = await tx.db.selectFrom('units').select('id').executeTakeFirstOrThrow()
    const north = await makeUnit(tx, 'North', 'district', top.id)
    for (const name of ['Alder', 'Birch', 'Depot']) await makeUnit(tx, name, 'section', north)
    const south = await makeUnit(tx, 'South', 'district', top.id)
    await makeUnit(tx, 'Depot', 'section', south)
  })
  await importInterviews({
    platform,
    slug: testSlug,
    actor: tester,
    alerts: false,
    source: memorySource('few.csv', Buffer.from([interviewColumns.join(','), ...rows].join('\n'))),
  })
})
afterAll(() => platform.close())

async function makeUnit(tx: ForceTx, name: string, kind: 'district' | 'section', parent: string): Promise<string> {
  const id = newId()
  await tx.db.insertInto('units').values({ id, name, kind, parent_id: parent, created_at: tx.now.toString() }).execute()
  return id
}

const report = (reported: Reported) => inTestForce(platform, tx => reportAppendixA(tx, reported))

async function summary(reported: Reported) {
  const table = await report(reported)
  return [table.successfulCallBacks, ...table.sections.map(section => section.totals.number)]
}

describe('Appendix A', () => {
  it.each([
    ['the whole force, those without a unit too', {}, [3, 3, 3]],
    ['the force by its name', { unit: 'Testshire Police' }, [3, 3, 3]],
    ['a district with all below it', { unit: 'North' }, [2, 2, 3]],
    ['one section', { unit: 'Birch' }, [1, 2, 0]],
    ['a section by its district and name', { unit: 'South / Depot' }, [0, 0, 0]],
  ])('counts %s', async (_, unit, expected) => {
    expect(await summary({ ...august, ...unit })).toEqual(expected)
  })

  it('counts days as the force lives them, the last one too', async () => {
    expect(await summary({ from: '2011-09-01', to: '2011-09-01' })).toEqual([1, 0, 1])
    expect(await summary({ from: '2011-08-31', to: '2011-08-31' })).toEqual([1, 0, 3])
    expect(await summary({ from: '2011-08-01', to: '2011-08-01' })).toEqual([1, 1, 0])
  })

  it('of sections adds up to that of their district', async () => {
    const [alder, birch, north] = await Promise.all(
      ['Alder', 'Birch', 'North'].map(unit => summary({ ...august, unit })),
    )
    expect(alder?.map((number, at) => number + (birch?.[at] ?? 0))).toEqual(north)
  })

  it('is titled with its unit', async () => {
    expect((await report({ ...august, unit: 'North' })).title).toBe('Call Back Performance – North')
    expect((await report(august)).title).toBe('Call Back Performance – All sections')
  })

  it.each([
    ['unit_unknown', { ...august, unit: 'Nowhere' }, 404],
    ['unit_ambiguous', { ...august, unit: 'Depot' }, 409],
    ['period_backwards', { from: '2011-09-01', to: '2011-08-31' }, 422],
  ])('refuses %s', async (code, reported, status) => {
    await expect(report(reported)).rejects.toMatchObject({ code, status })
  })
})

describe('the authority', () => {
  const asked = async (roles: Parameters<typeof signedInAs>[1], period: Reported) => {
    const app = createApp(platform)
    const { headers } = await signedInAs(platform, roles)
    const query = new URLSearchParams({ ...period })
    const pages = ['appendix-a', 'headlines'].map(page =>
      app.request(`/api/v1/forces/${testSlug}/performance/${page}?${query}`, { headers }),
    )
    return (await Promise.all(pages)).map(({ status }) => status)
  }

  it('reads no figure that stands on fewer people or answers than the force publishes', async () => {
    expect(await asked(['authority'], august)).toEqual([403, 403])
    expect(await asked(['authority'], { from: '2010-01-01', to: '2010-01-31' })).toEqual([200, 200])
    expect(await asked(['authority', 'analyst'], august)).toEqual([200, 200])
    expect(await asked(['supervisor'], august)).toEqual([200, 200])
  })
})

describe('what can be reported', () => {
  it('is the tree of units and the days of the first and last interview', async () => {
    const { units, firstDay, lastDay } = await inTestForce(platform, reportUnits)
    expect([firstDay, lastDay]).toEqual(['2011-08-01', '2011-09-01'])
    expect(units.map(({ name, depth }) => `${'>'.repeat(depth)}${name}`)).toEqual([
      'Testshire Police',
      '>North',
      '>>Alder',
      '>>Birch',
      '>>North / Depot',
      '>South',
      '>>South / Depot',
    ])
  })

  it('is reported by the name it is listed under', async () => {
    const { units } = await inTestForce(platform, reportUnits)
    for (const { name } of units) await expect(summary({ ...august, unit: name })).resolves.toHaveLength(3)
  })

  it('has headlines over the same ratings', async () => {
    const { measures } = headlinesOf(await report(august), august)
    expect(measures.map(({ name, number, base, percent }) => [name, number, base, percent])).toEqual([
      ['satisfied_control_room', 2, 3, '66.7%'],
      ['satisfied_response', 3, 3, '100.0%'],
      ['dissatisfied', 1, 6, '16.7%'],
      ['poor', 0, 6, '0.0%'],
      ['excellent', 4, 6, '66.7%'],
    ])
  })
})
