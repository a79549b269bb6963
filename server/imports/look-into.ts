import type { Actor } from '../audit/service.ts'
import { inForce } from '../forces/service.ts'
import { inspect } from '../platform/import/inspection/inspect.ts'
import type { Inspection } from '../platform/import/inspection/schema.ts'
import { checkPartOfProfile, type ImportKind } from '../platform/import/profile.ts'
import type { Source } from '../platform/import/source.ts'
import type { Platform } from '../platform/platform.ts'
import { getProfile, knownProfiles } from './profiles.ts'

export interface Reading {
  readonly kind?: ImportKind
  /** The name of a known profile; with it a kind. */
  readonly profile?: string
  readonly definition?: Readonly<Record<string, unknown>>
}

/** What is seen in a file, read by a profile, by a definition, or as it looks. Throws `profile_unreadable`, and the problems of `inspect`. */
export async function lookInto(
  platform: Platform,
  slug: string,
  actor: Actor,
  source: Source,
  { kind, profile, definition }: Reading,
): Promise<Inspection> {
  if (definition) checkPartOfProfile(definition, source.fileName)
  const { known, force, chosen } = await inForce(platform, slug, actor, async tx => ({
    known: await knownProfiles(tx, kind),
    force: tx.force,
    chosen: kind !== undefined && profile !== undefined ? await getProfile(tx, kind, profile) : undefined,
  }))
  return inspect(source, chosen ? [chosen] : known, {
    kind,
    definition: definition ?? (chosen && { ...chosen.profile }),
    country: force.country,
    timeZone: force.timeZone,
  })
}
