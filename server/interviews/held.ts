import { sql } from 'kysely'
import type { InterviewHeld } from '../calls/schema.ts'
import type { ForceTx } from '../forces/service.ts'

/** The interviews held in these call-backs, newest first: that they took place, and nothing of what was said. */
export async function listHeld(tx: ForceTx, callBackIds: readonly string[]): Promise<readonly InterviewHeld[]> {
  const { rows } = await sql<{
    id: string
    call_back_id: string
    status: InterviewHeld['status']
    started_at: Temporal.Instant
    ended_at: Temporal.Instant | null
  }>`select id, call_back_id, status, started_at, ended_at from interviews
    where call_back_id = any(${callBackIds}::uuid[]) order by started_at desc, id desc`.execute(tx.db)
  return rows.map(row => ({
    id: row.id,
    callBackId: row.call_back_id,
    status: row.status,
    startedAt: row.started_at.toString(),
    endedAt: row.ended_at?.toString() ?? null,
  }))
}
