import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createApp } from '../../app.ts'
import type { CallSheet } from '../../calls/schema.ts'
import { chooseCallBacks, releaseLapsed } from '../../calls/service.ts'
import { setForce } from '../../forces/service.ts'
import { newId } from '../../platform/id.ts'
import { buildService } from '../../testing/build-service.ts'
import { runJobs } from '../../testing/run-jobs.ts'
import { send as sendTo } from '../../testing/send.ts'
import { signedInAs } from '../../testing/sign-ins.ts'
import { inTestForce, paperTime, type TestPlatform, tester, testForce } from '../../testing/test-platform.ts'
import { heldOpen, untilOneWaits } from '../../testing/waiting.ts'
import { tasksOf } from '../../worker.ts'
import { wordsColumn } from './queries.ts'
import { reportSerious, tellUntold } from './service.ts'

type Who = Awaited<ReturnType<typeof signedInAs>>

const words = 'He said he would come back and finish it.'
let platform: TestPlatform
let app: ReturnType<typeof createApp>
let ann: Who
let bob: Who
let leader: Who
let complaints: Who
beforeAll(async () => {
  platform = await testForce()
  app = createApp(platform)
  ann = await signedInAs(platform, ['interviewer'])
  bob = await signedInAs(platform, ['interviewer', 'authority'])
  leader = await signedInAs(platform, ['team_leader'])
  complaints = await signedInAs(platform, ['complaints'])
})
afterAll(() => platform.close())

const send = (who: Who, method: string, path: string, body?: unknown) => sendTo(app, who.headers, method, path, body)

let drama = 100
/** A call that `who` has in hand, to somebody whose name and number are known. */
async function claimed(who: Who): Promise<CallSheet> {
  drama += 1
  await inTestForce(platform, async tx => {
    await buildService(tx, { numbers: [`+441632960${drama}`], forename: 'Hester', surname: `Quill ${drama}` })
    await chooseCallBacks(work => work(tx))
  })
  const { body } = await send(who, 'POST', '/calls/claim')
  return body as CallSheet
}

const report = (who: Who, sheet: CallSheet, id: string, body: object) =>
  send(who, 'PUT', `/interviews/${sheet.interview.id}/serious/${id}`, body)

const end = (who: Who, sheet: CallSheet) =>
  send(who, 'POST', `/interviews/${sheet.interview.id}/end`, { ending: 'broken_off' })

const messagesOf = (id: string) =>
  inTestForce(platform, async tx => {
    const rows = await tx.db
      .selectFrom('serious_messages')
      .innerJoin('messages', 'messages.id', 'serious_messages.message_id')
      .selectAll('messages')
      .where('serious_report_id', '=', id)
      .orderBy('told_to')
      .execute()
    return rows.map(row => ({
      to: tx.seal.unseal('messages.to', row.to_sealed),
      subject: tx.seal.unseal('messages.subject', row.subject_sealed),
      text: tx.seal.unseal('messages.text', row.text_sealed),
      html: tx.seal.unseal('messages.html', row.html_sealed),
    }))
  })

const set = (key: string, value: string) => setForce(platform, 'testshire', key, value, tester)

