/**
 * Jobs of processes that died. graphile-worker leaves such a job locked for four hours; here each worker pool holds an
 * advisory lock for as long as its process lives, and whoever finds jobs locked by a pool whose lock is free unlocks them.
 */
import { setTimeout as wait } from 'node:timers/promises'
import pg from 'pg'
import type { Connection } from './database.ts'

const reconnectAfterMs = 500

/** A new pool takes its first job before its lock is held: nobody rescues a job this young. */
const youngSeconds = 5

export interface PoolLock {
  /** From now on holds the lock of this pool, and of no other, through lost connections, until released. */
  hold(poolId: string): void
  release(): Promise<void>
}

export function holdPoolLock(connection: Connection): PoolLock {
  let wanted: string | undefined
  /** Waits for the wanted pool's lock, or holds it. */
  let client: pg.Client | undefined
  let keeping: Promise<void> | undefined

  /** There is one of these at a time: a second would wait for ever behind the lock of the first. */
  async function keep(): Promise<void> {
    while (wanted !== undefined) {
      const poolId = wanted
      try {
        // Taken up again at once: a pool without its lock is one that died.
        await lockUntilEnded(poolId)
      } catch {
        // The database is away. Without it nobody can take the jobs either; until it is back, try again.
        if (wanted === poolId) await wait(reconnectAfterMs)
      }
    }
  }

  async function lockUntilEnded(poolId: string): Promise<void> {
    const next = new pg.Client({ ...connection, application_name: 'ringback worker lock', keepAlive: true })
    next.on('error', () => undefined) // 'end' follows
    const ended = new Promise(resolve => next.once('end', resolve))
    try {
      await next.connect()
      if (wanted !== poolId) return
      client = next
      await next.query('select pg_advisory_lock(hashtextextended($1, 0))', [poolId])
      await ended
    } finally {
      client = undefined
      await next.end()
    }
  }

  return {
    hold(poolId) {
      wanted = poolId
      void client?.end()
      keeping ??= keep()
    },
    async release() {
      wanted = undefined
      void client?.end()
      await keeping
    },
  }
}

/** Unlocks the jobs of every pool whose process is gone. Returns how many pools those were. */
export async function rescueJobs(pool: pg.Pool): Promise<number> {
  const client = await pool.connect()
  try {
    await client.query('begin')
    const { rows } = await client.query<{ dead: string[] | null }>(
      `select array_agg(locked_by) as dead from (
         select distinct locked_by from (
           select locked_by, locked_at from graphile_worker._private_jobs where locked_by is not null
           union all
           select locked_by, locked_at from graphile_worker._private_job_queues where locked_by is not null
         ) as held
         group by locked_by having max(locked_at) < now() - make_interval(secs => $1)
       ) as pools
       where pg_try_advisory_xact_lock(hashtextextended(locked_by, 0))`,
      [youngSeconds],
    )
    const dead = rows[0]?.dead ?? []
    if (dead.length > 0) await client.query('select graphile_worker.force_unlock_workers($1)', [dead])
    await client.query('commit')
    client.release()
    return dead.length
  } catch (error) {
    client.release(true) // a broken connection takes its transaction with it
    throw error
  }
}

/**
 * Unlocks jobs that this living pool was given and does not know of: the connection broke between the commit and the answer.
 * A named queue is free again once none of its jobs is in hand.
 */
export async function unlockForgottenJobs(pool: pg.Pool, poolId: string, inHand: readonly string[]): Promise<void> {
  await pool.query(
    `with forgotten as (
       update graphile_worker._private_jobs set locked_at = null, locked_by = null
       where locked_by = $1 and id <> all($2::bigint[]) and locked_at < now() - make_interval(secs => $3)
       returning job_queue_id
     )
     update graphile_worker._private_job_queues set locked_at = null, locked_by = null
     where locked_by = $1 and id in (select job_queue_id from forgotten)`,
    [poolId, inHand, youngSeconds],
  )
}
