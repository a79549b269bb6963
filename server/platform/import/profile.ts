import { readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { z } from 'zod'
import { faultOfFormat } from './date-formats.ts'
import { footerPattern } from './footer.ts'
import { profileFileUnreadable, profileOfAnotherKind, profileUnknown } from './problems.ts'

export const importKinds = ['staff', 'recipients', 'interviews'] as const
export type ImportKind = (typeof importKinds)[number]

export const exclusionCodes = [
  'domestic_abuse',
  'sexual_offence',
  'under_16',
  'sudden_death',
  'do_not_contact',
  'police_officer',
] as const

const oneOrMore = z.union([z.string(), z.array(z.string())]).transform(value => [value].flat())

const format = z.string().superRefine((text, context) => {
  const fault = faultOfFormat(text)
  if (fault !== undefined) context.addIssue({ code: 'custom', message: fault })
})

/** How one system writes its exports: which column is which field, and what its codes mean. */
export const profileShape = z.strictObject({
  kind: z.enum(importKinds),
  delimiter: z
    .string()
    .regex(/^[^"\r\n]$/, 'one character, and no quotation mark')
    .default(','),
  encoding: z.enum(['utf-8', 'utf-16', 'utf-16le', 'utf-16be', 'windows-1252']).default('utf-8'),
  /** Of moments, and of days. */
  dateFormat: format.default('dd/MM/yyyy HH:mm'),
  dayFormat: format.default('dd/MM/yyyy'),
  /** Field to its own format, where it differs. */
  dateFormats: z.record(z.string(), format).default({}),
  listSeparator: z.string().min(1).default(';'),
  /** Lines above the headings. */
  skipLines: z.int().min(0).max(1000).default(0),
  /** Of a workbook; without it the first that is visible. */
  sheet: z.string().optional(),
  footer: z
    .string()
    .max(200)
    .refine(isPattern, 'a short regular expression without back-references and look-around')
    .optional(),
  /** Field to its column's heading; of several, the cells are joined by a space (a date and its time). */
  columns: z.record(z.string(), z.union([z.string(), z.array(z.string()).min(1)])),
  /** Field to what each written value means. */
  values: z.record(z.string(), z.record(z.string(), z.union([z.string(), z.boolean()]))).default({}),
  categories: z.record(z.string(), z.strictObject({ exclude: z.enum(exclusionCodes).optional() })).default({}),
  markers: z
    .record(
      z.string(),
      z.strictObject({
        exclude: z.enum(exclusionCodes).optional(),
        needs: oneOrMore.optional(),
        language: z.string().optional(),
      }),
    )
    .default({}),
})
export type Profile = z.infer<typeof profileShape>

/** The columns that the profile reads. */
export const headingsOf = (profile: Profile): readonly string[] => Object.values(profile.columns).flat()

export interface NamedProfile {
  readonly name: string
  readonly profile: Profile
}

function isPattern(text: string): boolean {
  try {
    return Boolean(footerPattern(text))
  } catch {
    return false
  }
}

const profileFolder = join(import.meta.dirname, '..', '..', '..', 'examples', 'profiles')

/** The profiles that every force knows: `examples/profiles/NAME.json`. */
export function builtInProfiles(kind: ImportKind): readonly NamedProfile[] {
  return readdirSync(profileFolder)
    .filter(file => file.endsWith('.json'))
    .sort()
    .map(file => ({ name: basename(file, '.json'), profile: readProfile(join(profileFolder, file)) }))
    .filter(({ profile }) => profile.kind === kind)
}

/**
 * The profile that `--profile` names: a known one by its name, else a file (only where `filesToo`: never over HTTP).
 * Throws `profile_unknown`, `profile_unreadable`, `profile_of_another_kind`.
 */
export function findProfile(
  kind: ImportKind,
  nameOrFile: string,
  known: readonly NamedProfile[],
  filesToo: boolean,
): NamedProfile {
  const byName = known.find(({ name }) => name === nameOrFile)
  if (byName) return byName
  const elsewhere = readdirSync(profileFolder).includes(`${nameOrFile}.json`)
  if (!elsewhere && (!filesToo || !/[./\\]/.test(nameOrFile)))
    throw profileUnknown(
      nameOrFile,
      known.map(({ name }) => name),
      filesToo,
    )
  const profile = readProfile(elsewhere ? join(profileFolder, `${nameOrFile}.json`) : nameOrFile)
  if (profile.kind !== kind) throw profileOfAnotherKind(nameOrFile, profile.kind, kind)
  return { name: basename(nameOrFile, '.json'), profile }
}

function readProfile(file: string): Profile {
  let content: unknown
  try {
    content = JSON.parse(readFileSync(file, 'utf8'))
  } catch (cause) {
    throw profileFileUnreadable(file, (cause as Error).message, { cause })
  }
  return parseProfile(content, file)
}

/** A profile as JSON has it; `name` is how messages call it. Throws `profile_unreadable`. */
export const parseProfile = (content: unknown, name: string): Profile => parsed(profileShape, content, name)

/** Part of a profile, as it grows; a footer may be half written. Throws `profile_unreadable`. */
export function checkPartOfProfile(content: unknown, name: string): void {
  parsed(partShape, content, name)
}
const partShape = profileShape.partial().extend({ footer: z.string().optional() })

function parsed<Shape extends z.ZodType>(shape: Shape, content: unknown, name: string): z.output<Shape> {
  const result = shape.safeParse(content)
  if (result.success) return result.data
  throw profileFileUnreadable(
    name,
    result.error.issues.map(issue => `${issue.path.join('.') || 'the whole'}: ${issue.message}`).join('; '),
  )
}
