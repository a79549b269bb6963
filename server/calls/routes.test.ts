import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createApp } from '../app.ts'
import { buildService } from '../testing/build-service.ts'
import { send as sendTo } from '../testing/send.ts'
import { signedInAs } from '../testing/sign-ins.ts'
import { inTestForce, type TestPlatform, testForce } from '../testing/test-platform.ts'
import type { CallSheet } from './schema.ts'
import { chooseCallBacks } from './service.ts'

let platform: TestPlatform
let app: ReturnType<typeof createApp>
let interviewer: Record<string, string>
beforeAll(async () => {
  platform = await testForce()
  app = createApp(platform)
  interviewer = (await signedInAs(platform, ['interviewer'])).headers
})
afterAll(() => platform.close())

const send = (method: string, path: string, body?: unknown, headers = interviewer) =>
  sendTo(app, headers, method, path, body)

describe('the calls and interviews of the API', () => {
  it('take an interviewer from the claim to the end', async () => {
    expect(await send('POST', '/calls/claim')).toEqual({ status: 204, body: undefined })
    await inTestForce(platform, async tx => {
      await buildService(tx, { numbers: ['+441632960123'], surname: 'Example' })
      await buildService(tx, { exclusions: ['sexual_offence'] })
      await chooseCallBacks(work => work(tx))
    })
    const claimed = await send('POST', '/calls/claim')
    expect(claimed.status).toBe(200)
    const sheet = claimed.body as CallSheet
    expect(sheet).toMatchObject({
      attemptsMade: 0,
      maximumAttempts: 6,
      involvement: 'caller',
      person: { name: 'Mrs Test Example' },
      numbers: [{ number: '01632 960123', e164: '+441632960123', safe: true, wasInVain: false }],
      incident: { categoryName: 'Vehicle crime' },
      appointmentAt: null,
      isOnTheLine: false,
      numberOnTheLine: null,
      lastAttempt: null,
      interview: { mayBeNamed: null, answers: [] },
    })
    expect(sheet.questions).toHaveLength(7)
    expect(sheet.texts.opening).toBe('Hello. Could I speak to Mrs Test Example, please?')
    expect(sheet.texts.introduction).toContain('Testshire Police')
    expect(sheet.texts.introduction).toContain('22 August 2011')
    expect((await send('GET', '/calls/current')).body.id).toBe(sheet.id)
    expect((await send('POST', `/calls/${sheet.id}/keep-alive`)).body).toEqual({
      leaseExpiresAt: sheet.leaseExpiresAt,
      leaseSeconds: 600,
      numbers: [sheet.numbers[0]?.id],
      unsafe: null,
    })

    const attempt = { attemptId: crypto.randomUUID(), numberId: sheet.numbers[0]?.id, outcome: '1.1' }
    const following = { status: 200, body: { next: 'interview', dueAt: null, ended: false } }
    expect(await send('POST', `/calls/${sheet.id}/attempts`, attempt)).toEqual(following)
    expect(await send('POST', `/calls/${sheet.id}/attempts`, attempt)).toEqual(following)

    const interview = `/interviews/${sheet.interview.id}`
    const answer = { rating: 1, comment: 'Rude' }
    expect((await send('PUT', `${interview}/answers/telephone_response`, answer)).body).toMatchObject({
      question: 'telephone_response',
      rating: 1,
      reason: null,
      comment: 'Rude',
    })
    for (const wrong of [{}, { rating: 6 }, { rating: 0 }, { rating: 3, reason: 'refused' }, { reason: 'bored' }])
      expect((await send('PUT', `${interview}/answers/telephone_response`, wrong)).status).toBe(422)
    expect((await send('PUT', `${interview}/answers/nonsense`, { rating: 1 })).body.code).toBe('question_not_asked')
    expect(await send('PUT', `${interview}/leave`, { mayBeNamed: true })).toEqual({
      status: 200,
      body: { mayBeNamed: true, mayBeRungAgain: null, order: null },
    })
    expect((await send('GET', '/calls/current')).body).toMatchObject({
      isOnTheLine: true,
      numberOnTheLine: attempt.numberId,
      interview: { mayBeNamed: true, answers: [{ question: 'telephone_response', rating: 1, comment: 'Rude' }] },
    })
    expect((await send('POST', `/calls/${sheet.id}/release`)).body.code).toBe('call_in_interview')

    const appointmentAt = '2011-09-01T14:00:00+01:00'
    expect((await send('POST', `${interview}/put-off`, {})).body.code).toBe('invalid_request')
    expect(await send('POST', `${interview}/put-off`, { appointmentAt })).toEqual({
      status: 200,
      body: { appointmentAt: '2011-09-01T13:00:00Z' },
    })
    expect((await send('POST', '/calls/claim')).status).toBe(204)
    platform.clock.set(Temporal.Instant.from(appointmentAt))
    expect((await send('POST', '/calls/claim')).body).toMatchObject({
      id: sheet.id,
      appointmentAt: '2011-09-01T13:00:00Z',
      isOnTheLine: false,
      numberOnTheLine: null,
      interview: { id: sheet.interview.id, answers: [{ question: 'telephone_response', rating: 1 }] },
    })
    expect(await send('POST', `${interview}/end`, { ending: 'broken_off' })).toEqual({
      status: 200,
      body: { status: 'broken_off', ratings: 1, alerts: { low: 1, high: 0 } },
    })
    expect((await send('GET', '/calls/current')).status).toBe(204)
  })

  it('say which number of a call was rung in vain', async () => {
    await inTestForce(platform, async tx => {
      await buildService(tx, { numbers: ['+441632960124', '+441632960125'] })
      await chooseCallBacks(work => work(tx))
    })
    const { body: sheet } = await send('POST', '/calls/claim')
    const attempt = { attemptId: crypto.randomUUID(), numberId: sheet.numbers[0]?.id, outcome: 'disconnected' }
    expect((await send('POST', `/calls/${sheet.id}/attempts`, attempt)).body).toMatchObject({ next: 'next_number' })
    const { numbers } = (await send('GET', '/calls/current')).body as CallSheet
    expect(numbers.map(({ wasInVain }) => wasInVain)).toEqual([true, false])
    await send('POST', `/interviews/${sheet.interview.id}/end`, { ending: 'broken_off' })
  })

  it('refuse a time that can not be stored, as they do any other wrong field', async () => {
    await inTestForce(platform, async tx => {
      await buildService(tx)
      await chooseCallBacks(work => work(tx))
    })
    const { body: sheet } = await send('POST', '/calls/claim')
    const interview = `/interviews/${sheet.interview.id}`
    for (const time of ['2011-09-02T10:00:00.1234567890Z', '0000-01-01T00:00:00Z']) {
      const attempt = { attemptId: crypto.randomUUID(), numberId: sheet.numbers[0]?.id, outcome: 'appointment' }
      for (const reply of [
        await send('POST', `/calls/${sheet.id}/attempts`, { ...attempt, appointmentAt: time }),
        await send('POST', `${interview}/put-off`, { appointmentAt: time }),
        await send('PUT', `${interview}/serious/${crypto.randomUUID()}`, {
          kind: 'emergency',
          words: 'Now',
          confirmedAt: time,
        }),
      ])
        expect(reply).toMatchObject({ status: 422, body: { code: 'invalid_request' } })
    }
    await send('POST', `${interview}/end`, { ending: 'broken_off' })
  })

  it('say that a call was put back, once it has been', async () => {
    const opening = platform.clock.now()
    await inTestForce(platform, async tx => {
      await buildService(tx)
      await chooseCallBacks(work => work(tx))
    })
    const { body: sheet } = await send('POST', '/calls/claim')
    platform.clock.set(Temporal.Instant.from('2011-09-01T21:00:00+01:00'))
    expect(await send('POST', `/calls/${sheet.id}/keep-alive`)).toMatchObject({
      status: 409,
      body: { code: 'call_put_back', reason: 'outside_calling_hours' },
    })
    expect((await send('GET', '/calls/current')).status).toBe(204)
    platform.clock.set(opening)
    await send('POST', '/calls/claim')
    await send('POST', `/interviews/${sheet.interview.id}/end`, { ending: 'broken_off' })
  })

  it('tell how the queue stands, and why somebody is not in it', async () => {
    const { headers } = await signedInAs(platform, ['team_leader'])
    expect((await send('GET', '/calls/summary', undefined, headers)).body).toEqual({
      queued: 0,
      claimed: 0,
      ended: 4,
      dueNow: 0,
      exclusions: [{ reason: 'sexual_offence', services: 1 }],
    })
    const { reference } = await inTestForce(platform, tx => buildService(tx, { closedDaysAgo: null }))
    const explained = await send('GET', `/calls/eligibility?reference=${reference}`, undefined, headers)
    expect(explained.body.services[0]).toMatchObject({ involvement: 'caller', callBack: null, reason: 'still_open' })
    expect((await send('GET', '/calls/eligibility?reference=none', undefined, headers)).body.code).toBe(
      'incident_unknown',
    )
  })

  it('are for those who ring, and for nobody who only looks', async () => {
    const { headers } = await signedInAs(platform, ['analyst'])
    expect((await send('POST', '/calls/claim', undefined, headers)).status).toBe(403)
    expect((await send('GET', '/calls/summary', undefined, headers)).status).toBe(200)
    expect((await send('POST', '/calls/claim', undefined, {})).status).toBe(401)
  })
})

it('the opening names neither the police nor the incident', async () => {
  const { render } = await import('../platform/texts.ts')
  for (const person of ['Mrs Test Example', null]) {
    const opening = render('call-opening', null, { person, force: 'Testshire Police' })
    expect(opening).not.toMatch(/police|incident|crime|force/i)
    expect(opening.length).toBeGreaterThan(10)
  }
})
