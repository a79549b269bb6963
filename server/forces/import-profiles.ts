import { builtInProfiles, type ImportKind, type NamedProfile, profileShape } from '../platform/import/profile.ts'
import type { ForceTx } from './service.ts'

/** How this force's own systems write their exports, as somebody mapped them, newest first. One that a later version can't read is left out. */
export async function listOwnProfiles(tx: ForceTx, kind: ImportKind): Promise<readonly NamedProfile[]> {
  const rows = await tx.db
    .selectFrom('import_profiles')
    .select(['name', 'definition'])
    .where('kind', '=', kind)
    .orderBy('updated_at', 'desc')
    .orderBy('name')
    .execute()
  return rows.flatMap(({ name, definition }) => {
    const parsed = profileShape.safeParse(definition)
    return parsed.success ? [{ name, profile: parsed.data }] : []
  })
}

/**
 * Every profile that a file of this kind may be read by: the force's own, for somebody has looked at such a file, and may have left
 * out a column; then those of a kind whose columns are fixed and the built-in ones. Of each the one with more columns stands first.
 */
export async function listKnownProfiles(
  tx: ForceTx,
  kind: ImportKind,
  fixed: readonly NamedProfile[] = [],
): Promise<readonly NamedProfile[]> {
  return [...byColumns(await listOwnProfiles(tx, kind)), ...byColumns([...fixed, ...builtInProfiles(kind)])]
}

const byColumns = (profiles: readonly NamedProfile[]): readonly NamedProfile[] =>
  profiles.toSorted((one, other) => columnsOf(other) - columnsOf(one))

const columnsOf = ({ profile }: NamedProfile): number => Object.keys(profile.columns).length
