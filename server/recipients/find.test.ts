import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createApp } from '../app.ts'
import { createForce, inForce } from '../forces/service.ts'
import { furnishSurveys } from '../surveys/service.ts'
import { buildService, type ServiceOverrides } from '../testing/build-service.ts'
import { signedInAs } from '../testing/sign-ins.ts'
import { inTestForce, type TestPlatform, tester, testForce, testSlug } from '../testing/test-platform.ts'
import { findRecipients } from './find.ts'
import type { SearchPage, SearchRequest } from './schema.ts'
import { suppressPerson } from './suppressions.ts'

const otherSlug = 'othershire'

let platform: TestPlatform
let app: ReturnType<typeof createApp>
let leader: Record<string, string>
let leaderOfOther: Record<string, string>
beforeAll(async () => {
  platform = await testForce()
  await createForce(
    platform,
    { slug: otherSlug, name: 'Othershire', timeZone: 'Europe/London' },
    tester,
    furnishSurveys,
  )
  app = createApp(platform)
  leader = (await signedInAs(platform, ['team_leader'])).headers
  leaderOfOther = (await signedInAs(platform, ['team_leader'], { force: otherSlug })).headers
})
afterAll(() => platform.close())

const build = (overrides: ServiceOverrides) => inTestForce(platform, tx => buildService(tx, overrides))

async function search(request: object, slug = testSlug, headers = leader) {
  const response = await app.request(`/api/v1/forces/${slug}/recipients/search`, {
    method: 'POST',
    headers,
    body: JSON.stringify(request),
  })
  return { status: response.status, body: (await response.json()) as SearchPage & { code?: string } }
}
const find = async (query: string, more: object = {}) => (await search({ query, ...more })).body
const idsOf = (page: SearchPage) => page.people.map(person => person.id)

const lastSearch = () =>
  inTestForce(platform, tx =>
    tx.db
      .selectFrom('audit_entries')
      .selectAll()
      .where('action', '=', 'recipients.searched')
      .orderBy('id', 'desc')
      .executeTakeFirstOrThrow(),
  )