describe('a report of something serious', () => {
  it('that can’t be told keeps no other from being told, and is tried again', async () => {
    const sheet = await claimed(ann)
    const [stuck, other] = [newId(), newId()]
    for (const id of [stuck, other]) await report(ann, sheet, id, { kind: 'update', words })
    await set('desks.update', 'update@testshire.example')
    const { pool } = platform.database
    await pool.query(
      `alter table force_testshire.serious_messages add constraint stuck check (serious_report_id <> '${stuck}')`,
    )
    await expect(tellUntold(platform, 'testshire')).rejects.toThrow('1 of 2 could not be done')
    expect([(await messagesOf(stuck)).length, (await messagesOf(other)).length]).toEqual([0, 1])
    await pool.query('alter table force_testshire.serious_messages drop constraint stuck')
    await tellUntold(platform, 'testshire')
    expect([(await messagesOf(stuck)).length, (await messagesOf(other)).length]).toEqual([1, 1])
    await end(ann, sheet)
  })

  it('waits in the list while nobody has an address, and is told once when somebody has', async () => {
    const sheet = await claimed(ann)
    const id = newId()
    expect((await report(ann, sheet, id, { kind: 'safeguarding', words })).body).toMatchObject({ toldTo: [] })
    await set('desks.safeguarding', 'safeguarding@testshire.example')
    await runJobs(platform, tasksOf(platform))
    await set('mailbox', 'desk@testshire.example')
    await runJobs(platform, tasksOf(platform))
    expect((await messagesOf(id)).map(message => message.to)).toEqual(['safeguarding@testshire.example'])
    await end(ann, sheet)
  })

  it('is told though it was on its way while its desk was given an address', async () => {
    const sheet = await claimed(ann)
    const id = newId()
    await set('mailbox', '')
    await inTestForce(platform, async tx => {
      await set('desks.self_harm', 'care@testshire.example')
      await runJobs(platform, tasksOf(platform))
      const said = { kind: 'self_harm', words } as const
      await reportSerious(platform, tx, ann.userId, { interviewId: sheet.interview.id, reportId: id }, said)
    })
    expect(await messagesOf(id)).toEqual([])
    await platform.database.pool.query("select graphile_worker.add_job('serious.tell_untold_all')")
    await runJobs(platform, tasksOf(platform))
    expect((await messagesOf(id)).map(message => message.to)).toEqual(['care@testshire.example'])
    await set('mailbox', 'desk@testshire.example')
    await end(ann, sheet)
  })

  it('is told though somebody has it in hand, once, whatever many look at it at the same moment', async () => {
    const sheet = await claimed(ann)
    const id = newId()
    await set('mailbox', '')
    await set('desks.update', '')
    await report(ann, sheet, id, { kind: 'update', words })
    const letGo = await heldOpen(platform, tx =>
      tx.db.selectFrom('serious_reports').select('id').where('id', '=', id).forUpdate().execute(),
    )
    await set('desks.update', 'update@testshire.example')
    const telling = Promise.all([1, 2, 3].map(() => tellUntold(platform, 'testshire')))
    await Promise.race([telling, untilOneWaits(platform)])
    await letGo()
    await telling
    expect((await messagesOf(id)).map(message => message.to)).toEqual(['update@testshire.example'])
    await set('mailbox', 'desk@testshire.example')
    await end(ann, sheet)
  })

  it('tells each address of its desk, and nothing of the person; a repeat tells nobody again', async () => {
    await set('desks.new_crime', 'crime@testshire.example, Duty@testshire.example')
    const sheet = await claimed(ann)
    const id = newId()
    const said = { kind: 'new_crime', words, question: 'overall_service' }
    const told = ['crime@testshire.example', 'duty@testshire.example']
    const [first, again] = await Promise.all([report(ann, sheet, id, said), report(ann, sheet, id, said)])
    expect(first).toEqual({
      status: 200,
      body: { id, kind: 'new_crime', toldTo: told, at: paperTime.toString() },
    })
    expect(again).toEqual(first)
    expect(await report(ann, sheet, id, { ...said, words: 'Something else' })).toEqual(first)
    const messages = await messagesOf(id)
    expect(messages.map(message => message.to)).toEqual(told)
    for (const { subject, text, html } of messages) {
      expect(subject).toBe('New crime: said in a call')
      for (const telling of [text, html]) {
        expect(telling).toContain(sheet.incident.reference)
        expect(telling).toContain(`/f/testshire/serious/${id}`)
        expect(telling).toMatch(/within 24 hours of being reported, that is by (<strong>)?2 September at 10:00/)
        expect(telling).not.toMatch(/Quill|Hester|01632|\+44|finish it/)
      }
    }
    expect((await send(ann, 'GET', '/calls/current')).body).toMatchObject({ id: sheet.id })
    await end(ann, sheet)
  })

  it('of an emergency is taken once the interviewer has confirmed that they rang', async () => {
    const sheet = await claimed(ann)
    expect(sheet.desks.find(desk => desk.kind === 'emergency')).toMatchObject({ whomToRing: '999' })
    const id = newId()
    const refused = await report(ann, sheet, id, { kind: 'emergency', words })
    expect(refused).toMatchObject({ status: 422, body: { errors: [{ field: 'confirmedAt' }] } })
    const confirmed = { kind: 'emergency', words, confirmedAt: paperTime.toString() }
    expect((await report(ann, sheet, id, confirmed)).body).toMatchObject({ toldTo: ['desk@testshire.example'] })
    expect((await messagesOf(id))[0]?.subject).toBe('Record of an emergency, said in a call')
    await end(ann, sheet)
  })

  it('is kept as it was said, sealed', async () => {
    const sheet = await claimed(ann)
    const id = newId()
    expect((await report(ann, sheet, id, { kind: 'self_harm', words })).status).toBe(200)
    const [kept, said] = await inTestForce(platform, async tx => {
      const { words_sealed } = await tx.db
        .selectFrom('serious_reports')
        .select('words_sealed')
        .where('id', '=', id)
        .executeTakeFirstOrThrow()
      return [words_sealed.toString('latin1'), tx.seal.unseal(wordsColumn, words_sealed)]
    })
    expect(kept).not.toContain('finish')
    expect(said).toBe(words)
    await end(ann, sheet)
  })
})

