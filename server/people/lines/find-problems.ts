import { findLoops } from '../line-problems.ts'
import type { PersonNow } from '../people-now.ts'
import { type LineProblemKind, lineProblem } from './schema.ts'
import type { WholeLine } from './whole-line.ts'

/** One thing that is wrong. */
export interface Found {
  readonly kind: LineProblemKind
  /** Of a loop the one with the lowest collar number. */
  readonly person: PersonNow
  /** The members of a loop, upwards; else those directly under the person. */
  readonly people: readonly PersonNow[]
  /** The day from which it is so, while that is still to come. */
  readonly holdsFrom: string | null
}

/** All that is wrong, worst first. A loop is one problem, however many stand in it. */
export function findProblems({ people, problems, under }: WholeLine): readonly Found[] {
  const loops = new Map(
    findLoops([...people.values()].filter(person => !person.hasLeft)).map(loop => [loop[0] ?? '', loop]),
  )
  const found = [...problems].flatMap(([collarNumber, kinds]) =>
    kinds.flatMap((kind): readonly Omit<Found, 'holdsFrom'>[] => {
      const person = people.get(collarNumber)
      if (!person) return []
      if (kind !== 'supervisor_loop') return [{ kind, person, people: under.get(collarNumber) ?? [] }]
      const members = loops.get(collarNumber)
      return members ? [{ kind, person, people: members.flatMap(member => people.get(member) ?? []) }] : []
    }),
  )
  return found
    .map(problem => ({ ...problem, holdsFrom: holdsFrom(problem) }))
    .toSorted((one, other) => order(one.kind) - order(other.kind))
}

/** Whose problem it is: everybody's who stands in a loop. */
export const whoseIs = ({ kind, person, people }: Omit<Found, 'holdsFrom'>): readonly PersonNow[] =>
  kind === 'supervisor_loop' ? people : [person]

/** It is a problem for alerts about those under the person. */
export const isOfThoseUnder = (kind: LineProblemKind): boolean =>
  kind === 'supervisor_has_left' || kind === 'supervisor_without_email'

/** Where somebody has it: a gap is where the line finds them, all else where they are, or will be. */
export const unitIdOf = (kind: LineProblemKind, person: PersonNow): string | null =>
  kind === 'gap' ? person.inLine.unitId : person.unitId

/** The units of whoever has it, and those above them, each once. */
export const unitsOf = ({ unitsUpFrom }: WholeLine, problem: Found): ReadonlySet<string> =>
  new Set(whoseIs(problem).flatMap(person => unitsUpFrom(unitIdOf(problem.kind, person)).map(({ id }) => id)))

/** They stand under their supervisor today: posted there, or between two postings under the same. */
export const isUnderToday = ({ isPosted, isBetween, inLine, supervisor }: PersonNow): boolean =>
  isPosted || (isBetween && inLine.supervisor === supervisor)

function holdsFrom({ kind, person, people }: Omit<Found, 'holdsFrom'>): string | null {
  if (kind === 'gap') return person.lineFrom
  if (kind !== 'supervisor_loop' && !isOfThoseUnder(kind)) return isUnderToday(person) ? null : person.beginsOn
  // A line goes through whoever was never posted; somebody between two postings may lead it elsewhere until then.
  const elsewhere = people.filter(each => each.isBetween && !isUnderToday(each))
  if (kind === 'supervisor_loop' && elsewhere.length > 0) return firstDays(elsewhere).at(-1) ?? null
  return people.some(isUnderToday) ? null : (firstDays(people)[0] ?? null)
}

const firstDays = (people: readonly PersonNow[]) => people.flatMap(({ beginsOn }) => beginsOn ?? []).toSorted()

const order = (kind: LineProblemKind): number => lineProblem.options.indexOf(kind)