describe('finding somebody', () => {
  it('goes by a number as it is said, a log number, a name, a birth date and part of a name', async () => {
    const person = { forename: 'Joanne', surname: 'Metcalfe', bornOn: '1975-03-12', numbers: ['+447700900123'] }
    const { recipientId, reference } = await build(person)
    await build({ forename: 'Joanne', surname: 'Metcalfe', bornOn: '1980-01-01', numbers: ['+447700900124'] })
    const expected: readonly [query: string, by: string, hits: number][] = [
      ['07700 900 123', 'number', 1],
      ['+44 (0) 7700-900123', 'number', 1],
      [reference, 'reference', 1],
      [reference.toLowerCase(), 'reference', 1],
      [reference.slice(0, -1), 'reference_start', 2],
      ['joanne metcalfe', 'name', 2],
      ['Metcalfe, Joanne', 'name', 2],
      ['Mrs Joanne Metcalfe', 'name', 2],
      ['Joanne Metcalfe 12/03/1975', 'name_and_birth', 1],
      ['Metcalfe 12 March 1975', 'part_of_name', 1],
      ['12/03/1975', 'birth_date', 1],
      ['calf', 'part_of_name', 2],
    ]
    for (const [query, by, hits] of expected) {
      const page = await find(query)
      expect([query, page.by, page.people.length]).toEqual([query, by, hits])
      expect(idsOf(page)).toContain(recipientId)
    }
    const [found] = (await find('07700 900123')).people
    expect(found).toMatchObject({
      name: 'Mrs Joanne Metcalfe',
      bornOn: '1975-03-12',
      incidents: 1,
      isSuppressed: false,
      incident: { reference, involvement: 'caller', categoryName: 'Vehicle crime' },
    })
  })

  it('by a whole name looks for part of it only if nobody has it, or if asked', async () => {
    await build({ forename: 'Ann', surname: 'Lee' })
    await build({ forename: 'Joann', surname: 'Leeson' })
    expect(await find('Ann Lee')).toMatchObject({ by: 'name', lookedThrough: null })
    const asked = await find('Ann Lee', { by: 'part_of_name' })
    expect(asked.people.map(({ name }) => name).sort()).toEqual(['Mrs Ann Lee', 'Mrs Joann Leeson'])
    expect(asked.lookedThrough?.people).toBeGreaterThanOrEqual(2)
  })

  it('that is not there finds nobody, and says how far it looked', async () => {
    const page = await find('Nobody Of That Name')
    expect(page).toMatchObject({ by: 'part_of_name', people: [], nextCursor: null })
    expect(page.lookedThrough?.people).toBeGreaterThan(0)
    expect((await find('01632 999999')).people).toEqual([])
  })

  it('shows a name that a spreadsheet would run as the text it is, and finds it', async () => {
    const { recipientId } = await build({ forename: '=HYPERLINK("x")', surname: '<b>Bold</b>' })
    const page = await find('=HYPER')
    expect(idsOf(page)).toEqual([recipientId])
    expect(page.people[0]?.name).toBe('Mrs =HYPERLINK("x") <b>Bold</b>')
  })

  it('takes what SQL would read as a pattern for the letters it is', async () => {
    for (const query of ['T-%1', 'T_000001', "'; drop table recipients; --1"])
      expect([query, (await find(query)).people.length]).toEqual([query, 0])
  })

  it('leaves word of how it was looked for and how many were found, and nothing of the query', async () => {
    await build({ forename: 'Joanne', surname: 'Secretperson', numbers: ['+447700900777'] })
    for (const [query, details] of [
      ['07700 900777', { by: 'number', found: 1, page: 'first' }],
      ['Joanne Secretperson', { by: 'name', found: 1, page: 'first' }],
      ['Secretp', { by: 'part_of_name', found: 1, page: 'first' }],
    ] as const) {
      await find(query)
      const entry = await lastSearch()
      expect(entry).toMatchObject({ details, subject_kind: 'force', subject_id: testSlug, actor_kind: 'user' })
      expect(JSON.stringify(entry)).not.toMatch(/900777|secret|joanne/i)
    }
  })

  it('within days leaves out whoever had no incident opened on them', async () => {
    await build({ surname: 'Longago', closedDaysAgo: 30 })
    const { recipientId } = await build({ surname: 'Longago', closedDaysAgo: 3 })
    const opened = { openedFrom: '2011-08-28', openedTo: '2011-08-29' }
    expect(idsOf(await find('longago', opened))).toEqual([recipientId])
    expect(idsOf(await find('longago', { openedTo: '2011-08-28' }))).not.toContain(recipientId)
    expect(idsOf(await find('longago', { openedFrom: '2011-08-30' }))).toEqual([])
  })

  it('can be kept to those who are not to be rung now', async () => {
    const { recipientId } = await build({ surname: 'Keptquiet' })
    const lifted = await build({ surname: 'Keptquiet' })
    const asked = { scope: 'surveys', reason: 'complaint' } as const
    await inTestForce(platform, async tx => {
      await suppressPerson(tx, recipientId, asked)
      await suppressPerson(tx, lifted.recipientId, asked)
      await tx.db
        .updateTable('suppressions')
        .set({ lifted_at: tx.now.toString(), lifted_by: 'test', lift_reason: 'other' })
        .where('recipient_id', '=', lifted.recipientId)
        .execute()
    })
    expect(idsOf(await find('keptquiet'))).toHaveLength(2)
    expect(idsOf(await find('keptquiet', { show: 'suppressed' }))).toEqual([recipientId])
  })

  it('refuses a cursor that is none, and a query that is too long', async () => {
    for (const cursor of ['x', 'newest/no/open', 'newest/018f0000-0000-7000-8000-000000000000/never'])
      expect((await search({ cursor })).body.code).toBe('cursor_unreadable')
    expect((await search({ query: 'x'.repeat(201) })).status).toBe(422)
  })
})

