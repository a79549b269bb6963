/** Lines that no mend may make, looked at as they will be from then on: on the day of the mend, and not before today. */
import type { ForceTx } from '../../forces/service.ts'
import { listPeopleOn, type PersonNow, today } from '../people-now.ts'
import { type Posting, postingOn } from '../posting-rules.ts'
import { ownSupervisor, supervisorHasLeft, supervisorLoop, supervisorNotKnown, undoClosesCircle } from './problems.ts'
import { isAnyMendedSince } from './queries.ts'

export const notBeforeToday = (tx: ForceTx, day: string): string => (day > today(tx) ? day : today(tx))

type People = ReadonlyMap<string, PersonNow>

/** Everybody as they stood on a day when it was first asked about. */
export function readOncePerDay(tx: ForceTx): (day: string) => Promise<People> {
  const read = new Map<string, Promise<People>>()
  return day => {
    const people = read.get(day) ?? listPeopleOn(tx, day)
    read.set(day, people)
    return people
  }
}

/** Throws `supervisor_not_known`, `own_supervisor`, `supervisor_has_left`, `supervisor_loop`. */
export async function refuseBadLine(
  tx: ForceTx,
  collarNumber: string,
  supervisor: string,
  from: string,
  peopleOn = readOncePerDay(tx),
): Promise<void> {
  const day = notBeforeToday(tx, from)
  const people = await peopleOn(day)
  const chosen = people.get(supervisor)
  if (supervisor === collarNumber) throw ownSupervisor(collarNumber)
  if (!chosen) throw supervisorNotKnown(supervisor)
  if (chosen.hasLeft) throw supervisorHasLeft(supervisor, chosen.postedTo, collarNumber, day)
  const circle = circleThrough(people, collarNumber, supervisor)
  if (circle) throw supervisorLoop(circle, day > today(tx) ? day : null)
}

/** From somebody up by way of a supervisor, and back to them; null where it leads elsewhere. */
function circleThrough(people: People, collarNumber: string, supervisor: string): readonly string[] | null {
  const line = [collarNumber, supervisor]
  let at = people.get(supervisor)
  while (at && !at.hasLeft && at.supervisor !== null) {
    if (at.supervisor === collarNumber) return [...line, collarNumber]
    if (line.includes(at.supervisor)) return null // a circle that is there already, and that this one is not part of
    line.push(at.supervisor)
    at = people.get(at.supervisor)
  }
  return null
}

/** A mend that was taken back, whose it was, what they had with it, and what they have again. */
export interface TakenBack {
  readonly mendId: string
  readonly collarNumber: string
  readonly mended: readonly Posting[]
  readonly postings: readonly Posting[]
}

/**
 * A circle that was there before comes back with its undo. One that a later mend of another in it would make with it is
 * refused: throws `supervisor_loop`.
 */
export async function refuseNewCircles(tx: ForceTx, takenBack: readonly TakenBack[]): Promise<void> {
  const peopleOn = readOncePerDay(tx)
  for (const { mendId, collarNumber, mended, postings } of takenBack)
    for (const { supervisor, from, to } of postings) {
      if (supervisor === null || supervisor === collarNumber || (to !== null && to < today(tx))) continue
      const day = notBeforeToday(tx, from)
      if (postingOn(mended, day)?.supervisor === supervisor) continue
      const circle = circleThrough(await peopleOn(day), collarNumber, supervisor)
      if (circle && (await isAnyMendedSince(tx, circle.slice(1, -1), mendId))) throw undoClosesCircle(circle)
    }
}
