import { setTimeout } from 'node:timers/promises'
import type { Platform } from '../platform/platform.ts'

/** Until something waits for a lock in the platform's database. */
export async function untilOneWaits({ database }: Platform): Promise<void> {
  const waiting = "select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'"
  while ((await database.pool.query(waiting)).rows.length === 0) await setTimeout(20)
}
