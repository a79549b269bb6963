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
}

/** All that is wrong, worst first. A loop is one problem, however many stand in it. */
export function findProblems({ people, problems, under }: WholeLine): readonly Found[] {
  const loops = new Map(
    findLoops([...people.values()].filter(person => !person.hasLeft)).map(loop => [loop[0] ?? '', loop]),
  )
  const found = [...problems].flatMap(([collarNumber, kinds]) =>
    kinds.flatMap((kind): readonly Found[] => {
      const person = people.get(collarNumber)
      if (!person) return []
      if (kind !== 'supervisor_loop') return [{ kind, person, people: under.get(collarNumber) ?? [] }]
      const members = loops.get(collarNumber)
      return members ? [{ kind, person, people: members.flatMap(member => people.get(member) ?? []) }] : []
    }),
  )
  return found.toSorted((one, other) => order(one.kind) - order(other.kind))
}

/** Whose problem it is: everybody's who stands in a loop. */
export const whoseIs = ({ kind, person, people }: Found): readonly PersonNow[] =>
  kind === 'supervisor_loop' ? people : [person]

/** The units of whoever has it, and those above them, each once. */
export const unitsOf = ({ unitsUpFrom }: WholeLine, problem: Found): ReadonlySet<string> =>
  new Set(whoseIs(problem).flatMap(({ unitId }) => unitsUpFrom(unitId).map(({ id }) => id)))

const order = (kind: LineProblemKind): number => lineProblem.options.indexOf(kind)
