import { writeAudit } from '../audit/service.ts'
import { listKnownProfiles } from '../forces/import-profiles.ts'
import type { ForceTx } from '../forces/service.ts'
import { interviewsProfile } from '../interviews/service.ts'
import { newId } from '../platform/id.ts'
import { profileUnknown } from '../platform/import/problems.ts'
import { builtInProfiles, type ImportKind, importKinds, type NamedProfile } from '../platform/import/profile.ts'
import { storableJson } from '../platform/json-text.ts'
import { profileBuiltIn, profileNotHere } from './problems.ts'
import type { ImportProfile } from './schema.ts'

const fixedProfiles = (kind: ImportKind): readonly NamedProfile[] =>
  kind === 'interviews' ? [{ name: 'interviews', profile: interviewsProfile }] : []

/** Every profile by which a file may be read here, of one kind or of all. */
export async function knownProfiles(tx: ForceTx, kind?: ImportKind): Promise<readonly NamedProfile[]> {
  const known: NamedProfile[] = []
  for (const each of kind ? [kind] : importKinds)
    known.push(...(await listKnownProfiles(tx, each, fixedProfiles(each))))
  return known
}

/** Throws `profile_unknown`. */
export async function getProfile(tx: ForceTx, kind: ImportKind, name: string): Promise<NamedProfile> {
  const known = await knownProfiles(tx, kind)
  const found = known.find(profile => profile.name === name)
  if (found) return found
  throw profileUnknown(
    name,
    known.map(profile => profile.name),
    false,
  )
}

const comesWithRingback = (): readonly NamedProfile[] =>
  importKinds.flatMap(kind => [...fixedProfiles(kind), ...builtInProfiles(kind)])

export async function listProfiles(tx: ForceTx): Promise<readonly ImportProfile[]> {
  const own = await tx.db.selectFrom('import_profiles').selectAll().orderBy('name').execute()
  return [
    ...own.map(({ name, kind, definition, updated_at }) => ({
      name,
      kind,
      isBuiltIn: false,
      definition: definition as Record<string, unknown>,
      updatedAt: updated_at.toString(),
    })),
    ...comesWithRingback().map(({ name, profile }) => ({
      name,
      kind: profile.kind,
      isBuiltIn: true,
      definition: { ...profile },
      updatedAt: null,
    })),
  ]
}

export interface ProfileToSave {
  readonly name: string
  readonly kind: ImportKind
  readonly definition: Readonly<Record<string, unknown>>
}

/** Kept under its name, in place of the force's one that had it. Throws `profile_built_in`. */
export async function saveProfile(tx: ForceTx, { name, kind, definition }: ProfileToSave): Promise<void> {
  if (comesWithRingback().some(profile => profile.name === name)) throw profileBuiltIn(name)
  const now = tx.now.toString()
  const said = { kind, definition: storableJson(definition), updated_at: now }
  await tx.db
    .insertInto('import_profiles')
    .values({ id: newId(), name, created_at: now, ...said })
    .onConflict(conflict => conflict.constraint('import_profiles_one_per_name').doUpdateSet(said))
    .execute()
  await writeAudit(tx, { action: 'imports.profile_saved', subject: ['import_profile', name], details: { kind } })
}

/** Imports that were read by it keep their own copy. Throws `profile_built_in`, `profile_not_here`. */
export async function deleteProfile(tx: ForceTx, name: string): Promise<void> {
  if (comesWithRingback().some(profile => profile.name === name)) throw profileBuiltIn(name)
  const gone = await tx.db.deleteFrom('import_profiles').where('name', '=', name).returning('id').executeTakeFirst()
  if (!gone) throw profileNotHere(name)
  await writeAudit(tx, { action: 'imports.profile_deleted', subject: ['import_profile', name] })
}