describe('reports without end', () => {
  it('are taken up to a number for each interviewer and call, also when many come at once', async () => {
    const sheet = await claimed(ann)
    const said = { kind: 'update', words }
    const ids = Array.from({ length: 24 }, newId)
    const replies = await Promise.all(ids.map(id => report(ann, sheet, id, said)))
    expect(replies.filter(({ status }) => status === 200)).toHaveLength(20)
    const refused = replies.findIndex(({ status }) => status === 409)
    expect(replies[refused]?.body).toMatchObject({ code: 'too_many_reports', limit: 20 })
    await end(ann, sheet)
    const late = await Promise.all(ids.map(id => report(ann, sheet, id, said)))
    expect(late.map(({ status }) => status)).toEqual(replies.map(({ status }) => status))
  })

  it('are not made by confirming what has not happened yet', async () => {
    const sheet = await claimed(ann)
    const ring = (confirmedAt: Temporal.Instant) =>
      report(ann, sheet, newId(), { kind: 'emergency', words, confirmedAt: confirmedAt.toString() })
    const now = platform.clock.now()
    expect(await ring(now.add({ minutes: 5, seconds: 1 }))).toMatchObject({
      status: 422,
      body: { code: 'confirmed_in_the_future' },
    })
    expect((await ring(now.add({ minutes: 5 }))).status).toBe(200)
    await end(ann, sheet)
  })
})

describe('a report that comes late', () => {
  it('is taken after the interview has ended', async () => {
    const sheet = await claimed(ann)
    await end(ann, sheet)
    expect((await report(ann, sheet, newId(), { kind: 'update', words })).status).toBe(200)
  })

  it('is taken from whoever had the call when it lapsed without a word, and somebody else has it now', async () => {
    const sheet = await claimed(ann)
    platform.clock.advance({ minutes: 11 })
    await inTestForce(platform, releaseLapsed)
    const now = (await send(bob, 'POST', '/calls/claim')).body as CallSheet
    expect(now.id).toBe(sheet.id)
    const id = newId()
    expect((await report(ann, sheet, id, { kind: 'safeguarding', words })).status).toBe(200)
    expect(await report(bob, now, id, { kind: 'safeguarding', words })).toMatchObject({
      status: 409,
      body: { code: 'report_id_taken' },
    })
    await end(bob, now)
  })

  it('is taken for two weeks after they last had the call, and no longer', async () => {
    const sheet = await claimed(ann)
    const early = newId()
    const said = { kind: 'update', words }
    await report(ann, sheet, early, said)
    await end(ann, sheet)
    platform.clock.advance({ hours: 24 * 14 })
    expect((await report(ann, sheet, newId(), said)).status).toBe(200)
    platform.clock.advance({ minutes: 1 })
    expect(await report(ann, sheet, newId(), said)).toMatchObject({
      status: 409,
      body: { code: 'report_too_late', days: 14 },
    })
    expect((await report(ann, sheet, early, said)).status).toBe(200)
    platform.clock.set(paperTime)
  })

  it('is refused from somebody who never had the call', async () => {
    const sheet = await claimed(ann)
    expect(await report(bob, sheet, newId(), { kind: 'update', words })).toMatchObject({
      status: 404,
      body: { code: 'interview_unknown' },
    })
    await end(ann, sheet)
  })
})

