import { importHeaderUnknown } from '../problems.ts'
import { type NamedProfile, parseProfile } from '../profile.ts'
import type { Source } from '../source.ts'
import { openFile } from '../table.ts'
import { chooseProfile } from './choose-profile.ts'
import { type InspectOptions, inspect } from './inspect.ts'
import { refuseOpenQuestions } from './questions.ts'

/**
 * How a file is read for which nobody named a profile, and that nobody looks at first: by the known profile that has its
 * headings, as a person would be shown it. Throws `import_header_unknown`, `import_question_open`, and the problems of `inspect`.
 */
export async function profileFor(
  source: Source,
  known: readonly NamedProfile[],
  options: InspectOptions & { readonly kind: NonNullable<InspectOptions['kind']> },
): Promise<NamedProfile> {
  const { profile, isWhole, areDatesKnown, header, near } = await chooseProfile(
    source,
    await openFile(source),
    known,
    {},
  )
  if (profile === undefined) throw importHeaderUnknown(source.fileName, header.line, options.kind, near)
  if (isWhole && areDatesKnown) return profile
  const inspection = await inspect(source, known, options)
  refuseOpenQuestions(source.fileName, inspection, inspection.definition)
  return { name: '', profile: parseProfile(inspection.definition, profile.name) }
}
