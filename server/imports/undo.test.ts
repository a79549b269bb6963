import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { sql } from 'kysely'
import { beforeEach, describe, expect, it } from 'vitest'
import { letLapse, putBack } from '../calls/call-back-state.ts'
import { chooseCallBacks, claimNextCall } from '../calls/service.ts'
import { checkout } from '../config.ts'
import { takeOverImport } from '../forces/import-record.ts'
import type { ForceTx } from '../forces/service.ts'
import { interviewColumns } from '../interviews/import-rules.ts'
import { mendEmail, undoMends } from '../people/mends/service.ts'
import { newId } from '../platform/id.ts'
import type { ImportKind } from '../platform/import/profile.ts'
import { changeNumber } from '../recipients/numbers.ts'
import { buildEndedInterview } from '../testing/build-interview.ts'
import { recipientFile, recipientLine } from '../testing/recipient-file.ts'
import { runJobs } from '../testing/run-jobs.ts'
import { inTestForce, type TestPlatform, testForce } from '../testing/test-platform.ts'
import { takeImport, undoOf, whyNoUndoOf } from '../testing/undo-import.ts'
import { tasksOf } from '../worker.ts'
import { getImport } from './queries.ts'
import { askUndo } from './service.ts'

let platform: TestPlatform
beforeEach(async () => {
  platform = await testForce()
  return () => platform.close()
})

const example = (name: string, from: number, to: number): string => {
  const [header = '', ...rows] = readFileSync(join(checkout, 'examples', name), 'utf8').split(/\r?\n/)
  return [header, ...rows.slice(from, to)].join('\r\n')
}
const interviews = (...rows: readonly string[]) => [interviewColumns.join(','), ...rows].join('\r\n')

const take = (kind: ImportKind, text: string) => takeImport(platform, kind, text)
const why = (id: string) => whyNoUndoOf(platform, id)
const undo = (id: string) => undoOf(platform, id)

const state = () =>
  inTestForce(platform, async tx => {
    const found: Record<string, unknown> = {}
    for (const table of [
      'units',
      'staff',
      'postings',
      'incidents',
      'involvements',
      'recipients',
      'recipient_numbers',
      'services',
      'interviews',
      'answers',
      'question_concerns',
    ])
      found[table] = (
        await sql<{
          row: unknown
        }>`select to_jsonb(t) as row from ${sql.id(table)} t order by to_jsonb(t)::text`.execute(tx.db)
      ).rows
    return found
  })

describe('undoing an import', () => {
  it.each<[ImportKind, string, string]>([
    ['staff', example('staff.csv', 0, 60), example('staff.csv', 30, 120).replaceAll(',Constable,', ',Sergeant,')],
    [
      'recipients',
      example('service-recipients.csv', 0, 60),
      example('service-recipients.csv', 30, 120).replaceAll('Mrs', 'Dr').replaceAll('Priority', 'Scheduled'),
    ],
    [
      'interviews',
      interviews('R1,INC-1,2011-08-31T18:00,,,0121,,,5,,,,4,', 'R2,INC-1,2011-08-31T18:00,,,,,,,,,,2,said'),
      interviews('R2,INC-2,2011-08-31T19:00,,,0121,,,3,,,,1,other', 'R3,INC-3,2011-08-31T18:00,,,,,,,,,,3,'),
    ],
  ])('of %s leaves what the import before it left, to the last cell', async (kind, first, second) => {
    await take(kind, first)
    const before = await state()
    const id = await take(kind, second)
    expect(await state()).not.toEqual(before)
    expect(await undo(id)).toMatchObject({ status: 'undone', undone_at: expect.anything(), fault: null })
    expect(await state()).toEqual(before)
  })

  it('brings back the same when the file is imported again', async () => {
    const text = example('service-recipients.csv', 0, 50)
    const counts = async () =>
      Object.fromEntries(Object.entries(await state()).map(([name, rows]) => [name, (rows as []).length]))
    const id = await take('recipients', text)
    const before = await counts()
    await undo(id)
    expect((await counts()).services).toBe(0)
    await take('recipients', text)
    expect(await counts()).toEqual(before)
  })
})

