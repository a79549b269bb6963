/** Fields of which a row may name several: what several columns name is put together by the profile's separator. */
const listFields: ReadonlySet<string> = new Set([
  'incident.callHandler',
  'incident.officerInCharge',
  'incident.attendingOfficers',
  'recipient.markers',
])
export const isListField = (field: string): boolean => listFields.has(field)

export const markersField = 'recipient.markers'

const yes = /^(?:y|yes|true)$/i
const no = /^(?:n|no|false)$/i

/** The markers of a cell: one that says only yes stands for its column's heading ("Do not contact"), one that says only no for none. */
export function markersIn(cell: string, heading: string): string {
  if (yes.test(cell)) return heading
  return no.test(cell) ? '' : cell
}
