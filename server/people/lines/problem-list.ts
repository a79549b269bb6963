import type { z } from 'zod'
import type { ForceTx } from '../../forces/service.ts'
import { unitIdUnknown } from '../mends/problems.ts'
import { type Found, findProblems, unitsOf, whoseIs } from './find-problems.ts'
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

function present(tx: ForceTx, whole: WholeLine, { kind, person, people }: Found): z.infer<typeof problemShape> {
  const isAboutThoseUnder = kind === 'supervisor_has_left' || kind === 'supervisor_without_email'
  const about = isAboutThoseUnder ? people[0] : person
  const reaches = about ? presentReached(tx, whole, whole.lineOf(about)) : null
  return {
    kind,
    person: presentPerson(person),
    supervisor: person.supervisor,
    people: people.map(presentPerson),
    reaches,
    ...wordsFor(kind, reaches, people.length, whole.absent.get(person.staffId)),
  }
}

/** What it means for alerts, and what puts it right: for who reads the API as for the page. */
function wordsFor(
  kind: LineProblemKind,
  reaches: z.infer<typeof problemShape>['reaches'],
  howMany: number,
  file: string | undefined,
) {
  const goesTo = reaches === null ? 'reach nobody' : `go to ${placeOf(reaches)}`
  const people = howMany === 1 ? 'the one person' : `the ${howMany} people`
  const words: Readonly<Record<LineProblemKind, { readonly means: string; readonly mend: string }>> = {
    own_supervisor: {
      means: `They stand as their own supervisor, so alerts about them ${goesTo}.`,
      mend: 'Say who supervises them.',
    },
    supervisor_loop: {
      means: `Each of them is under the next, so none of them leads up to the top. Alerts about the first ${goesTo}.`,
      mend: 'Say who supervises one of them.',
    },
    no_supervisor: {
      means: `Nobody stands above them and nobody below, so alerts about them ${goesTo}.`,
      mend: 'Say who supervises them.',
    },
    unknown_supervisor: {
      means: `Nobody here has their supervisor's collar number, so alerts about them ${goesTo}.`,
      mend: 'Say who supervises them, or import the staff list that has the supervisor.',
    },
    supervisor_without_email: {
      means: `They can't be written to, so alerts about ${people} under them ${goesTo}.`,
      mend: 'Give their e-mail address.',
    },
    supervisor_has_left: {
      means: `They have left and are passed over, so alerts about ${people} under them ${goesTo}.`,
      mend: 'Hand the people under them to another supervisor.',
    },
    gap: {
      means: `No supervisor above has an address and no unit above a mailbox, so alerts about them ${goesTo}.`,
      mend: 'Give their unit, or one above it, a mailbox.',
    },
    absent_from_export: {
      means: `They are posted, and ${file ?? 'the last whole export'} does not have them, so they may have left.`,
      mend: 'Say on which day they left, or that they are still here.',
    },
  }
  return words[kind]
}

const placeOf = ({ kind, name }: NonNullable<z.infer<typeof problemShape>['reaches']>) =>
  kind === 'staff' ? name : kind === 'unit' ? `the mailbox of ${name}` : `the force's own mailbox`