describe('another force', () => {
  it('is found nothing of, by any query', async () => {
    const secret = { forename: 'Only', surname: 'Othershire', bornOn: '1970-07-07', numbers: ['+447700900555'] }
    const { recipientId, reference } = await inForce(platform, otherSlug, tester, tx => buildService(tx, secret))
    for (const query of ['07700 900555', 'Only Othershire', 'Only Othershire 07/07/1970', 'othershi', reference]) {
      expect([query, idsOf(await find(query)).includes(recipientId)]).toEqual([query, false])
      const own = await search({ query }, otherSlug, leaderOfOther)
      expect([query, idsOf(own.body)]).toEqual([query, [recipientId]])
    }
    expect((await search({ query: 'x' }, otherSlug)).status).toBe(403)
    const response = await app.request(`/api/v1/forces/${testSlug}/recipients/${recipientId}`, { headers: leader })
    expect([response.status, ((await response.json()) as { code: string }).code]).toEqual([404, 'recipient_unknown'])
  })
})

/** As many people again, alike but for their incidents: a tenth of those open, some people with a second one. */
const makeCrowd = (crowd: TestPlatform, people: number) =>
  inTestForce(crowd, async tx => {
    const first = await buildService(tx, { numbers: ['+441632960999'], surname: 'Crowd', closedDaysAgo: 400 })
    const now = tx.now.toString()
    await sql`
      with made as materialized (select gen_random_uuid() as id, at from generate_series(1, ${people}::int) at),
      people as (insert into recipients (id, title_sealed, forename_sealed, surname_sealed, name_hash, created_at, updated_at)
        select made.id, title_sealed, forename_sealed, surname_sealed, name_hash, ${now}, ${now}
        from made, recipients where recipients.id = ${first.recipientId}),
      numbers as (insert into recipient_numbers (id, recipient_id, number_hash, number_sealed, usable, position, created_at)
        select gen_random_uuid(), made.id, number_hash, number_sealed, true, 0, ${now}
        from made, recipient_numbers n where n.recipient_id = ${first.recipientId}),
      happened as materialized (select gen_random_uuid() as id, made.id as person, at, nth
        from made, generate_series(1, 2) nth where nth = 1 or at % 3 = 0),
      incidents as (insert into incidents (id, reference, closed_at, created_at, updated_at)
        select id, 'CROWD-' || at || '-' || nth, case when at % 10 = 0 and nth = 1 then null
          else ${now}::timestamptz - make_interval(days => at % 50 + 60 * nth) end, ${now}, ${now} from happened)
      insert into services (id, incident_id, recipient_id, involvement, row_hash, created_at, updated_at)
      select gen_random_uuid(), id, person, 'caller', '\\x00', ${now}, ${now} from happened`.execute(tx.db)
  })

describe('thousands of hits', () => {
  let crowd: TestPlatform
  const people = 3000
  beforeAll(async () => {
    crowd = await testForce()
    await makeCrowd(crowd, people)
  })
  afterAll(() => crowd.close())
  const page = (request: Partial<SearchRequest>, readAtMost?: number) =>
    inTestForce(crowd, tx =>
      findRecipients(tx, { query: '', limit: 100, show: 'everybody', ...request }, { readAtMost }),
    )

  it.each(['01632 960999', '', 'crowd', 'Test Crowd', 'CROWD-1'])(
    'of “%s” come page by page, each person once, open incidents first and then those closed last',
    async query => {
      const found: SearchPage['people'] = []
      let cursor: string | null = null
      do {
        const next: SearchPage = await page({ query, cursor })
        expect(next.people.length).toBeLessThanOrEqual(100)
        found.push(...next.people)
        cursor = next.nextCursor
      } while (cursor)
      // Log numbers that begin so are those of 1, 10 to 19, 100 to 199 and 1000 to 1999.
      expect(found).toHaveLength(query === 'CROWD-1' ? 1111 : people + 1)
      expect(new Set(found.map(({ id }) => id)).size).toBe(found.length)
      const closings = found.map(({ incident }) => incident.closedAt ?? '9999')
      expect(closings).toEqual(closings.toSorted().reverse())
      expect(closings).toContain('9999')
    },
  )

  it('are cut where names have to be read: it says so, and goes on from there', async () => {
    const looked: number[] = []
    let cursor: string | null = null
    do {
      const next: SearchPage = await page({ query: 'absent', cursor }, 1000)
      expect(next).toMatchObject({ by: 'part_of_name', people: [] })
      looked.push(next.lookedThrough?.people ?? 0)
      cursor = next.nextCursor
    } while (cursor)
    expect(looked).toEqual([1000, 1000, 1000, 1])
  })
})
