import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { hurryJobs, runJobs } from '../testing/run-jobs.ts'
import { headerOf, type SmtpMode, type SmtpProcess, startSmtpServer } from '../testing/smtp-server.ts'
import { inTestForce, type TestPlatform, testForce } from '../testing/test-platform.ts'
import { tasksOf } from '../worker.ts'
import { queueMessage } from './mail.ts'
import { startJobs } from './worker.ts'

let smtp: SmtpProcess
let platform: TestPlatform
let reached = 0

beforeAll(async () => {
  smtp = await startSmtpServer()
  platform = await testForce({ smtpUrl: smtp.url, mailFrom: 'Ringback <ringback@testshire.example>' })
})
afterAll(async () => {
  await platform.close()
  await smtp.goDown()
})
beforeEach(async () => {
  await smtp.behave('accept')
  reached = smtp.received.length
})

/** Longer than any server takes that answers at all. */
const patienceMs = 10_000
const tasks = (timeoutMs = patienceMs) => tasksOf(platform, { timeoutMs })
const run = (timeoutMs = patienceMs) => runJobs(platform, tasks(timeoutMs))
const runAgain = async (timeoutMs = patienceMs) => {
  await hurryJobs(platform)
  await run(timeoutMs)
}
const queue = (more: { readonly to?: string; readonly subject?: string } = {}) =>
  inTestForce(platform, tx =>
    queueMessage(platform, tx, {
      purpose: 'test',
      to: 'mina@testshire.example',
      subject: 'Zoë’s 1',
      text: 'a',
      html: 'b',
      ...more,
    }),
  )
const state = (id: string) =>
  inTestForce(platform, tx =>
    tx.db
      .selectFrom('messages')
      .select(['status', 'tries', 'last_reply'])
      .where('id', '=', id)
      .executeTakeFirstOrThrow(),
  )
const received = () => smtp.received.slice(reached)
const jobsLeft = async () =>
  (await platform.database.pool.query('select count(*)::int as n from graphile_worker.jobs')).rows[0].n as number

