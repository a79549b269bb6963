import type { OpenFile } from '../table.ts'
import type { Choice } from './choose-profile.ts'
import type { SeenColumn } from './looks.ts'
import { isDateField, isDayField } from './proposal.ts'

/** How the chosen profile reads the file as that is written: its dates as they look where the profile isn't made for it. */
export function readingBy(
  { profile: { profile }, dialect, isWhole, areDatesKnown }: Choice & { readonly profile: object },
  format: OpenFile['format'],
  seen: readonly SeenColumn[],
) {
  const written = isWhole ? profile : { ...profile, ...saidOf(dialect, format) }
  if (areDatesKnown) return written
  const { dateFormat, dayFormat, dateFormats, ...others } = written
  const said = (field: string) => dateFormats[field] ?? (isDayField(field) ? dayFormat : dateFormat)
  return { ...others, dateFormats: seenDateFormats(profile.columns, seen, said) }
}

/** Of a dialect what a definition has to say. */
export const saidOf = ({ sheet, skipLines, delimiter, encoding }: Choice['dialect'], format: OpenFile['format']) =>
  format === 'xlsx' ? { skipLines, sheet } : { delimiter, encoding, skipLines }

/** The format of each field's dates as they look, none where that is to be asked; where they look like none, what is said. */
export const seenDateFormats = (
  columns: Readonly<Record<string, string | readonly string[]>>,
  seen: readonly SeenColumn[],
  said: (field: string) => string | undefined = () => undefined,
): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(columns).flatMap(([field, headings]) => {
      const dates = isDateField(field) ? seen.find(({ heading }) => heading === [headings].flat()[0])?.dates : undefined
      if (dates === undefined || dates.orders.length > 0) return []
      const format = dates.fits[0] ?? said(field)
      return format === undefined ? [] : [[field, format]]
    }),
  )
