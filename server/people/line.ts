/**
 * The line: who hears of what was said about an officer. It is the supervisor the officer has now, or, going up, the first
 * who may hear it; at the top the unit's mailbox, then the force's. Every step is kept, so that anybody can see why.
 */
import { sql } from 'kysely'
import type { ForceTx } from '../forces/service.ts'
import { localDay } from '../platform/clock.ts'
import { joinPostingThatCounts, type Standing } from './posting-that-counts.ts'

export interface LinePerson {
  readonly staffId: string
  readonly collarNumber: string
  readonly hasEmail: boolean
  /** Has a posting on the day; else what follows is of the last that ended, or the first to come. */
  readonly isPosted: boolean
  readonly unitId: string | null
  readonly supervisor: string | null
}

export interface LineUnit {
  readonly id: string
  readonly name: string
  readonly mailbox: string | null
}

/** Why one on the line was passed over. After `nobody`, `unknown`, `self` and `loop` the line has no way further up. */
export type PassedOver = 'nobody' | 'unknown' | 'self' | 'loop' | 'left' | 'involved' | 'no_email' | 'no_mailbox'

export interface LineStep {
  readonly at: 'supervisor' | 'unit' | 'force'
  /** A collar number, or the unit's name. */
  readonly who: string | null
  readonly passedOver: PassedOver | null
}

export type Addressee =
  | { readonly kind: 'staff'; readonly staffId: string }
  | { readonly kind: 'unit'; readonly unitId: string; readonly mailbox: string }
  | { readonly kind: 'force'; readonly mailbox: string }

export interface Line {
  /** Null: nobody is left to tell. */
  readonly addressee: Addressee | null
  readonly steps: readonly LineStep[]
}

export interface LineMap {
  /** Null: nobody is known for the part, so the line starts at the unit. */
  readonly officer: LinePerson | null
  readonly people: ReadonlyMap<string, LinePerson>
  readonly involvedStaffIds: ReadonlySet<string>
  /** The officer's unit and those above it, nearest first. */
  readonly units: readonly LineUnit[]
  readonly forceMailbox: string | null
}

export function walkLine(map: LineMap): Line {
  const steps: LineStep[] = []
  const supervisor = map.officer && walkSupervisors(map.officer, map, steps)
  if (supervisor) return { addressee: { kind: 'staff', staffId: supervisor.staffId }, steps }
  for (const { id, name, mailbox } of map.units) {
    steps.push({ at: 'unit', who: name, passedOver: mailbox ? null : 'no_mailbox' })
    if (mailbox) return { addressee: { kind: 'unit', unitId: id, mailbox }, steps }
  }
  steps.push({ at: 'force', who: null, passedOver: map.forceMailbox ? null : 'no_mailbox' })
  return { addressee: map.forceMailbox ? { kind: 'force', mailbox: map.forceMailbox } : null, steps }
}

function walkSupervisors(officer: LinePerson, map: LineMap, steps: LineStep[]): LinePerson | undefined {
  const seen = new Set([officer.collarNumber])
  let below = officer
  for (;;) {
    const who = below.supervisor
    const above = who === null ? undefined : map.people.get(who)
    const end = endOfLine(who, above, below, seen)
    const passedOver = end ?? (above ? whyNot(above, map) : null)
    steps.push({ at: 'supervisor', who, passedOver })
    if (end || !above) return undefined
    if (!passedOver) return above
    seen.add(above.collarNumber)
    below = above
  }
}

function endOfLine(
  who: string | null,
  above: LinePerson | undefined,
  below: LinePerson,
  seen: ReadonlySet<string>,
): PassedOver | null {
  if (who === null) return 'nobody'
  if (who === below.collarNumber) return 'self'
  if (seen.has(who)) return 'loop'
  return above ? null : 'unknown'
}

function whyNot(person: LinePerson, map: LineMap): PassedOver | null {
  if (!person.isPosted) return 'left'
  if (map.involvedStaffIds.has(person.staffId)) return 'involved'
  return person.hasEmail ? null : 'no_email'
}

export interface LineQuestion {
  readonly staffId: string | null
  /** Where the line starts if nobody is known for the part, or the officer never had a posting. */
  readonly unitId: string | null
  readonly involvedStaffIds: ReadonlySet<string>
}

/** The line as it stands now, by the force's local day. */
export async function findLine(tx: ForceTx, question: LineQuestion): Promise<Line> {
  const day = localDay(tx.now, tx.force.timeZone)
  const people = question.staffId ? await listLineAbove(tx, question.staffId, day) : new Map<string, LinePerson>()
  const officer = [...people.values()].find(person => person.staffId === question.staffId) ?? null
  const unitId = officer?.unitId ?? question.unitId
  return walkLine({
    officer,
    people,
    involvedStaffIds: question.involvedStaffIds,
    units: unitId ? await listUnitsUpFrom(tx, unitId) : [],
    forceMailbox: tx.force.settings.mailbox,
  })
}

/** The officer and everybody above, by collar number; a loop is walked once. */
async function listLineAbove(tx: ForceTx, staffId: string, day: string): Promise<ReadonlyMap<string, LinePerson>> {
  const posting = joinPostingThatCounts(day, 'p', 'ended')
  const { rows } = await sql<{
    id: string
    collar_number: string
    has_email: boolean
    standing: Standing | null
    unit_id: string | null
    supervisor: string | null
  }>`
    with recursive line as (
      select s.id, s.collar_number, s.email_sealed is not null as has_email, p.standing, p.unit_id, p.supervisor,
        array[s.id] as path
      from staff s ${posting} where s.id = ${staffId}
      union all
      select s.id, s.collar_number, s.email_sealed is not null, p.standing, p.unit_id, p.supervisor, line.path || s.id
      from line join staff s on s.collar_number = line.supervisor ${posting}
      where s.id <> all(line.path)
    )
    select id, collar_number, has_email, standing, unit_id, supervisor from line`.execute(tx.db)
  return new Map(
    rows.map(row => [
      row.collar_number,
      {
        staffId: row.id,
        collarNumber: row.collar_number,
        hasEmail: row.has_email,
        isPosted: row.standing === 'posted',
        unitId: row.unit_id,
        supervisor: row.supervisor,
      },
    ]),
  )
}

async function listUnitsUpFrom(tx: ForceTx, unitId: string): Promise<readonly LineUnit[]> {
  const { rows } = await sql<LineUnit>`
    with recursive up as (
      select id, name, mailbox, parent_id, 0 as steps from units where id = ${unitId}
      union all
      select u.id, u.name, u.mailbox, u.parent_id, up.steps + 1 from units u join up on u.id = up.parent_id
    )
    select id, name, mailbox from up order by steps`.execute(tx.db)
  return rows
}
