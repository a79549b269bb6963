import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createApp } from '../app.ts'
import type { CallsOfRecipient, HistoryPage } from '../calls/schema.ts'
import { callTasks } from '../calls/tasks.ts'
import { buildService, type ServiceOverrides } from '../testing/build-service.ts'
import { importText } from '../testing/import-text.ts'
import { recipientFile, recipientLine } from '../testing/recipient-file.ts'
import { runJobs } from '../testing/run-jobs.ts'
import { signedInAs } from '../testing/sign-ins.ts'
import { inTestForce, type TestPlatform, testForce, testSlug } from '../testing/test-platform.ts'
import { importRecipients } from './import.ts'
import type { Recipient } from './schema.ts'
import { recipientTasks } from './tasks.ts'

let platform: TestPlatform
let app: ReturnType<typeof createApp>
let leader: Record<string, string>
beforeAll(async () => {
  platform = await testForce()
  app = createApp(platform)
  leader = (await signedInAs(platform, ['team_leader'])).headers
})
afterAll(() => platform.close())

const build = (overrides: ServiceOverrides = {}) => inTestForce(platform, tx => buildService(tx, overrides))

async function send<Shape = Recipient & { code?: string }>(method: 'GET' | 'POST', path: string, body?: object) {
  const response = await app.request(`/api/v1/forces/${testSlug}/recipients/${path}`, {
    method,
    headers: leader,
    body: body && JSON.stringify(body),
  })
  return { status: response.status, body: (await response.json()) as Shape }
}
const view = async (id: string) => (await send('GET', id)).body
const suppress = (id: string, more: object = {}) =>
  send('POST', `${id}/suppressions`, { scope: 'all', reason: 'complaint', ...more })
const verdictOf = async (id: string) =>
  (await send<CallsOfRecipient>('GET', `${id}/calls`)).body.verdicts.map(({ state, reason }) => ({ state, reason }))
const historyOf = async (id: string, about = 'changes') =>
  (await send<HistoryPage>('GET', `${id}/history?about=${about}`)).body.entries

describe('a person', () => {
  it('is shown with everything known of them, and the view is audited', async () => {
    const { recipientId, reference } = await build({
      forename: 'Joanne',
      surname: 'Metcalfe',
      bornOn: '1975-03-12',
      numbers: ['+447700900200'],
      markers: ['DEAF'],
    })
    const sharer = await build({ numbers: ['+447700900200'], exclusions: ['domestic_abuse'] })
    expect(await view(recipientId)).toMatchObject({
      name: 'Mrs Joanne Metcalfe',
      bornOn: '1975-03-12',
      numbers: [
        {
          number: '07700 900200',
          usable: true,
          safe: true,
          struckOffAt: null,
          sharedBy: 1,
          sharers: [{ id: sharer.recipientId, isSuppressed: false, isUnsafe: true }],
        },
      ],
      suppressions: [],
      services: [{ involvement: 'caller', markers: ['DEAF'], incident: { reference }, staff: [] }],
      servicesInAll: 1,
    })
    const views = await historyOf(recipientId, 'views')
    expect(views.map(({ what, who }) => [what, who.kind])).toEqual([['Looked at this person', 'user']])
  })

  it('is shown with e-mail address, language, needs, the file they came with, and who may be the same', async () => {
    const person = { forename: 'Ewa', surname: 'Lis', numbers: ['+447700900210'] }
    const { recipientId } = await build({ ...person, bornOn: '1980-01-02', language: 'Polish', needs: ['relay'] })
    const born = await build({ ...person, bornOn: '1980-01-02', numbers: [] })
    const rung = await build(person)
    await build({ ...person, forename: 'Jan' })
    await importText(platform, importRecipients, recipientFile(recipientLine({ log: 'of another' })))
    const importId = await inTestForce(platform, async tx => {
      const { id } = await tx.db.selectFrom('imports').select('id').executeTakeFirstOrThrow()
      await tx.db
        .updateTable('recipients')
        .set({ import_id: id, email_sealed: tx.seal.seal('recipients.email', 'ewa@x.example') })
        .where('id', '=', recipientId)
        .execute()
      return id
    })
    const shown = await view(recipientId)
    expect(shown).toMatchObject({
      email: 'ewa@x.example',
      language: 'Polish',
      needs: ['relay'],
      import: { id: importId, fileName: 'test.csv' },
    })
    expect(shown.maybeTheSame).toHaveLength(2)
    expect(shown.maybeTheSame).toEqual(
      expect.arrayContaining([
        { id: born.recipientId, because: 'birth_date' },
        { id: rung.recipientId, because: 'number' },
      ]),
    )
    expect(await view(rung.recipientId)).toMatchObject({ email: null, language: null, needs: [], import: null })
  })

  it('who is not there is not found, by any address', async () => {
    const id = crypto.randomUUID()
    const reason = 'complaint'
    for (const [method, path, body] of [
      ['GET', id],
      ['GET', `${id}/calls`],
      ['GET', `${id}/history`],
      ['POST', `${id}/suppressions`, { scope: 'all', reason }],
      ['POST', `${id}/suppressions/${id}/lift`, { reason: 'other' }],
      ['POST', `${id}/numbers/${id}`, { change: 'putBack', reason: 'other' }],
    ] as const) {
      const { status, body: said } = await send(method, path, body)
      expect([path, status, said.code]).toEqual([path, 404, 'recipient_unknown'])
    }
  })
})

