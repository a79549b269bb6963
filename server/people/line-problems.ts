/** What is wrong in a line of supervisors. Reported at import and beside the person; it never stops an alert. */
export type LineProblem =
  | 'own_supervisor'
  | 'supervisor_loop'
  | 'no_supervisor'
  | 'unknown_supervisor'
  | 'supervisor_without_email'
  | 'supervisor_has_left'

export interface InLine {
  readonly collarNumber: string
  readonly supervisor: string | null
  readonly hasEmail: boolean
  /** No posting on the day, and none to come. */
  readonly hasLeft: boolean
}

/**
 * The problems of each person, by collar number. The top of the force, somebody who supervises others and has nobody
 * above, is no problem; a person in a loop is, a person under a loop is not. Of those who have left, one thing only is
 * wrong: that somebody is still under them.
 */
export function findLineProblems(people: Iterable<InLine>): ReadonlyMap<string, readonly LineProblem[]> {
  const everybody = [...people]
  const known = new Set(everybody.map(person => person.collarNumber))
  const staying = everybody.filter(person => !person.hasLeft)
  const supervisors = new Set(
    staying.filter(person => person.supervisor !== person.collarNumber).map(person => person.supervisor),
  )
  const looped = new Set(findLoops(staying).flat())
  const problems = new Map<string, readonly LineProblem[]>()
  for (const person of everybody) {
    const supervises = supervisors.has(person.collarNumber)
    const found: LineProblem[] = []
    const above = person.hasLeft ? null : problemAbove(person, supervises, known, looped)
    if (above) found.push(above)
    if (supervises && person.hasLeft) found.push('supervisor_has_left')
    else if (supervises && !person.hasEmail) found.push('supervisor_without_email')
    if (found.length > 0) problems.set(person.collarNumber, found)
  }
  return problems
}

function problemAbove(
  { collarNumber, supervisor }: InLine,
  supervises: boolean,
  known: ReadonlySet<string>,
  looped: ReadonlySet<string>,
): LineProblem | null {
  if (supervisor === null) return supervises ? null : 'no_supervisor'
  if (supervisor === collarNumber) return 'own_supervisor'
  if (!known.has(supervisor)) return 'unknown_supervisor'
  return looped.has(collarNumber) ? 'supervisor_loop' : null
}

/**
 * The loops, each from its lowest collar number upwards. Walks up from everybody once: whoever is met again on the same
 * walk stands in a loop; who is their own supervisor is none.
 */
export function findLoops(
  people: readonly Pick<InLine, 'collarNumber' | 'supervisor'>[],
): readonly (readonly string[])[] {
  const above = new Map(people.map(person => [person.collarNumber, person.supervisor]))
  const loops: string[][] = []
  const walked = new Set<string>()
  for (const start of above.keys()) {
    const walk: string[] = []
    let at: string | null | undefined = start
    while (at && above.has(at) && !walked.has(at)) {
      walked.add(at)
      walk.push(at)
      at = above.get(at)
    }
    const from = at ? walk.indexOf(at) : -1
    if (from >= 0 && walk.length - from > 1) loops.push(fromLowest(walk.slice(from)))
  }
  return loops.toSorted((one, other) => ((one[0] ?? '') < (other[0] ?? '') ? -1 : 1))
}

function fromLowest(loop: readonly string[]): string[] {
  const lowest = loop.indexOf(loop.toSorted()[0] ?? '')
  return [...loop.slice(lowest), ...loop.slice(0, lowest)]
}
