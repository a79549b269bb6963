import { setTimeout } from 'node:timers/promises'
import type { ForceTx } from '../forces/service.ts'
import type { Platform } from '../platform/platform.ts'
import { inTestForce, type TestPlatform } from './test-platform.ts'

/** Until something waits for a lock in the platform's database. */
export async function untilOneWaits({ database }: Platform): Promise<void> {
  const waiting = "select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'"
  while ((await database.pool.query(waiting)).rows.length === 0) await setTimeout(20)
}

/** A transaction that has done `work`, and with its locks is not kept until the function that it returns is called. */
export async function heldOpen(
  platform: TestPlatform,
  work: (tx: ForceTx) => Promise<unknown>,
): Promise<() => Promise<void>> {
  const done = Promise.withResolvers<void>()
  const letGo = Promise.withResolvers<void>()
  const holding = inTestForce(platform, async tx => {
    await work(tx)
    done.resolve()
    await letGo.promise
  })
  await Promise.race([done.promise, holding])
  return async () => {
    letGo.resolve()
    await holding
  }
}
