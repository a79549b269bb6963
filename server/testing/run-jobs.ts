import { runTaskListOnce, type TaskList } from 'graphile-worker'
import type { Platform } from '../platform/platform.ts'
import { jsonLogger } from '../platform/worker.ts'

/** Runs every job that is due, and those they add, and returns when the last is recorded (`runOnce` returns before). */
export async function runJobs(platform: Platform, tasks: TaskList): Promise<void> {
  const client = await platform.database.pool.connect()
  try {
    await runTaskListOnce({ pgPool: platform.database.pool, logger: jsonLogger, noHandleSignals: true }, tasks, client)
      .promise
  } finally {
    client.release()
  }
}

/** Lets waiting jobs be due now, as if their time had come. */
export async function hurryJobs(platform: Platform): Promise<void> {
  await platform.database.pool.query(
    'update graphile_worker._private_jobs set run_at = now() where locked_at is null and run_at > now()',
  )
}
