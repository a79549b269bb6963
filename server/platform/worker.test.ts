import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import { inTestForce, type TestPlatform, testForce } from '../testing/test-platform.ts'
import { startJobs } from './worker.ts'

let platform: TestPlatform
const children: ChildProcess[] = []

beforeAll(async () => {
  platform = await testForce()
  await platform.database.pool.query('create table public.done (by integer)')
})
afterAll(async () => {
  await platform.close()
})
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL')
})
beforeEach(async () => {
  await platform.database.pool.query('delete from public.done')
})

/** Queues a job and starts a process that has it in hand, until it is sent a message. */
async function startHolding(): Promise<ChildProcess> {
  const { connection } = platform.database
  const child = fork(join(import.meta.dirname, '..', 'testing', 'worker-process.ts'), [JSON.stringify(connection)])
  children.push(child)
  await once(child, 'message') // ready
  await inTestForce(platform, tx => tx.addJobs([{ task: 'test.hold', payload: {} }]))
  await once(child, 'message') // started
  return child
}

const done = async () => (await platform.database.pool.query('select by from public.done')).rows.map(row => row.by)

const hold = {
  'test.hold': async () => {
    await platform.database.pool.query('insert into public.done (by) values ($1)', [process.pid])
  },
}

it('takes up the job of a process that was killed, and not that of one that lives', async () => {
  const killed = await startHolding()
  const living = await startHolding()
  killed.kill('SIGKILL')
  await once(killed, 'exit')
  const worker = await startJobs(platform, hold, [], { rescueEveryMs: 500 })
  try {
    await expect.poll(done).toEqual([process.pid])
    // Long enough for the other job to be as old, and looked at again.
    await wait(3000)
    expect(await done()).toEqual([process.pid])
    living.send('finish')
    await expect.poll(done).toEqual([process.pid, living.pid])
  } finally {
    await worker.stop()
  }
})

it('finishes the job in hand when it is told to stop', async () => {
  const child = await startHolding()
  child.kill('SIGTERM')
  await wait(500)
  child.send('finish')
  const [code] = await once(child, 'exit')
  expect(code).toBe(0)
  expect(await done()).toEqual([child.pid])
  const { rows } = await platform.database.pool.query('select count(*)::int as jobs from graphile_worker.jobs')
  expect(rows).toEqual([{ jobs: 0 }])
})

it('takes up a job it was given but never heard of', async () => {
  const worker = await startJobs(platform, hold, [], { rescueEveryMs: 500 })
  await platform.database.pool.query(
    `select graphile_worker.add_job('test.hold', '{}', run_at := now() + interval '1 hour')`,
  )
  // As if the connection had broken between the claim's commit and its answer.
  await platform.database.pool.query(
    `update graphile_worker._private_jobs set run_at = now(), locked_at = now(), locked_by = $1`,
    [worker.poolId()],
  )
  await expect.poll(done).toEqual([process.pid])
  await worker.stop()
})

it('takes jobs again when the database failed just as it asked for the first', async () => {
  const rename = (from: string, to: string) =>
    platform.database.pool.query(`alter table graphile_worker.${from} rename to ${to}`)
  await rename('_private_tasks', 'away')
  const worker = await startJobs(platform, hold, [])
  await wait(500)
  await rename('away', '_private_tasks')
  await inTestForce(platform, tx => tx.addJobs([{ task: 'test.hold', payload: {} }]))
  await expect.poll(done).toEqual([process.pid])
  await worker.stop()
})

it('starts again by itself when the database cut all its connections', async () => {
  const worker = await startJobs(platform, hold, [], { rescueEveryMs: 500 })
  await platform.database.pool.query(
    `select pg_terminate_backend(pid) from pg_stat_activity where application_name like 'ringback worker%' and datname = current_database()`,
  )
  await inTestForce(platform, tx => tx.addJobs([{ task: 'test.hold', payload: {} }]))
  await expect.poll(done).toEqual([process.pid])
  await expect
    .poll(async () => {
      const { rows } = await platform.database.pool.query(
        `select count(*)::int as locks from pg_locks l join pg_stat_activity a using (pid)
         where locktype = 'advisory' and application_name = 'ringback worker lock' and a.datname = current_database()`,
      )
      return rows[0].locks
    })
    .toBe(1)
  await worker.stop()
})
