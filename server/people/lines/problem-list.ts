import type { z } from 'zod'
import type { ForceTx } from '../../forces/service.ts'
import { dayInWords } from '../../platform/clock.ts'
import { unitIdUnknown } from '../mends/problems.ts'
import type { PersonNow } from '../people-now.ts'
import { type Found, findProblems, isOfThoseUnder, isUnderToday, unitIdOf, unitsOf, whoseIs } from './find-problems.ts'
import type { LineProblemKind, problemShape, problemsQuery, problemsShape } from './schema.ts'
import { presentPerson, presentReached, readWholeLine, type WholeLine } from './whole-line.ts'

/**
 * What is wrong in the force's lines today, worst first, each with what it means for alerts and the mend. Throws
 * `unit_id_unknown`.
 */
export async function listProblems(
  tx: ForceTx,
  { kind, of, unit, cursor, limit }: z.infer<typeof problemsQuery>,
): Promise<z.infer<typeof problemsShape>> {
  const whole = await readWholeLine(tx)
  if (unit !== undefined && !whole.units.has(unit)) throw unitIdUnknown(unit)
  const all = findProblems(whole)
    .filter(problem => of === undefined || whoseIs(problem).some(({ collarNumber }) => collarNumber === of))
    .filter(problem => unit === undefined || unitsOf(whole, problem).has(unit))
  const found = all.filter(problem => kind === undefined || problem.kind === kind)
  const counts = Object.fromEntries(
    [...Map.groupBy(all, problem => problem.kind)].map(([each, problems]) => [each, problems.length]),
  )
  return {
    problems: found.slice(cursor, cursor + limit).map(problem => present(tx, whole, problem)),
    counts,
    nextCursor: found.length > cursor + limit ? cursor + limit : null,
  }
}

function present(tx: ForceTx, whole: WholeLine, problem: Found): z.infer<typeof problemShape> {
  const { kind, person, people, holdsFrom } = problem
  const about = aboutWhom(problem)
  const reachedFrom = about?.lineFrom ? holdsFrom : null
  const reaches = about ? presentReached(tx, whole, whole.lineOf(about, reachedFrom)) : null
  const unitId = unitIdOf(kind, person)
  return {
    kind,
    person: { ...presentPerson(person), unitId, unit: whole.units.get(unitId ?? '')?.name ?? null },
    holdsFrom,
    supervisor: person.supervisor,
    people: people.map(presentPerson),
    reaches,
    means: meaning(problem, { reaches, reachedFrom, file: whole.absent.get(person.staffId) }),
    mend: mends[kind],
  }
}

/** Of those under somebody the first who is there today, else the first who will be. */
function aboutWhom({ kind, person, people }: Found): PersonNow | undefined {
  if (!isOfThoseUnder(kind)) return person
  const firstDay = (each: PersonNow) => (isUnderToday(each) ? '' : (each.beginsOn ?? ''))
  return people.toSorted((one, other) => (firstDay(one) < firstDay(other) ? -1 : 1))[0]
}

interface Reached {
  readonly reaches: z.infer<typeof problemShape>['reaches']
  /** The day on which they would be reached; null: today. */
  readonly reachedFrom: string | null
  /** The whole export that lacks them. */
  readonly file: string | undefined
}

/** What it means for alerts: for who reads the API as for the page. */
function meaning({ kind, people, holdsFrom }: Found, { reaches, reachedFrom, file }: Reached): string {
  if (kind === 'absent_from_export')
    return `They are posted, and ${file ?? 'the last whole export'} does not have them, so they may have left.`
  const go = reaches === null ? 'reach nobody' : `go to ${placeOf(reaches)}`
  const goes = `alerts about ${toldOf(kind, people, holdsFrom)} ${go}`
  if (holdsFrom === null) return `${capitalised(wrongs[kind])}, so ${goes}.`
  const wrong = `From ${dayInWords(holdsFrom)} ${isOfThoseUnder(kind) ? 'somebody is under them, and ' : ''}${wrongs[kind]}`
  return reachedFrom === null ? `${wrong}. Until then ${goes}.` : `${wrong}, so ${goes}.`
}

const wrongs: Readonly<Record<Exclude<LineProblemKind, 'absent_from_export'>, string>> = {
  own_supervisor: 'they stand as their own supervisor',
  supervisor_loop: 'each of them is under the next and none of them leads up to the top',
  no_supervisor: 'nobody stands above them and nobody below',
  unknown_supervisor: "nobody here has their supervisor's collar number",
  supervisor_without_email: "they can't be written to",
  supervisor_has_left: 'they have left and are passed over',
  gap: 'no supervisor above has an address and no unit above a mailbox',
}

const mends: Readonly<Record<LineProblemKind, string>> = {
  own_supervisor: 'Say who supervises them.',
  supervisor_loop: 'Say who supervises one of them.',
  no_supervisor: 'Say who supervises them.',
  unknown_supervisor: 'Say who supervises them, or import the staff list that has the supervisor.',
  supervisor_without_email: 'Give their e-mail address.',
  supervisor_has_left: 'Hand the people under them to another supervisor.',
  gap: 'Give their unit, or one above it, a mailbox.',
  absent_from_export: 'Say on which day they left, or that they are still here.',
}

function toldOf(kind: LineProblemKind, people: readonly PersonNow[], holdsFrom: string | null): string {
  if (kind === 'supervisor_loop') return 'the first'
  if (!isOfThoseUnder(kind)) return 'them'
  if (holdsFrom !== null) return people.length === 1 ? 'that person' : `the first of those ${people.length} people`
  const today = people.filter(isUnderToday).length
  return today === 1 ? 'the one person under them' : `the ${today} people under them`
}

const capitalised = (text: string) => text.charAt(0).toUpperCase() + text.slice(1)

const placeOf = ({ kind, name }: NonNullable<z.infer<typeof problemShape>['reaches']>) =>
  kind === 'staff' ? name : kind === 'unit' ? `the mailbox of ${name}` : `the force's own mailbox`
