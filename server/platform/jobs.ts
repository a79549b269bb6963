import { type Kysely, sql } from 'kysely'

/** A job to add; its payload always names the force it is for. Added in the transaction that causes it, or not at all. */
export interface Job {
  readonly task: string
  readonly payload: { readonly force: string } & Readonly<Record<string, unknown>>
  readonly runAt?: Temporal.Instant
  /** Replaces a queued job of the same key. It does not make a job happen once: a unique row does. */
  readonly key?: string
  readonly queue?: string
}

/** A task that looks at all there is to do: one run waits at most, however often it is asked for, and runs take turns. */
export interface TaskByTurns {
  readonly task: string
  readonly byTurns: true
}

/** Which event starts which tasks: `server/subscriptions.ts`. */
export type Subscriptions = Readonly<Record<string, readonly (string | TaskByTurns)[]>>

export function jobOf(subscribed: string | TaskByTurns, payload: Job['payload']): Job {
  if (typeof subscribed === 'string') return { task: subscribed, payload }
  const { task } = subscribed
  return { task, payload: { force: payload.force }, key: `${task} ${payload.force}`, queue: `${task} ${payload.force}` }
}

export async function addJobs(db: Kysely<never>, jobs: readonly Job[]): Promise<void> {
  if (jobs.length === 0) return
  const rows = jobs.map(job => ({
    task: job.task,
    payload: job.payload,
    queue: job.queue ?? null,
    run_at: job.runAt?.toString() ?? null,
    key: job.key ?? null,
  }))
  await sql`select 1 from graphile_worker.add_jobs(array(
    select row(j.task, j.payload, j.queue, j.run_at, null, j.key, null, null)::graphile_worker.job_spec
    from json_to_recordset(${JSON.stringify(rows)}::json)
      as j(task text, payload json, queue text, run_at timestamptz, key text)))`.execute(db)
}
