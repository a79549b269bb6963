import { formatCount, wordsOf } from '../ui/format.ts'
import type { Filters, ImportResult, ImportStatus, PastImport } from './api.ts'

export const kindWords: Readonly<Record<PastImport['kind'], string>> = {
  recipients: 'Recipients of services',
  staff: 'Staff',
  interviews: 'Interviews held elsewhere',
}

export const statusWords: Readonly<Record<ImportStatus, string>> = {
  received: 'To be looked at',
  trying: 'Being tried',
  waiting: 'About to begin',
  running: 'Importing',
  done: 'Imported',
  failed: 'Failed',
  undoing: 'Being undone',
  undone: 'Undone',
}

export const statusTone = (status: ImportStatus): 'good' | 'bad' | 'attention' | 'plain' | 'moving' => {
  if (status === 'done') return 'good'
  if (status === 'failed') return 'bad'
  if (status === 'received') return 'attention'
  return status === 'undone' ? 'plain' : 'moving'
}

export const originWords: Readonly<Record<PastImport['origin'], string>> = {
  command: 'by command',
  api: 'by another system',
  page: 'by hand',
  folder: 'from the watched folder',
}

const known = <Code extends string>(words: Readonly<Record<Code, string>>, code: unknown): code is Code =>
  typeof code === 'string' && Object.hasOwn(words, code)

/** What an address says of which imports to show; anything else in it says nothing. */
export const filtersOf = ({ kind, status, origin, by }: Readonly<Record<string, unknown>>): Filters => ({
  ...(known(kindWords, kind) ? { kind } : {}),
  ...(known(statusWords, status) ? { status } : {}),
  ...(known(originWords, origin) ? { origin } : {}),
  ...(typeof by === 'string' && by ? { by } : {}),
})

/** "412 created, 3 updated, 2 rejected": what is nought is left out. */
export function inShort(result: ImportResult): string {
  const said = (['created', 'updated', 'unchanged', 'rejected'] as const)
    .filter(name => result[name] > 0)
    .map(name => `${formatCount(result[name])} ${name}`)
  return said.length === 0 ? 'No rows' : said.join(', ')
}

/** Why a row is refused, why a row is warned about, why a person is not rung: each code in the words of the work. */
const codeWords: Readonly<Record<string, string>> = {
  no_log_number: 'No log number, or a destroyed one',
  too_few_columns: 'Too few cells for the headings',
  too_many_columns: 'More cells than headings',
  no_collar_number: 'No collar number',
  no_unit: 'Neither district nor section',
  no_posting_start: 'No first day of the posting',
  posting_start_unreadable: 'The first day of the posting is no date',
  posting_end_unreadable: 'The last day of the posting is no date',
  posting_ends_before_it_starts: 'The posting ends before it starts',
  no_reference: 'No reference',
  no_incident: 'No incident',
  bad_date: 'The time of completion is no date',
  unknown_unit: 'A unit that the force hasn’t',
  bad_rating: 'A rating that is none',
  phone_unusable: 'No number that can be rung',
  phone_destroyed: 'A number that a spreadsheet destroyed',
  phone_two_in_field: 'Two numbers in one cell: both kept',
  phone_extension: 'A number with an extension: kept',
  phone_repaired: 'A lost 0 or + put back',
  no_name: 'No name',
  header_repeated: 'The headings once more: left out',
  closed_before_opened: 'Closed before it was opened',
  still_open: 'Not closed yet',
  unknown_officer: 'A collar number nobody has yet',
  clock_change: 'A time on the night the clocks change',
  control_character: 'A character that nobody sees: kept',
  name_garbled: 'A name in letters of another encoding',
  formula_in_name: 'A name that a spreadsheet would take for a formula',
  date_unreadable: 'A date that can’t be read: left empty',
  unknown_value: 'A value whose meaning isn’t known: left empty, or taken as a caller',
  own_supervisor: 'Is their own supervisor',
  supervisor_loop: 'The line of supervisors goes in a circle',
  no_supervisor: 'No supervisor',
  unknown_supervisor: 'A supervisor nobody knows',
  supervisor_without_email: 'The supervisor has no e-mail address',
  supervisor_has_left: 'The supervisor has left',
  absent_from_export: 'Posted, and not in this whole export: may have left',
  absence_unknown: 'Refused without a known collar number: who may have left is not asked',
  posting_overlap: 'Postings that overlapped: the earlier ends',
  domestic_abuse: 'Domestic abuse',
  sexual_offence: 'Sexual offence',
  under_16: 'Under 16',
  sudden_death: 'Sudden death',
  do_not_contact: 'Do not contact',
  police_officer: 'Serves with the police',
  no_usable_number: 'No number that can be rung safely',
  nothing_to_ask: 'Nothing to ask about',
  outside_window: 'Closed too recently or too long ago',
  rung_lately: 'Rung lately, or waiting for a call already',
  suppressed: 'Asked not to be rung',
}

export const codeInWords = (code: string): string => codeWords[code] ?? wordsOf(code)

const linesNamed = 6

/** "lines 4, 18 and 22", with "first" where there are more of them. */
export function linesInWords(lines: readonly number[], of: number): string {
  const shown = lines.slice(0, linesNamed).map(formatCount)
  const [last, ...before] = [...shown].reverse()
  if (last === undefined) return ''
  if (before.length === 0) return of > 1 ? `first on line ${last}` : `line ${last}`
  const list = `${before.reverse().join(', ')} and ${last}`
  return of > shown.length ? `first on lines ${list}` : `lines ${list}`
}

export const encodingWords: Readonly<Record<string, string>> = {
  'utf-8': 'UTF-8',
  'utf-16': 'UTF-16',
  'utf-16le': 'UTF-16, little-endian',
  'utf-16be': 'UTF-16, big-endian',
  'windows-1252': 'Windows-1252',
}

export const delimiterWords: Readonly<Record<string, string>> = {
  ',': 'Comma ,',
  ';': 'Semicolon ;',
  '\t': 'Tab',
  '|': 'Bar |',
  '/': 'Slash /',
  ' ': 'Space',
}

/** As it is shown, a character that can't be seen by its code. */
export const delimiterInWords = (delimiter: string): string =>
  delimiterWords[delimiter] ??
  delimiter.replace(/\p{Cc}/gu, unseen => `\\x${unseen.charCodeAt(0).toString(16).padStart(2, '0')}`)

/** What somebody types for it: the character, or its code as `\x1f`. */
export function delimiterTyped(text: string): string {
  return text.replace(/\\x([0-9a-f]{2})/gi, (_, code) => String.fromCharCode(Number.parseInt(code, 16)))
}

export const exclusionCodes = [
  'domestic_abuse',
  'sexual_offence',
  'under_16',
  'sudden_death',
  'do_not_contact',
  'police_officer',
] as const

/** `after_18:00` → "not before 18:00". */
export function needInWords(need: string): string {
  const after = /^after_(\d\d:\d\d)$/.exec(need)?.[1]
  if (after) return `not before ${after}`
  if (need === 'relay') return 'by text relay'
  if (need === 'interpreter') return 'with an interpreter'
  if (need === 'mobile_only') return 'on the mobile only'
  return wordsOf(need).toLowerCase()
}