describe('a suppression', () => {
  it('is made once with its reason, note, day and maker, keeps the person from being rung, and is lifted', async () => {
    const { recipientId } = await build()
    expect(await verdictOf(recipientId)).toEqual([{ state: 'to_be_chosen', reason: null }])
    const made = await suppress(recipientId, { note: 'Rang us about it', until: '2011-09-30' })
    expect(made.body.suppressions).toMatchObject([
      { scope: 'all', reason: { code: 'complaint' }, note: 'Rang us about it', until: '2011-09-30', liftedAt: null },
    ])
    expect(made.body.suppressions[0]?.createdBy).not.toBeNull()
    expect((await suppress(recipientId, { reason: 'other' })).body.suppressions).toEqual(made.body.suppressions)
    expect(await verdictOf(recipientId)).toEqual([{ state: 'kept_out', reason: 'suppressed' }])

    const id = made.body.suppressions[0]?.id
    const lift = () =>
      send('POST', `${recipientId}/suppressions/${id}/lift`, { reason: 'no_longer_so', note: 'Settled' })
    const lifted = await lift()
    expect(lifted.body.suppressions).toMatchObject([{ liftReason: { code: 'no_longer_so' }, liftNote: 'Settled' }])
    expect((await lift()).body).toEqual(lifted.body)
    expect(await verdictOf(recipientId)).toEqual([{ state: 'to_be_chosen', reason: null }])
    expect((await historyOf(recipientId)).map(({ what }) => what)).toEqual([
      'May be rung again for anything: no longer so',
      'Not to be rung for anything: complaint, until 30 September 2011',
    ])
    const entries = await inTestForce(platform, tx => tx.db.selectFrom('audit_entries').select('details').execute())
    expect(JSON.stringify(entries)).not.toMatch(/Rang us|Settled/)
  })

  it('covers whoever shares a number', async () => {
    const numbers = ['+447700900301']
    const [one, other] = [await build({ numbers }), await build({ numbers })]
    await suppress(one.recipientId)
    expect(await verdictOf(other.recipientId)).toEqual([{ state: 'kept_out', reason: 'suppressed' }])
  })

  it('until a day is lifted by itself when that day has passed, and not before', async () => {
    const { recipientId } = await build()
    await suppress(recipientId, { until: '2011-09-02' })
    const liftDue = async (at: string) => {
      platform.clock.set(Temporal.Instant.from(at))
      await platform.database.pool.query(`select graphile_worker.add_job('recipients.lift_due')`)
      await runJobs(platform, { ...recipientTasks(platform), ...callTasks(platform) })
      return (await view(recipientId)).suppressions[0]
    }
    expect(await liftDue('2011-09-02T23:59:00+01:00')).toMatchObject({ liftedAt: null })
    expect(await liftDue('2011-09-03T00:01:00+01:00')).toMatchObject({
      liftReason: { code: 'its_last_day_passed', title: 'Its last day has passed' },
      liftedBy: null,
    })
  })

  it.each([
    [{ reason: 'boredom' }, 'reason_unknown'],
    [{ until: '2011-08-31' }, 'suppression_ends_in_the_past'],
    [{ scope: 'some' }, 'invalid_request'],
    [{ until: '2011-02-31' }, 'invalid_request'],
  ])('is refused with %o: %s', async (request, code) => {
    const { recipientId } = await build()
    const { status, body } = await suppress(recipientId, request)
    expect([status, body.code]).toEqual([422, code])
    expect((await view(recipientId)).suppressions).toEqual([])
  })

  it('of somebody else is not lifted by this address', async () => {
    const [one, other] = [await build(), await build()]
    const id = (await suppress(other.recipientId)).body.suppressions[0]?.id
    const { body } = await send('POST', `${one.recipientId}/suppressions/${id}/lift`, { reason: 'other' })
    expect(body.code).toBe('suppression_unknown')
  })
})

describe('a number', () => {
  it.each([
    ['strikeOff', 'not_theirs', 'putBack', 'is_theirs'],
    ['markUnsafe', 'at_work', 'markSafe', 'said_to_be_safe'],
  ])('is kept from being rung by %s, and is rung again after %s', async (change, reason, back, whyBack) => {
    const { recipientId } = await build()
    const numberId = (await view(recipientId)).numbers[0]?.id
    const set = (request: object) => send('POST', `${recipientId}/numbers/${numberId}`, request)
    const kept = await set({ change, reason })
    expect([kept.body.numbers[0]?.safe, kept.body.numbers[0]?.struckOffAt !== null]).toContain(change === 'strikeOff')
    expect(await verdictOf(recipientId)).toEqual([{ state: 'kept_out', reason: 'no_usable_number' }])
    expect((await set({ change, reason })).body).toEqual(kept.body)
    expect((await set({ change: back, reason: whyBack })).body.numbers).toMatchObject([
      { safe: true, struckOffAt: null },
    ])
    expect(await verdictOf(recipientId)).toEqual([{ state: 'to_be_chosen', reason: null }])
    expect(await historyOf(recipientId)).toHaveLength(2)
    expect((await set({ change, reason: 'boredom' })).body.code).toBe('reason_unknown')
  })

  it('of somebody else is not changed by this address', async () => {
    const [one, other] = [await build(), await build()]
    const numberId = (await view(other.recipientId)).numbers[0]?.id
    const change = { change: 'strikeOff', reason: 'not_theirs' }
    expect((await send('POST', `${one.recipientId}/numbers/${numberId}`, change)).body.code).toBe('number_unknown')
  })
})
