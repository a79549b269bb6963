import { isPowerOfTen } from '../platform/import/keys.ts'
import { profileShape } from '../platform/import/profile.ts'
import { questionsOf } from '../surveys/rules.ts'
import type { Questionnaire } from '../surveys/schema.ts'
import { serviceQualityQuestionnaire } from '../surveys/service-quality.ts'

export const interviewColumns = [
  'reference',
  'incident',
  'completed_at',
  'unit',
  'call_handler',
  'officer',
  ...questionsOf(serviceQualityQuestionnaire).map(({ key }) => key),
  'comment',
]

/** The columns of an interviews file are fixed: each field is its heading. */
export const interviewsProfile = profileShape.parse({
  kind: 'interviews',
  columns: Object.fromEntries(interviewColumns.map(column => [column, column])),
})

/** One line of an interviews file, by column: `reference,incident,completed_at,unit,…`, the question keys, `comment`. */
export type ImportedLine = Readonly<Record<string, string | undefined>>

/** What was answered, a character per question in the questionnaire's order: `1`–`5`, or the letter of a reason. */
export type AnswerCodes = string

export const reasonLetters = {
  A: 'not_applicable',
  D: 'dont_know',
  R: 'refused',
  '-': 'not_asked',
} as const

const codes: Readonly<Record<string, string>> = {
  1: '1',
  2: '2',
  3: '3',
  4: '4',
  5: '5',
  NA: 'A',
  DK: 'D',
  REF: 'R',
  '': '-',
}

export interface ImportedInterview {
  readonly reference: string
  readonly incident: string
  readonly completedAt: Temporal.Instant
  readonly completedOn: string
  readonly unitId: string | null
  readonly callHandler: string | null
  readonly officer: string | null
  readonly answers: AnswerCodes
  readonly comment: string | null
}

export type RejectCode = 'no_reference' | 'no_incident' | 'bad_date' | 'unknown_unit' | 'bad_rating'

export interface InterviewContext {
  readonly timeZone: string
  readonly questionnaire: Questionnaire
  /** Unit ids by name. */
  readonly units: ReadonlyMap<string, string>
}

/** Either an interview or why the line is not one. A unit left empty is the incident's. */
export function readInterview(line: ImportedLine, context: InterviewContext): ImportedInterview | RejectCode {
  const cell = (column: string) => line[column]?.trim() ?? ''
  const reference = cell('reference')
  if (reference === '' || isPowerOfTen(reference)) return 'no_reference'
  const incident = cell('incident')
  if (incident === '' || isPowerOfTen(incident)) return 'no_incident'
  const completed = readLocalTime(cell('completed_at'), context.timeZone)
  if (!completed) return 'bad_date'
  const unit = cell('unit')
  const unitId = unit === '' ? null : context.units.get(unit)
  if (unitId === undefined) return 'unknown_unit'
  let answers = ''
  for (const { key } of questionsOf(context.questionnaire)) {
    const code = codes[cell(key).toUpperCase()]
    if (code === undefined) return 'bad_rating'
    answers += code
  }
  return {
    reference,
    incident,
    completedAt: completed.toInstant(),
    completedOn: completed.toPlainDate().toString(),
    unitId,
    callHandler: cell('call_handler') || null,
    officer: cell('officer') || null,
    answers,
    comment: cell('comment') || null,
  }
}

const localTime = /^[12]\d{3}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2}([.,]\d+)?)?(Z|[+-]\d{2}(:?\d{2})?)?$/i

/** ISO 8601 with an offset, else the force's local time: the earlier of two where a clock goes back. */
function readLocalTime(text: string, timeZone: string): Temporal.ZonedDateTime | undefined {
  if (!localTime.test(text)) return undefined
  try {
    return /(Z|[+-]\d{2}(:?\d{2})?)$/i.test(text)
      ? Temporal.Instant.from(text).toZonedDateTimeISO(timeZone)
      : Temporal.PlainDateTime.from(text, { overflow: 'reject' }).toZonedDateTime(timeZone)
  } catch (error) {
    if (error instanceof RangeError) return undefined
    throw error
  }
}

export const hasRating = (answers: AnswerCodes): boolean => /[1-5]/.test(answers)

/** A comment on the whole call belongs to the last question that was asked, else the last there is. */
export function positionOfComment(answers: AnswerCodes): number {
  const asked = [...answers].findLastIndex(code => code !== '-')
  return asked === -1 ? answers.length - 1 : asked
}
