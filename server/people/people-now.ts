import { sql } from 'kysely'
import type { ForceTx } from '../forces/service.ts'
import { localDay } from '../platform/clock.ts'
import type { LinePerson } from './line.ts'
import type { InLine } from './line-problems.ts'
import { nameOf } from './members.ts'
import { joinPostingThatCounts, type Standing } from './posting-that-counts.ts'

/** A member of staff as they stand on the force's local day. Sealed until somebody asks for the name. */
export interface PersonNow extends InLine, LinePerson {
  /** As an alert's line finds them: between two postings they stand where they were, and not yet where they will be. */
  readonly inLine: LinePerson
  readonly rank: string
  readonly employer: 'force' | 'contractor'
  readonly standing: Standing
  /** The first day of their posting while it is still to come. */
  readonly beginsOn: string | null
  /** Their last posting has ended and the next is to come: `inLine` is of the one, all else of the other. */
  readonly isBetween: boolean
  /** The first day of who was never posted: they have no line until then. Null: as it is today. */
  readonly lineFrom: string | null
  readonly unit: string | null
  readonly postedFrom: string | null
  readonly postedTo: string | null
  readonly name: () => string
  readonly email: () => string | null
}

export const listPeopleNow = (tx: ForceTx): Promise<ReadonlyMap<string, PersonNow>> => listPeopleOn(tx, today(tx))

/** Everybody, by collar number, as they stand on a day. */
export async function listPeopleOn(tx: ForceTx, day: string): Promise<ReadonlyMap<string, PersonNow>> {
  const { rows } = await sql<{
    id: string
    collar_number: string
    rank: string
    employer: 'force' | 'contractor'
    forename_sealed: Buffer
    surname_sealed: Buffer
    email_sealed: Buffer | null
    standing: Standing | null
    unit_id: string | null
    unit: string | null
    supervisor: string | null
    posted_from: string | null
    posted_to: string | null
    line_unit_id: string | null
    line_supervisor: string | null
    is_between: boolean
  }>`
    select s.id, s.collar_number, s.rank, s.employer, s.forename_sealed, s.surname_sealed, s.email_sealed,
      p.standing, p.unit_id, u.name as unit, p.supervisor, p.posted_from, p.posted_to,
      l.unit_id as line_unit_id, l.supervisor as line_supervisor,
      coalesce(p.posting_id <> l.posting_id, false) as is_between
    from staff s ${joinPostingThatCounts(day, 'p', 'to_come')} ${joinPostingThatCounts(day, 'l', 'ended')}
    left join units u on u.id = p.unit_id
    order by s.collar_number`.execute(tx.db)
  return new Map(
    rows.map(row => {
      const isPosted = row.standing === 'posted'
      const [staffId, collarNumber, hasEmail] = [row.id, row.collar_number, row.email_sealed !== null]
      const person: PersonNow = {
        staffId,
        collarNumber,
        inLine: {
          staffId,
          collarNumber,
          hasEmail,
          isPosted,
          unitId: row.line_unit_id,
          supervisor: row.line_supervisor,
        },
        rank: row.rank,
        employer: row.employer,
        standing: row.standing ?? 'left',
        beginsOn: row.standing === 'to_come' ? row.posted_from : null,
        isBetween: row.is_between,
        lineFrom: row.standing === 'to_come' && !row.is_between ? row.posted_from : null,
        isPosted,
        hasLeft: (row.standing ?? 'left') === 'left',
        hasEmail,
        unitId: row.unit_id,
        unit: row.unit,
        supervisor: row.supervisor,
        postedFrom: row.posted_from,
        postedTo: row.posted_to,
        name: () => nameOf(tx, row),
        email: () => tx.seal.unsealOptional('staff.email', row.email_sealed),
      }
      return [collarNumber, person]
    }),
  )
}

export const today = (tx: ForceTx): string => localDay(tx.now, tx.force.timeZone)