it('undoing an import lets those be rung again whom it had kept from calls', async () => {
  const file = (markers: string) =>
    recipientFile(recipientLine({ closed: '22/08/2011 11:00', phone1: '01632 960001', markers }))
  await take('recipients', file(''))
  await inTestForce(platform, tx => chooseCallBacks(work => work(tx)))
  const id = await take('recipients', file('DV'))
  const claim = () => inTestForce(platform, tx => claimNextCall(tx, 'ann'))
  const call = () =>
    inTestForce(platform, tx =>
      tx.db.selectFrom('call_backs').select(['status', 'outcome', 'ended_at']).executeTakeFirstOrThrow(),
    )
  expect(await claim()).toBeUndefined()
  expect(await call()).toMatchObject({ status: 'ended', outcome: expect.any(String) })
  expect(await why(id)).toBeNull()
  expect(await undo(id)).toMatchObject({ status: 'undone', undo_fault: null })
  expect(await call()).toEqual({ status: 'queued', outcome: null, ended_at: null })
  expect(await claim()).toBeDefined()
})

describe('an import is not undone', () => {
  const service = (tx: ForceTx) =>
    tx.db.selectFrom('services').select(['id', 'recipient_id', 'incident_id']).executeTakeFirstOrThrow()

  it.each<[string, RegExp, (tx: ForceTx) => Promise<unknown>, ImportKind?]>([
    [
      'somebody was claimed',
      /claimed for a call/,
      async tx => {
        const { id, recipient_id } = await service(tx)
        const survey = await tx.db.selectFrom('surveys').select('id').executeTakeFirstOrThrow()
        const at = tx.now.toString()
        await tx.db
          .insertInto('call_backs')
          .values({
            id: newId(),
            survey_id: survey.id,
            service_id: id,
            recipient_id,
            status: 'claimed',
            claim_id: newId(),
            claimed_by: 'x',
            lease_expires_at: at,
            due_at: at,
            created_at: at,
            updated_at: at,
          })
          .execute()
      },
    ],
    [
      'somebody was suppressed',
      /kept from calls/,
      async tx => {
        const { recipient_id } = await service(tx)
        await tx.db
          .insertInto('suppressions')
          .values({ id: newId(), recipient_id, scope: 'all', reason: 'asked', created_at: tx.now.toString() })
          .execute()
      },
    ],
    [
      'an interview is about it',
      /interviews about/,
      async tx => {
        await sql`insert into interviews (id, survey_id, questionnaire_id, incident_id, reference, mode, status, started_at, last_active_at, ended_at, ended_on)
          select ${newId()}, s.id, s.questionnaire_id, ${(await service(tx)).incident_id}, 'R9', 'imported', 'completed', ${tx.now.toString()}, ${tx.now.toString()}, ${tx.now.toString()}, '2011-09-01'
          from surveys s limit 1`.execute(tx.db)
      },
    ],
    ...(['markUnsafe', 'strikeOff'] as const).map((change): [string, RegExp, (tx: ForceTx) => Promise<unknown>] => [
      `a desk changed a number (${change})`,
      /a number from this file/,
      async tx => {
        const number = await tx.db
          .selectFrom('recipient_numbers')
          .select(['id', 'recipient_id'])
          .where('safe', '=', true)
          .executeTakeFirstOrThrow()
        await changeNumber(tx, number.recipient_id, number.id, { change, reason: 'other' })
      },
    ]),
    [
      'an alert is about somebody in it',
      /Alerts have been raised/,
      async tx => {
        const { id: staff_id } = await tx.db.selectFrom('staff').select('id').executeTakeFirstOrThrow()
        const interview_id = await buildEndedInterview(tx, { ratings: {} })
        await tx.db
          .insertInto('alerts')
          .values({
            id: newId(),
            interview_id,
            kind: 'low',
            staff_id,
            questions: '[]',
            line: '[]',
            created_at: tx.now.toString(),
          })
          .execute()
      },
      'staff',
    ],
    [
      'somebody was mended',
      /mended since/,
      tx => mendEmail(tx, '0103', { email: 'somebody@cleveland.example' }),
      'staff',
    ],
  ])('when %s, and nothing has changed', async (_, why, act, kind = 'recipients') => {
    const texts = { staff: 'staff.csv', recipients: 'service-recipients.csv', interviews: '' }
    const id = await take(kind, example(texts[kind], 0, 200))
    await inTestForce(platform, act)
    const before = await state()
    await expect(inTestForce(platform, tx => askUndo(tx, id))).rejects.toMatchObject({
      code: 'import_not_undoable',
      details: { why: expect.stringMatching(why) },
    })
    expect(await state()).toEqual(before)
  })

  it.each<[string, (tx: ForceTx, id: string) => Promise<unknown>]>([
    ['whose lease lapsed', (tx, id) => letLapse(tx, id)],
    ['that was given back unrung', (tx, id) => putBack(tx, id)],
  ])('when somebody was claimed in a call %s', async (_, letGo) => {
    const id = await take(
      'recipients',
      recipientFile(recipientLine({ closed: '22/08/2011 11:00', phone1: '01632 960001' })),
    )
    await inTestForce(platform, async tx => {
      await chooseCallBacks(work => work(tx))
      const call = await claimNextCall(tx, 'ann')
      await letGo(tx, call?.id ?? '')
    })
    expect(await why(id)).toMatch(/claimed for a call/)
  })

  it('when a desk changed a number between its start and another, after it had failed', async () => {
    const id = await take('recipients', example('service-recipients.csv', 0, 20))
    const set = (status: 'waiting' | 'done') => (tx: ForceTx) =>
      tx.db.updateTable('imports').set({ status }).where('id', '=', id).execute()
    await inTestForce(platform, async tx => {
      const number = await tx.db
        .selectFrom('recipient_numbers')
        .select(['id', 'recipient_id'])
        .where('safe', '=', true)
        .executeTakeFirstOrThrow()
      await changeNumber(tx, number.recipient_id, number.id, { change: 'markUnsafe', reason: 'other' })
      await set('waiting')(tx)
    })
    platform.clock.set(platform.clock.now().add({ hours: 1 }))
    await inTestForce(platform, async tx => {
      const profile = { name: 'any', profile: {} }
      const facts = { kind: 'recipients', fileName: 'f.csv', bytes: 1, origin: 'page', profile, header: [] } as const
      await takeOverImport(tx, id, facts, true)
      await set('done')(tx)
    })
    expect(await why(id)).toMatch(/a number from this file/)
  })

  it('when somebody was mended before it, and that was taken back since', async () => {
    await take('staff', example('staff.csv', 0, 200))
    const mended = await inTestForce(platform, tx => mendEmail(tx, '0103', { email: 'somebody@cleveland.example' }))
    platform.clock.advance({ minutes: 1 })
    const id = await take('staff', example('staff.csv', 0, 200).replaceAll(',Constable,', ',Sergeant,'))
    expect(await why(id)).toBeNull()
    await inTestForce(platform, tx => undoMends(tx, [mended.id]))
    expect(await why(id)).toMatch(/mended since/)
  })

  it('when a later one changed what it brought, until that one is undone', async () => {
    const text = example('service-recipients.csv', 0, 20)
    const first = await take('recipients', text)
    const second = await take('recipients', text.replaceAll('Mrs', 'Dr'))
    expect(await why(first)).toMatch(/later import/)
    expect(await why(second)).toBeNull()
    await undo(second)
    expect(await why(first)).toBeNull()
  })

  it('when it was acted on between the asking and the doing: it is done as before, and says why', async () => {
    const id = await take('recipients', example('service-recipients.csv', 0, 20))
    await inTestForce(platform, tx => askUndo(tx, id))
    await inTestForce(platform, async tx => {
      const { recipient_id } = await service(tx)
      await tx.db
        .insertInto('suppressions')
        .values({ id: newId(), recipient_id, scope: 'all', reason: 'asked', created_at: tx.now.toString() })
        .execute()
    })
    await runJobs(platform, tasksOf(platform))
    const row = await inTestForce(platform, tx => getImport(tx, id))
    expect(row).toMatchObject({ status: 'done', fault: null, undo_fault: { code: 'import_not_undoable' } })
  })
})
