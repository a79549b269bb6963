import type { Profile } from './profile.ts'

export const markersField = 'recipient.markers'

/** Fields of which a row may name several: what several columns name is put together by the profile's separator. */
export const isListField = (field: string): boolean => field === markersField || field === 'incident.attendingOfficers'

const yes = /^(?:y|yes|t|true|1)$/i
const no = /^(?:n|no|f|false|0)$/i
export const saysOnlyNo = (cell: string): boolean => no.test(cell)
export const saysOnlyYesOrNo = (cell: string): boolean => yes.test(cell) || no.test(cell)

/**
 * Reads the markers of a cell. One that says only yes stands for its column's heading ("Do not contact"), one that says only no for
 * none, or for "May be contacted: no" where the profile has that; unless the profile says what "Y" or "N" means: then it is a marker like
 * all others.
 */
export function markerReader({ listSeparator, markers = {} }: Partial<Pick<Profile, 'listSeparator' | 'markers'>>) {
  const named = new Set(Object.keys(markers).map(marker => marker.toLowerCase()))
  return (cell: string, heading: string): string => {
    if (!saysOnlyYesOrNo(cell) || named.has(cell.toLowerCase())) return cell
    if (yes.test(cell)) return tickedMarker(heading, listSeparator)
    const unticked = untickedMarker(heading, listSeparator)
    return named.has(unticked.toLowerCase()) ? unticked : ''
  }
}

/** The heading as a marker: in one piece, where it holds what parts markers. */
export const tickedMarker = (heading: string, listSeparator = ';'): string =>
  heading.replaceAll(listSeparator, listSeparator === '-' ? ' ' : '-')

/** What a cell of the column says that says only no. */
export const untickedMarker = (heading: string, listSeparator?: string): string =>
  tickedMarker(`${heading}: no`, listSeparator)
