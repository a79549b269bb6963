import { Problem } from '../platform/problem.ts'

export const forceUnknown = (slug: string) =>
  new Problem('force_unknown', 404, `There is no force "${slug}": "ringback force list" shows those there are.`, {
    slug,
  })
export const forceAlreadyExists = (slug: string) =>
  new Problem('force_exists', 409, `There is already a force "${slug}".`, { slug })
export const slugInvalid = (slug: string) =>
  new Problem(
    'slug_invalid',
    422,
    `"${slug}" can't be a force's short name: use 2 to 40 small letters, digits and "_", starting with a letter.`,
    { slug },
  )
export const timeZoneUnknown = (timeZone: string) =>
  new Problem('time_zone_unknown', 422, `There is no time zone "${timeZone}": give one such as Europe/London.`, {
    timeZone,
  })
export const settingInvalid = (slug: string, key: string, why: string) =>
  new Problem(
    'setting_invalid',
    422,
    `The setting "${key}" can't be set so: ${why}. "npx ringback force show ${slug}" lists the settings and their values.`,
    { key },
  )
export const periodBackwards = (from: string, to: string) =>
  new Problem('period_backwards', 422, `The period starts on ${from}, after it ends on ${to}: swap the days.`, {
    from,
    to,
  })
export const importInterrupted = (file: string) =>
  new Problem(
    'import_interrupted',
    409,
    `The process that imported ${file} ended half-way. Import the file again: rows already imported stay and are not doubled.`,
    { file },
  )
