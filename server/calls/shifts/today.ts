/** An interviewer's day so far, and all of them side by side. */
import { sql } from 'kysely'
import type { ForceTx } from '../../forces/service.ts'
import type { MyShift, ShiftBoard } from './schema.ts'
import { callsMade, interviewsEnded, listColleagues, listNow, minutesInStates } from './today-queries.ts'

type Today = MyShift['today']

/** The day so far of one interviewer. */
export async function readMyShift(tx: ForceTx, userId: string): Promise<MyShift> {
  const now = (await listNow(tx, userId)).get(userId) ?? noShift
  return { ...now, today: (await listToday(tx, userId)).get(userId) ?? nothingYet }
}

/** Everybody who has been in a shift today, by name. */
export async function readBoard(tx: ForceTx): Promise<ShiftBoard> {
  const days = await listToday(tx)
  const now = await listNow(tx)
  const interviewers = (await listColleagues(tx, [...days.keys()])).map(({ id, name, kind }) => ({
    userId: id,
    name,
    kind,
    ...(now.get(id) ?? noShift),
    today: days.get(id) ?? nothingYet,
  }))
  return { at: tx.now.toString(), interviewers: interviewers.toSorted((a, b) => a.name.localeCompare(b.name, 'en-GB')) }
}

const noShift: Omit<MyShift, 'today'> = { state: null, reason: null, since: null, startedAt: null }
const nothingYet: Today = { calls: 0, interviews: 0, ratings: 0, averageMinutes: null, inStates: [] }

/** Of everybody with a shift today, or of one. The day is the force's own. */
async function listToday(tx: ForceTx, userId?: string): Promise<ReadonlyMap<string, Today>> {
  const day = tx.now.toZonedDateTimeISO(tx.force.timeZone).startOfDay()
  const from = sql`${day.toInstant().toString()}::timestamptz`
  const minutes = await minutesInStates(tx, from, userId)
  const calls = await callsMade(tx, from, userId)
  const interviews = await interviewsEnded(tx, day.toPlainDate().toString(), userId)
  return new Map(
    [...Map.groupBy(minutes, row => row.user_id)].map(([id, states]) => {
      const ended = interviews.get(id)
      const today: Today = {
        calls: calls.get(id) ?? 0,
        interviews: ended?.interviews ?? 0,
        ratings: ended?.ratings ?? 0,
        averageMinutes: ended?.minutes ?? null,
        inStates: states.filter(row => row.minutes > 0).map(({ state, minutes }) => ({ state, minutes })),
      }
      return [id, today]
    }),
  )
}
