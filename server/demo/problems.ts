import { Problem } from '../platform/problem.ts'

export const notTheDemos = (where: string) =>
  new Problem(
    'not_made_by_demo',
    409,
    `The database (${where}) was not made by the demo, so the demo leaves it alone: set RINGBACK_DATA to an empty folder, or DATABASE_URL to an empty database.`,
    { where },
  )

export const webNotBuilt = () =>
  new Problem(
    'web_not_built',
    500,
    'The web app could not be built; the reason stands above. Mend it, or see the figures alone with --no-serve.',
  )
