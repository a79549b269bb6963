/** What is wrong in a line of supervisors. Reported at import and beside the person; it never stops an alert. */
export type LineProblem =
  | 'own_supervisor'
  | 'supervisor_loop'
  | 'no_supervisor'
  | 'unknown_supervisor'
  | 'supervisor_without_email'

export interface InLine {
  readonly collarNumber: string
  readonly supervisorCollarNumber: string | null
  readonly hasEmail: boolean
}

/**
 * The problems of each person, by collar number. The top of the force, somebody who supervises others and has nobody
 * above, is no problem; a person in a loop is, a person under a loop is not.
 */
export function findLineProblems(people: readonly InLine[]): ReadonlyMap<string, readonly LineProblem[]> {
  const above = new Map(people.map(person => [person.collarNumber, person.supervisorCollarNumber]))
  const supervisors = new Set(
    people
      .filter(person => person.supervisorCollarNumber !== person.collarNumber)
      .map(person => person.supervisorCollarNumber),
  )
  const looped = peopleInLoops(above)
  const problems = new Map<string, LineProblem[]>()
  for (const { collarNumber, supervisorCollarNumber, hasEmail } of people) {
    const found: LineProblem[] = []
    if (supervisorCollarNumber === null) {
      if (!supervisors.has(collarNumber)) found.push('no_supervisor')
    } else if (supervisorCollarNumber === collarNumber) found.push('own_supervisor')
    else if (!above.has(supervisorCollarNumber)) found.push('unknown_supervisor')
    else if (looped.has(collarNumber)) found.push('supervisor_loop')
    if (supervisors.has(collarNumber) && !hasEmail) found.push('supervisor_without_email')
    if (found.length > 0) problems.set(collarNumber, found)
  }
  return problems
}

/** Walks up from everybody once; whoever is met again on the same walk stands in a loop. */
function peopleInLoops(above: ReadonlyMap<string, string | null>): ReadonlySet<string> {
  const looped = new Set<string>()
  const walked = new Set<string>()
  for (const start of above.keys()) {
    const walk: string[] = []
    let at: string | null | undefined = start
    while (at && !walked.has(at)) {
      walked.add(at)
      walk.push(at)
      at = above.get(at)
    }
    const from = at ? walk.indexOf(at) : -1
    if (from >= 0 && walk.length - from > 1) for (const member of walk.slice(from)) looped.add(member)
  }
  return looped
}
