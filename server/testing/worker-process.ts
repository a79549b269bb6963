/** A worker in a process of its own, to be killed: on the database of a test, with one more task that goes on until it is told. */
import { once } from 'node:events'
import type { TaskList } from 'graphile-worker'
import { type Connection, openDatabase } from '../platform/database.ts'
import { startJobs } from '../platform/worker.ts'

const database = openDatabase(JSON.parse(process.argv[2] ?? '') as Connection, 'test worker')

const tasks: TaskList = {
  'test.hold': async () => {
    process.send?.('started')
    await once(process, 'message')
    await database.pool.query('insert into public.done (by) values ($1)', [process.pid])
  },
}

const worker = await startJobs({ database }, tasks, [], { concurrency: 1 })
process.on('SIGTERM', async () => {
  await worker.stop()
  await database.close()
  process.exit()
})
process.send?.('ready')
