import { isDeepStrictEqual } from 'node:util'
import { markersField } from '../list-fields.ts'
import type { ImportKind } from '../profile.ts'
import type { SeenColumn } from './looks.ts'
import { listSeparatorOf, proposedCategories, proposedMarkers, proposedValues } from './meanings.ts'
import { type Columns, isDayField, proposedColumns } from './proposal.ts'
import { seenDateFormats } from './reading-by.ts'

/** How a file is to be read, as far as somebody, or a profile, says it. */
export interface Said {
  readonly columns?: Columns
  readonly dateFormat?: string
  readonly dayFormat?: string
  readonly dateFormats?: Readonly<Record<string, string>>
  readonly values?: Readonly<Record<string, Readonly<Record<string, string | boolean>>>>
  readonly listSeparator?: string
  readonly categories?: Readonly<Record<string, object>>
  readonly markers?: Readonly<Record<string, object>>
  readonly [key: string]: unknown
}

interface Seen {
  readonly seen: readonly SeenColumn[]
  readonly rows: readonly (readonly string[])[]
  readonly kind: ImportKind
  /** Those of the profile that reads the file: of these nothing is left to propose. */
  readonly known: Columns | undefined
}

/**
 * With what nobody said proposed: which columns, how their dates are written (unless that is to be asked), and what their codes mean. A
 * column that somebody chose is looked at as one that was proposed.
 */
export function completed(said: Said, { seen, rows, kind, known }: Seen): Said {
  const columns = said.columns ?? proposedColumns(seen, kind)
  const fresh = Object.fromEntries(
    Object.entries(columns).filter(([field, headings]) => !isDeepStrictEqual(headings, known?.[field])),
  )
  const listSeparator = said.listSeparator ?? listSeparatorOf(columns, seen, kind)
  return {
    ...said,
    columns,
    dateFormats: { ...seenDateFormats(unreadBy(said, fresh, seen), seen), ...said.dateFormats },
    listSeparator,
    values: { ...proposedValues(fresh, seen), ...said.values },
    categories: {
      ...(ofCategory.some(field => field in fresh) && proposedCategories(columns, seen, rows)),
      ...said.categories,
    },
    markers: {
      ...(markersField in fresh && proposedMarkers(columns, seen, { ...said, listSeparator })),
      ...said.markers,
    },
  }
}

const ofCategory = ['incident.categoryCode', 'incident.categoryName']

/** Columns whose dates the format of all of them doesn't read as well as another does. */
function unreadBy({ dateFormat, dayFormat }: Said, columns: Columns, seen: readonly SeenColumn[]): Columns {
  const isRead = ([field, headings]: [string, string | readonly string[]]) => {
    const ofAll = isDayField(field) ? dayFormat : dateFormat
    const column = seen.find(({ heading }) => heading === [headings].flat()[0])
    return ofAll !== undefined && (column?.dates.fits.includes(ofAll) ?? false)
  }
  return Object.fromEntries(Object.entries(columns).filter(each => !isRead(each)))
}
