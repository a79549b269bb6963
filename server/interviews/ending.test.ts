import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { recordAttempt } from '../calls/attempts.ts'
import type { ForceTx } from '../forces/service.ts'
import { buildPart, type ServiceOverrides } from '../testing/build-service.ts'
import { callRow, claimedCall, interviewRow } from '../testing/claimed-call.ts'
import { inTestForce, type TestPlatform, testForce } from '../testing/test-platform.ts'
import { abandonLapsed, endInterview, saveAnswer, setLeave } from './service.ts'

let platform: TestPlatform
beforeEach(async () => {
  platform = await testForce()
})
afterEach(() => platform.close())

const within = <Result>(work: (tx: ForceTx) => Promise<Result>) => inTestForce(platform, work)

const claimed = (service?: ServiceOverrides, by?: string) => within(tx => claimedCall(tx, service, by))
const rate = (id: string, question: string, rating: number, comment?: string) =>
  within(tx => saveAnswer(tx, id, 'ann', question, { rating, comment }))
const published = async () =>
  (
    await platform.database.pool.query(
      `select j.payload from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id
       where t.identifier = 'alerts.raise'`,
    )
  ).rows.map(row => row.payload.interviewId as string)
const interviewOf = (id: string) => within(tx => interviewRow(tx, id))
const callOf = (id: string) => within(tx => callRow(tx, id))

describe('ending', () => {
  it('freezes the interview with its reporting facts, whom it concerns, and the end of its call', async () => {
    const { id, callId, incidentId } = await claimed({ bornOn: '1960-01-01' })
    const { handler, officer } = await within(async tx => ({
      handler: await buildPart(tx, incidentId, 'call_handler', '0001'),
      officer: await buildPart(tx, incidentId, 'officer_in_charge', '0002'),
    }))
    for (const question of ['answered_quickly', 'telephone_response', 'initial_actions']) await rate(id, question, 1)
    for (const question of ['arrived_quickly', 'overall_service']) await rate(id, question, 5)
    await within(tx => saveAnswer(tx, id, 'ann', 'informed_of_follow_up', { reason: 'not_applicable' }))
    platform.clock.set(Temporal.Instant.from('2011-09-01T23:30:00Z'))
    expect(await within(tx => endInterview(tx, id, 'ann', 'completed'))).toEqual({
      status: 'completed',
      ratings: 5,
      alerts: { low: 3, high: 2 },
    })
    expect(await interviewOf(id)).toMatchObject({
      status: 'completed',
      ended_on: '2011-09-02',
      grade: 'priority',
      category_code: 'C07',
      age_band: '45_to_54',
      has_rating: true,
    })
    expect(await callOf(callId)).toMatchObject({ status: 'ended', outcome: 'complete', interview_id: null })
    const found = await within(async tx => ({
      locks: await tx.db.selectFrom('call_locks').selectAll().execute(),
      concerns: await tx.db.selectFrom('question_concerns').select(['question_key', 'staff_id']).execute(),
      left: await tx.db
        .selectFrom('answers')
        .select('reason')
        .where('question_key', '=', 'satisfied_with_follow_up')
        .execute(),
    }))
    expect(found.locks).toEqual([])
    expect(found.left).toEqual([{ reason: 'not_asked' }])
    expect(new Map(found.concerns.map(one => [one.question_key, one.staff_id]))).toEqual(
      new Map([
        ['answered_quickly', handler],
        ['telephone_response', handler],
        ['arrived_quickly', officer],
        ['initial_actions', officer],
        ['overall_service', officer],
      ]),
    )
    expect(await published()).toEqual([id])
    await expect(rate(id, 'overall_service', 1)).rejects.toMatchObject({ code: 'interview_ended', status: 409 })
    await expect(within(tx => setLeave(tx, id, 'ann', {}))).rejects.toMatchObject({ code: 'interview_ended' })
  })

  it('happens once, however many ends come at once, with or without a word said', async () => {
    for (const isAnswered of [true, false]) {
      const { id } = await claimed()
      if (isAnswered) await rate(id, 'answered_quickly', 1)
      const before = (await published()).length
      const ends = await Promise.all(
        Array.from({ length: 6 }, () => within(tx => endInterview(tx, id, 'ann', 'broken_off'))),
      )
      expect(new Set(ends.map(end => JSON.stringify(end))).size).toBe(1)
      expect((await published()).length).toBe(before + 1)
      await expect(within(tx => endInterview(tx, id, 'bob', 'completed'))).rejects.toMatchObject({ status: 409 })
    }
  })

  it('never loses an answer that comes together with the end: it counts, or it is refused', async () => {
    for (let round = 0; round < 5; round += 1) {
      const { id } = await claimed()
      await rate(id, 'answered_quickly', 5)
      const [saved, ended] = await Promise.allSettled([
        rate(id, 'telephone_response', 1),
        within(tx => endInterview(tx, id, 'ann', 'broken_off')),
      ])
      const counted = ended.status === 'fulfilled' ? ended.value.ratings : undefined
      expect(counted).toBe(saved.status === 'fulfilled' ? 2 : 1)
    }
  })

  it('comes by itself when nothing happens for an hour, and counts what was said', async () => {
    const { id, callId } = await claimed()
    await rate(id, 'answered_quickly', 1)
    platform.clock.advance({ minutes: 59 })
    expect(await abandonLapsed(within)).toBe(0)
    platform.clock.advance({ minutes: 1 })
    const runs = await Promise.all([abandonLapsed(within), abandonLapsed(within)])
    expect(runs[0] + runs[1]).toBe(1)
    expect(await interviewOf(id)).toMatchObject({ status: 'abandoned', has_rating: true })
    expect(await callOf(callId)).toMatchObject({ status: 'ended', outcome: 'break_off' })
    expect(await published()).toEqual([id])
  })

  it('comes by itself also when that of another can’t', async () => {
    const stuck = await claimed()
    await rate(stuck.id, 'answered_quickly', 1)
    const { pool } = platform.database
    await pool.query(
      `alter table force_testshire.interviews add constraint stuck check (id <> '${stuck.id}' or status = 'in_progress')`,
    )
    const other = await claimed({}, 'bob')
    await within(tx => saveAnswer(tx, other.id, 'bob', 'answered_quickly', { rating: 1 }))
    platform.clock.advance({ minutes: 60 })
    await expect(abandonLapsed(within)).rejects.toThrow('1 of 2 could not be done')
    expect(await interviewOf(stuck.id)).toMatchObject({ status: 'in_progress' })
    expect(await interviewOf(other.id)).toMatchObject({ status: 'abandoned' })
  })

  it('comes by itself when the call ended by an outcome in the middle of it', async () => {
    const { id, callId, recipientId } = await claimed()
    await rate(id, 'answered_quickly', 1)
    await within(async tx => {
      const { id: numberId } = await tx.db
        .selectFrom('recipient_numbers')
        .select('id')
        .where('recipient_id', '=', recipientId)
        .executeTakeFirstOrThrow()
      await recordAttempt(tx, callId, 'ann', { attemptId: crypto.randomUUID(), numberId, outcome: 'refused' })
    })
    expect(await abandonLapsed(within)).toBe(1)
    expect(await interviewOf(id)).toMatchObject({ status: 'broken_off' })
    expect(await callOf(callId)).toMatchObject({ outcome: 'refused', interview_id: null })
    expect(await published()).toEqual([id])
  })
})
