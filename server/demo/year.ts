import type { AppendixA } from '../performance/schema.ts'
import { type Random, randomFrom, weighted } from './random.ts'
import { marginalsOf, plan, rate } from './year-answers.ts'
import { type CallTime, callTimes } from './year-days.ts'

/** Whom the year's calls can be about, as the staff import has it. */
export interface Posted {
  readonly collarNumber: string
  readonly rank: string
  readonly unit: string
  readonly unitKind: string
  readonly from: string
  readonly to: string | null
}

export interface Year {
  readonly from: string
  readonly to: string
  readonly timeZone: string
}

/** The paper's year. */
export const paperYear: Year = { from: '2010-10-01', to: '2011-08-31', timeZone: 'Europe/London' }

export const yearColumns = [
  'reference',
  'incident',
  'completed_at',
  'unit',
  'call_handler',
  'officer',
  'answered_quickly',
  'telephone_response',
  'arrived_quickly',
  'initial_actions',
  'informed_of_follow_up',
  'satisfied_with_follow_up',
  'overall_service',
  'comment',
] as const

const seed = 41_133

/** The reference that the generator gives its call-back of this number, counted from 1. */
export const yearReference = (number: number): string => `CB-${String(number).padStart(5, '0')}`

/**
 * A year of synthetic call-backs whose totals are those of `table`: the cells of an interviews file, in the order of
 * `yearColumns`. The same table and staff give the same year.
 */
export function generateYear(table: AppendixA, staff: readonly Posted[], year: Year = paperYear): readonly string[][] {
  const random = randomFrom(seed)
  const marginals = marginalsOf(table)
  const people = plan(random, marginals)
  const times = callTimes(random, people.length, year)
  const places = placesOf(random, staff)
  const parts = times.map((time, index) => {
    const unit = places.drawUnit(random)
    const attended = people[index]?.attended ?? false
    return {
      unit,
      callHandler: places.onDuty(random, places.controlRoom, time.day),
      officer: attended ? places.onDuty(random, places.officersOf(unit), time.day) : '',
    }
  })
  rate(random, people, marginals, (index, isControl) => {
    const { unit = '', callHandler = '', officer = '' } = parts[index] ?? {}
    const mood = people[index]?.mood
    if (isControl) return (mood?.control ?? 0) + places.manner(callHandler)
    return (mood?.response ?? 0) + places.manner(officer) + places.manner(unit)
  })
  return people.map((person, index) => {
    const [time, part] = [times[index], parts[index]]
    if (!time || !part) throw new RangeError('every person has a time and a place')
    const incident = incidentReference(random, time, index)
    const known = [yearReference(index + 1), incident, time.at, part.unit, part.callHandler, part.officer]
    return [...known, ...person.cells, comment(random, person.cells)]
  })
}

/** Units by how much happens there, their officers, and how each is usually met: small lasting differences. */
function placesOf(random: Random, staff: readonly Posted[]) {
  const controlRoom = staff.filter(({ rank, unitKind }) => unitKind === 'control_room' && rank === 'Call Handler')
  const officers = Map.groupBy(
    staff.filter(({ rank, unitKind }) => unitKind === 'section' && (rank === 'Constable' || rank === 'Sergeant')),
    ({ unit }) => unit,
  )
  const units = [...officers.keys()].sort()
  const manners = new Map<string, number>()
  for (const unit of units) manners.set(unit, random.normal() * 0.08)
  for (const { collarNumber } of staff) manners.set(collarNumber, random.normal() * 0.2)
  return {
    controlRoom,
    officersOf: (unit: string) => officers.get(unit) ?? [],
    drawUnit: weighted(units.map(unit => [unit, 0.6 + random.next()] as const)),
    manner: (name: string) => manners.get(name) ?? 0,
    /** Somebody of these posted there on that day; nobody, if the postings leave a gap. */
    onDuty(by: Random, posted: readonly Posted[], day: string): string {
      const there = posted.filter(({ from, to }) => from <= day && (to === null || to >= day))
      return there.length === 0 ? '' : by.pick(there).collarNumber
    },
  }
}

/** As the command-and-control system writes them: a number of its own, the day, a running number. Called about within two weeks. */
function incidentReference(random: Random, time: CallTime, index: number): string {
  const [year, month, day] = Temporal.PlainDate.from(time.day)
    .subtract({ days: 1 + random.whole(14) })
    .toString()
    .split('-')
  return `${String(random.whole(700)).padStart(3, '0')}-${day}${month}${year}-${10_000 + index}`
}

const remarks = {
  low: [
    'Nobody rang back when they said they would.',
    'It took far too long for anybody to come.',
    'I felt I was wasting their time.',
    'Had to explain everything twice.',
  ],
  high: [
    'Very kind and reassuring.',
    'Came quickly and put us at ease.',
    'The person on the telephone stayed calm and kept me calm.',
    'Explained what would happen next very clearly.',
  ],
} as const

/** One person in twenty-five says something worth writing down. */
function comment(random: Random, cells: readonly string[]): string {
  if (random.next() >= 0.04) return ''
  return random.pick(cells.some(cell => cell === '1' || cell === '2') ? remarks.low : remarks.high)
}
