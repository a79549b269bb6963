/** A worker in a process of its own, to be killed: on the database of a test, with one more task that takes its time. */
import { setTimeout as wait } from 'node:timers/promises'
import type { TaskList } from 'graphile-worker'
import { type Connection, openDatabase } from '../platform/database.ts'
import { startJobs } from '../platform/worker.ts'

interface Order {
  readonly connection: Connection
  readonly taskTakesMs: number
}

const { connection, taskTakesMs } = JSON.parse(process.argv[2] ?? '') as Order
const database = openDatabase(connection, 'test worker')

const tasks: TaskList = {
  'test.hold': async () => {
    process.send?.('started')
    await wait(taskTakesMs)
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
