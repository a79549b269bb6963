/**
 * Runs the jobs that transactions queued, in as many processes as there are.
 *
 *   queued ──> in hand ──> done (the job's row is gone)
 *     ^          ├── throws: queued again, later
 *     └──────────┴── its process died: queued again within a minute (`worker-rescue.ts`)
 *
 * A job may therefore run twice; what it does happens once by a unique row or a guarded write of its own.
 */
import { EventEmitter } from 'node:events'
import { setTimeout as wait } from 'node:timers/promises'
import { Logger, parseCronItems, type Runner, run, type TaskList, type WorkerEvents } from 'graphile-worker'
import pg from 'pg'
import type { Platform } from './platform.ts'
import { holdPoolLock, rescueJobs, unlockForgottenJobs } from './worker-rescue.ts'

/** A task to start by the clock; `match` is a crontab line's first five fields, in UTC. */
export interface CronEntry {
  readonly task: string
  readonly match: string
}

export interface WorkerOptions {
  readonly concurrency?: number
  /** How often jobs of dead processes are looked for. */
  readonly rescueEveryMs?: number
}

export interface RunningWorker {
  /** Under which it locks its jobs. */
  poolId(): string | undefined
  /** Takes no new jobs, finishes those in hand, closes its connections. */
  stop(): Promise<void>
}

const restartAfterMs = 1000

/** So many looks for a job in a row that failed: then the runner is begun anew. */
const failedLooksToRestart = 8

export async function startJobs(
  platform: Pick<Platform, 'database'>,
  tasks: TaskList,
  cron: readonly CronEntry[],
  options: WorkerOptions = {},
): Promise<RunningWorker> {
  const { concurrency = 4, rescueEveryMs = 15_000 } = options
  const { connection } = platform.database
  const pool = new pg.Pool({ ...connection, application_name: 'ringback worker', max: concurrency + 4 })
  pool.on('error', () => undefined) // a broken idle connection is replaced at the next query
  pool.on('connect', client => client.on('error', () => undefined))
  const poolLock = holdPoolLock(connection)
  const inHand = new Set<string>()
  let poolId: string | undefined
  let isStopping = false

  const begin = async (): Promise<Runner> => {
    await rescueJobs(pool)
    const events: WorkerEvents = new EventEmitter()
    events.on('pool:create', ({ workerPool }) => {
      poolId = workerPool.id
      inHand.clear()
      poolLock.hold(poolId)
    })
    events.on('job:start', ({ job }) => inHand.add(job.id))
    events.on('job:complete', ({ job }) => inHand.delete(job.id))
    restartWhenLooksFail(events, () => void runner.stop().catch(logFailure('stop')))
    return run({
      pgPool: pool,
      taskList: tasks,
      concurrency,
      events,
      logger: jsonLogger,
      noHandleSignals: true,
      parsedCronItems: parseCronItems(cron.map(({ task, match }) => ({ task, match, identifier: task }))),
    })
  }

  let runner = await begin()
  const kept = keepRunning()
  const rescue = setInterval(() => void lookAround().catch(logFailure('rescue')), rescueEveryMs)

  return {
    poolId: () => poolId,
    async stop() {
      isStopping = true
      clearInterval(rescue)
      await runner.stop().catch(logFailure('stop')) // refuses only when it has stopped by itself
      await kept
      await poolLock.release()
      await pool.end()
    },
  }

  async function lookAround(): Promise<void> {
    await rescueJobs(pool)
    if (poolId) await unlockForgottenJobs(pool, poolId, [...inHand])
  }

  /** A runner ends when it is told to, or by repeated faults of the database; the process goes on. */
  async function keepRunning(): Promise<void> {
    for (;;) {
      await runner.promise.catch(logFailure('worker'))
      if (isStopping) return
      await wait(restartAfterMs)
      if (isStopping) return
      await begin().then(next => {
        runner = next
      }, logFailure('worker'))
    }
  }
}

/**
 * graphile-worker keeps the answer to its first question, which tasks the database knows, also where that is a fault: a
 * connection cut in that moment would leave the runner without a job for ever. A new one asks again.
 */
function restartWhenLooksFail(events: WorkerEvents, restart: () => void): void {
  let failedLooks = 0
  const works = () => {
    failedLooks = 0
  }
  events.on('worker:getJob:empty', works)
  events.on('job:start', works)
  events.on('worker:getJob:error', ({ error }) => {
    failedLooks += 1
    if (failedLooks !== failedLooksToRestart) return
    logFailure('looking for jobs')(error)
    restart()
  })
}

function logFailure(what: string) {
  return (error: unknown) => logLine({ level: 'error', what, error: String((error as Error)?.stack ?? error) })
}

function logLine(line: Readonly<Record<string, unknown>>): void {
  console.error(JSON.stringify({ at: new Date().toISOString(), ...line }))
}

interface FailureMeta {
  readonly failure?: boolean
  readonly job?: { readonly id: string; readonly task_identifier: string; readonly attempts: number }
  readonly error?: unknown
}

/** Silent while all is well; a job's failure is one line of JSON, with ids and never a payload's content. */
export const jsonLogger = new Logger(() => (level, message, meta) => {
  if (level !== 'error' && level !== 'warning') return
  const { failure, job, error } = (meta ?? {}) as FailureMeta
  if (failure && job)
    logLine({
      level,
      what: 'job failed',
      task: job.task_identifier,
      job: job.id,
      attempt: job.attempts,
      error: String((error as Error)?.stack ?? error),
    })
  else logLine({ level, what: 'worker', message })
})
