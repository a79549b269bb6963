/** The SQL of an interviewer's day: of everybody, or of one. */
import { sql } from 'kysely'
import { type ForceTx, sharedIn } from '../../forces/service.ts'
import type { ShiftState } from '../../platform/tables.ts'
import type { MyShift } from './schema.ts'

export async function listColleagues(tx: ForceTx, userIds: readonly string[]) {
  if (userIds.length === 0) return []
  return sharedIn(tx)
    .selectFrom('user')
    .leftJoin('memberships', join =>
      join
        .onRef('memberships.user_id', '=', 'user.id')
        .on('memberships.force_id', '=', tx.force.id)
        .on('memberships.role', '=', 'interviewer'),
    )
    .select(['user.id', 'user.name', sql<'contractor' | 'volunteer' | null>`memberships.interviewer_kind`.as('kind')])
    .where('user.id', 'in', userIds)
    .execute()
}

/** The state that is open, of everybody in a shift or of one. */
export async function listNow(tx: ForceTx, userId?: string): Promise<ReadonlyMap<string, Omit<MyShift, 'today'>>> {
  const rows = await tx.db
    .selectFrom('shifts')
    .innerJoin('shift_states', 'shift_states.shift_id', 'shifts.id')
    .select(['shifts.user_id', 'shifts.started_at', 'state', 'reason', 'shift_states.started_at as since'])
    .where('shift_states.ended_at', 'is', null)
    .$if(userId !== undefined, query => query.where('shifts.user_id', '=', userId as string))
    .execute()
  return new Map(
    rows.map(({ user_id, started_at, state, reason, since }) => [
      user_id,
      { state, reason, since: since.toString(), startedAt: started_at.toString() },
    ]),
  )
}

const only = (column: string, userId: string | undefined) =>
  userId === undefined ? sql`true` : sql`${sql.ref(column)} = ${userId}`

export async function minutesInStates(tx: ForceTx, from: ReturnType<typeof sql>, userId: string | undefined) {
  const now = sql`${tx.now.toString()}::timestamptz`
  const { rows } = await sql<{ user_id: string; state: ShiftState; minutes: number }>`
    select user_id, state,
      round(sum(extract(epoch from coalesce(ended_at, ${now}) - greatest(started_at, ${from}))) / 60, 1)::float8 as minutes
    from shift_states where (ended_at is null or ended_at >= ${from}) and ${only('user_id', userId)}
    group by user_id, state order by user_id, state`.execute(tx.db)
  return rows
}

export async function callsMade(tx: ForceTx, from: ReturnType<typeof sql>, userId: string | undefined) {
  const { rows } = await sql<{ user_id: string; calls: number }>`
    select made_by as user_id, count(*)::integer as calls from attempts
    where made_at >= ${from} and ${only('made_by', userId)} group by made_by`.execute(tx.db)
  return new Map(rows.map(row => [row.user_id, row.calls]))
}

/** An interview that was put off lasts from when it was taken up again. One that nobody ended has no length. */
export async function interviewsEnded(tx: ForceTx, day: string, userId: string | undefined) {
  const { rows } = await sql<{ user_id: string; interviews: number; ratings: number; minutes: number | null }>`
    select i.interviewer as user_id, count(*)::integer as interviews,
      sum((select count(*) from answers a where a.interview_id = i.id and a.rating is not null))::integer as ratings,
      round(avg(extract(epoch from i.ended_at - greatest(i.started_at, taken_up.at)) / 60)
        filter (where i.status <> 'abandoned'), 1)::float8 as minutes
    from interviews i
      left join call_backs c on c.id = i.call_back_id
      left join lateral (select min(s.started_at) as at from shift_states s where s.claim_id = c.claim_id) taken_up on true
    where i.ended_on = ${day}::date and i.has_rating and i.interviewer is not null and ${only('i.interviewer', userId)}
    group by i.interviewer`.execute(tx.db)
  return new Map(rows.map(row => [row.user_id, row]))
}