describe('an e-mail', () => {
  it('is accepted once, under its Message-ID, with headers by which it can be traced', async () => {
    const id = await queue()
    await run()
    expect(await state(id)).toMatchObject({ status: 'accepted', tries: 1 })
    const [mail] = received()
    expect(received()).toHaveLength(1)
    expect(mail?.messageId).toBe(`<${id}@testshire.example>`)
    expect(headerOf(mail as never, 'X-Ringback-Message')).toBe(id)
    expect(headerOf(mail as never, 'Auto-Submitted')).toBe('auto-generated')
    expect(await jobsLeft()).toBe(0)
  })

  it('is kept sealed: its subject names officers', async () => {
    const id = await queue({ subject: 'A 1 for Constable Readable' })
    const { rows } = await platform.database.pool.query(
      'select (messages.*)::text as kept from force_testshire.messages where id = $1',
      [id],
    )
    expect(rows[0].kept).not.toMatch(/Readable|mina@/)
    await run()
    expect(headerOf(received()[0] as never, 'Subject')).toBe('A 1 for Constable Readable')
  })

  it('goes to one address and has the headers that are meant, whatever stands in a name or an address', async () => {
    const list = await queue({ to: 'a@testshire.example, b@evil.example' })
    await queue({ subject: 'A 1 for X\r\nBcc: c@evil.example' })
    await run()
    const [mail, ...others] = received()
    expect(others).toEqual([])
    expect(headerOf(mail as never, 'Bcc')).toBeUndefined()
    expect(mail?.to).toContain('mina@testshire.example')
    expect(await state(list)).toMatchObject({ status: 'refused' })
  })

  it('is sent within the hour if its job is gone, as after the restore of one force, and once', async () => {
    const id = await queue()
    const { rows } = await platform.database.pool.query('select key from graphile_worker.jobs')
    for (const { key } of rows) await platform.database.pool.query('select graphile_worker.remove_job($1)', [key])
    const look = async () => {
      await platform.database.pool.query(`select graphile_worker.add_job('mail.send_forgotten')`)
      await run()
    }
    await look()
    expect(await state(id)).toMatchObject({ status: 'queued', tries: 0 })
    platform.clock.advance({ minutes: 61 })
    await look()
    await look()
    expect(await state(id)).toMatchObject({ status: 'accepted', tries: 1 })
    expect(received()).toHaveLength(1)
  })

  it.each<[SmtpMode, RegExp]>([
    ['refuse recipient', /^550 5\.1\.1 No such mailbox: <…>/],
    ['refuse data', /^554 5\.7\.1 Not wanted/],
  ])('is refused for good when the server says %s, and not tried again', async (mode, reply) => {
    await smtp.behave(mode)
    const id = await queue()
    await run()
    expect(await state(id)).toMatchObject({ status: 'refused', tries: 1, last_reply: expect.stringMatching(reply) })
    await smtp.behave('accept')
    await runAgain()
    expect(received()).toEqual([])
    expect(await jobsLeft()).toBe(0)
  })

  it.each<[SmtpMode, RegExp, number]>([
    ['not now', /^451 4\.7\.1 Try again later/, patienceMs],
    ['hang', /ETIMEDOUT/, 500],
  ])('waits when the server says %s, and arrives once when it is well again', async (mode, reply, timeoutMs) => {
    await smtp.behave(mode)
    const id = await queue()
    await run(timeoutMs)
    await runAgain(timeoutMs)
    expect(await state(id)).toMatchObject({ status: 'queued', tries: 2, last_reply: expect.stringMatching(reply) })
    await smtp.behave('accept')
    await runAgain()
    await runAgain()
    expect(await state(id)).toMatchObject({ status: 'accepted', tries: 3 })
    expect(received()).toHaveLength(1)
  })

  it('waits while the server is down, and arrives once when it is back', async () => {
    await smtp.goDown()
    const id = await queue()
    await run()
    for (let tries = 2; tries <= 4; tries++) await runAgain()
    expect(await state(id)).toMatchObject({ status: 'queued', tries: 4 })
    await smtp.comeBack()
    await runAgain()
    expect(await state(id)).toMatchObject({ status: 'accepted', tries: 5 })
    expect(received()).toHaveLength(1)
  })

  it('goes again under the same Message-ID when the line drops after DATA', async () => {
    await smtp.behave('drop after data')
    const id = await queue()
    await run()
    expect(await state(id)).toMatchObject({ status: 'queued', tries: 1 })
    await smtp.behave('accept')
    await runAgain()
    expect(await state(id)).toMatchObject({ status: 'accepted', tries: 2 })
    expect(received()).toHaveLength(2)
    expect(new Set(received().map(mail => mail.messageId))).toEqual(new Set([`<${id}@testshire.example>`]))
    expect(new Set(received().map(mail => headerOf(mail, 'Date'))).size).toBe(1)
  })

  it('is tried for five days, then shows that it was given up', async () => {
    await smtp.behave('not now')
    const id = await queue()
    const start = platform.clock.now()
    platform.clock.advance({ hours: 119 })
    await run()
    expect(await state(id)).toMatchObject({ status: 'queued' })
    platform.clock.advance({ hours: 2 })
    await runAgain()
    platform.clock.set(start)
    expect(await state(id)).toMatchObject({
      status: 'refused',
      last_reply: expect.stringMatching(/^given up after five days: 451/),
    })
    expect(await jobsLeft()).toBe(0)
  })

  it('is sent once by two workers that have a job for it at the same time', async () => {
    await smtp.behave('slow')
    const id = await queue()
    const job = { task: 'mail.send', payload: { messageId: id } }
    await inTestForce(platform, tx => tx.addJobs([job, job, job]))
    const options = { rescueEveryMs: 60_000 }
    const workers = await Promise.all([
      startJobs(platform, tasks(), [], options),
      startJobs(platform, tasks(), [], options),
    ])
    await expect.poll(async () => (await state(id)).status).toBe('accepted')
    await Promise.all(workers.map(worker => worker.stop()))
    await runAgain()
    expect(received()).toHaveLength(1)
    expect(await jobsLeft()).toBe(0)
  })
})
