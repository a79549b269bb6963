import { Problem } from '../platform/problem.ts'

export const unitUnknown = (unit: string, force: string) =>
  new Problem(
    'unit_unknown',
    404,
    `There is no unit "${unit}" in ${force}: give its name as the staff import has it.`,
    {
      unit,
    },
  )

export const unitAmbiguous = (unit: string, among: readonly string[]) =>
  new Problem('unit_ambiguous', 409, `Several units are called "${unit}": give one as ${among.join(' or ')}.`, {
    unit,
    among,
  })

export const tooFewToPublish = (fewest: number) =>
  new Problem(
    'too_few_to_publish',
    403,
    `Fewer than ${fewest} people or answers stand behind this, so it is not published: choose a longer period or a larger unit.`,
    { fewest },
  )
