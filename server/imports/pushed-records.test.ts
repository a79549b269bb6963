import { beforeAll, describe, expect, it } from 'vitest'
import { type App, createApp } from '../app.ts'
import { signedInAs } from '../testing/sign-ins.ts'
import { inTestForce, type TestPlatform, testForce, testSlug } from '../testing/test-platform.ts'

let platform: TestPlatform
let app: App
let headers: Record<string, string>

beforeAll(async () => {
  platform = await testForce()
  app = createApp(platform)
  headers = (await signedInAs(platform, ['administrator'])).headers
  return () => platform.close()
})

async function push(body: unknown, query = '') {
  const response = await app.request(`/api/v1/forces/${testSlug}/recipients${query}`, {
    method: 'POST',
    headers: { ...headers, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  return { status: response.status, body: await response.json() }
}

const record = (reference: string, more: object = {}) => ({
  incident: {
    reference,
    openedAt: '2011-08-02T08:22:00+01:00',
    closedAt: '2011-08-02T16:30:00+01:00',
    grade: 'priority',
    categoryCode: 'C07',
    district: 'North',
    section: 'Quay',
    attended: true,
    attendingOfficers: ['0206', '0207'],
  },
  recipient: { involvement: 'victim', forename: 'Ann, "Nan"', surname: '=Marsh', phone1: '+447700900000', ...more },
})

describe('recipients as JSON', () => {
  it('are taken in once, however often the same is sent', async () => {
    const first = await push(record('P-1'))
    expect(first).toMatchObject({
      status: 200,
      body: { result: { rows: 1, created: 1 }, records: [{ status: 'created', reason: null }] },
    })
    expect((await push(record('P-1'))).body.records).toMatchObject([{ status: 'unchanged' }])
    expect((await push(record('P-1', { language: 'Polish' }))).body.records).toMatchObject([{ status: 'updated' }])
    const kept = await inTestForce(platform, async tx => {
      const incident = await tx.db
        .selectFrom('incidents')
        .selectAll()
        .where('reference', '=', 'P-1')
        .executeTakeFirstOrThrow()
      const services = await tx.db.selectFrom('services').selectAll().where('incident_id', '=', incident.id).execute()
      const parts = await tx.db
        .selectFrom('involvements')
        .select('collar_number')
        .where('incident_id', '=', incident.id)
        .orderBy('collar_number')
        .execute()
      const people = await tx.db.selectFrom('recipients').selectAll().execute()
      const numbers = await tx.db.selectFrom('recipient_numbers').selectAll().execute()
      return {
        incident,
        services,
        parts,
        people: people.map(person => [
          tx.seal.unsealOptional('recipients.forename', person.forename_sealed),
          tx.seal.unsealOptional('recipients.surname', person.surname_sealed),
        ]),
        numbers: numbers.map(number => tx.seal.unseal('recipient_numbers.number', number.number_sealed)),
      }
    })
    expect(kept.incident).toMatchObject({ grade: 'priority', attended: true, category_code: 'C07' })
    expect(kept.incident.closed_at?.toString()).toBe('2011-08-02T15:30:00Z')
    expect([kept.services.length, kept.parts, kept.people, kept.numbers]).toEqual([
      1,
      [{ collar_number: '0206' }, { collar_number: '0207' }],
      [['Ann, "Nan"', '=Marsh']],
      ['+447700900000'],
    ])
  })

  it('are taken in once, though the same comes five times at the same moment', async () => {
    const pushed = await Promise.all(Array.from({ length: 5 }, () => push(record('P-7', { surname: 'Ford' }))))
    expect(pushed.map(({ body }) => body.records[0].status).sort()).toEqual([
      'created',
      ...Array.from({ length: 4 }, () => 'unchanged'),
    ])
    const services = await inTestForce(platform, tx =>
      tx.db
        .selectFrom('services')
        .innerJoin('incidents', 'incidents.id', 'incident_id')
        .select('services.id')
        .where('reference', '=', 'P-7')
        .execute(),
    )
    expect(services).toHaveLength(1)
  })

  it('come in a batch, and each is answered for in its place', async () => {
    const batch = [
      record('P-2'),
      record('P-1', { language: 'Polish' }),
      record('P-3', { surname: 'Reed', phone1: 'none' }),
    ]
    expect((await push(batch)).body).toMatchObject({
      result: { rows: 3, created: 2, unchanged: 1 },
      records: [
        { status: 'created' },
        { status: 'unchanged' },
        { status: 'created', warnings: expect.arrayContaining(['phone_unusable']) },
      ],
    })
  })

  it('use the codes and markers of a profile that is named', async () => {
    await push(record('P-4', { surname: 'Hill', markers: ['DV'] }), '?profile=cleveland-recipients')
    const found = await inTestForce(platform, tx =>
      tx.db
        .selectFrom('services')
        .innerJoin('incidents', 'incidents.id', 'incident_id')
        .select('exclusions')
        .where('reference', '=', 'P-4')
        .execute(),
    )
    expect(found).toEqual([{ exclusions: ['domestic_abuse'] }])
    expect(await push(record('P-5'), '?profile=nobodys')).toMatchObject({
      status: 422,
      body: { code: 'profile_unknown' },
    })
  })

  it.each([
    ['a record without a log number', { incident: { reference: ' ' }, recipient: {} }],
    ['a field that there is not', { incident: { reference: 'P-6', closed: '2011-08-02' }, recipient: {} }],
    ['no records', []],
    ['a list whose members have the separator in them', record('P-6', { markers: ['a;b'] })],
  ])('are refused, all of them, for %s', async (_, body) => {
    expect(await push(body)).toMatchObject({ status: 422, body: { code: 'invalid_request' } })
  })
})