describe('those at the desks', () => {
  it('see the kinds that are theirs, and what was said only behind a look that leaves word', async () => {
    const sheet = await claimed(ann)
    const complaint = newId()
    await report(ann, sheet, complaint, { kind: 'complaint', words, question: 'overall_service' })
    await end(ann, sheet)
    const listed = (await send(complaints, 'GET', '/serious')).body
    expect(listed).toMatchObject({ open: 1, reports: [{ id: complaint, kind: 'complaint', taken: null }] })
    expect(JSON.stringify(listed)).not.toMatch(/Quill|finish it/)
    const leaders = (await send(leader, 'GET', '/serious?show=all&limit=100')).body
    expect(leaders.reports.length).toBeGreaterThan(3)
    expect(leaders.reports.map((one: { kind: string }) => one.kind)).not.toContain('complaint')
    expect((await send(leader, 'GET', `/serious/${complaint}`)).status).toBe(404)
    expect((await send(leader, 'PUT', `/serious/${complaint}/taken`)).status).toBe(404)

    expect((await send(complaints, 'GET', `/serious/${complaint}`)).body).toMatchObject({
      words,
      question: 'Rating of overall service',
      person: { name: sheet.person.name, numbers: [{ number: sheet.numbers[0]?.number, safe: true }] },
      incident: { reference: sheet.incident.reference },
    })
    const looks = await inTestForce(platform, tx =>
      tx.db
        .selectFrom('audit_entries')
        .select('actor')
        .where('subject_id', '=', complaint)
        .where('action', '=', 'serious.viewed')
        .execute(),
    )
    expect(looks).toEqual([{ actor: complaints.userId }])
  })

  it('take a report up, one of them and once', async () => {
    const [open] = (await send(leader, 'GET', '/serious')).body.reports as { id: string }[]
    const admin = await signedInAs(platform, ['administrator'])
    const path = `/serious/${open?.id}/taken`
    expect((await send(leader, 'PUT', path)).body.taken).toMatchObject({ by: 'team_leader.x' })
    expect((await send(leader, 'PUT', path)).status).toBe(200)
    expect(await send(admin, 'PUT', path)).toMatchObject({
      status: 409,
      body: { code: 'report_taken', by: 'team_leader.x' },
    })
    const ids = (await send(leader, 'GET', '/serious')).body.reports.map((one: { id: string }) => one.id)
    expect(ids).not.toContain(open?.id)
  })

  it('turn pages without missing one or seeing it twice', async () => {
    const whole = (await send(leader, 'GET', '/serious?show=all')).body.reports as { id: string }[]
    const seen: string[] = []
    let cursor: string | null = ''
    while (cursor !== null) {
      const { body } = await send(leader, 'GET', `/serious?show=all&limit=2${cursor && `&cursor=${cursor}`}`)
      seen.push(...body.reports.map((one: { id: string }) => one.id))
      cursor = body.nextCursor
    }
    expect(seen).toEqual(whole.map(one => one.id))
  })
})

it('a desk has addresses, and what is none is refused', async () => {
  await expect(set('desks.update', 'nobody, a@b.example')).rejects.toMatchObject({ code: 'setting_invalid' })
  await expect(set('desks.nonsense', 'a@b.example')).rejects.toMatchObject({ code: 'setting_invalid' })
})
