import { importQuestionOpen } from '../problems.ts'
import { isDayField } from './proposal.ts'
import type { Inspection } from './schema.ts'

type Definition = Readonly<Record<string, unknown>>

/**
 * The questions that the definition, as somebody sends it, leaves open: it answers a question by naming what is asked
 * about. What a profile takes for granted when a key is missing answers nothing.
 */
export function openQuestions(inspection: Inspection, definition: Definition): Inspection['questions'] {
  return inspection.questions.filter(question => {
    if (question.code !== 'date_order') return definition[question.code] === undefined
    return dateFormatOf(question.column ?? '', definition) === null
  })
}

/** Throws `import_question_open` unless the definition answers every question. For whoever starts an import. */
export function refuseOpenQuestions(fileName: string, inspection: Inspection, definition: Definition): void {
  const open = openQuestions(inspection, definition)
  if (open.length > 0) throw importQuestionOpen(fileName, open)
}

/** The format that the definition gives for a column: null where it gives none, undefined where it doesn't read the column. */
export function dateFormatOf(heading: string, definition: Definition): string | null | undefined {
  const columns = (definition.columns ?? {}) as Record<string, string | string[]>
  const field = Object.keys(columns).find(name => [columns[name]].flat().includes(heading))
  if (field === undefined) return undefined
  const byField = (definition.dateFormats ?? {}) as Record<string, string>
  const ofAll = isDayField(field) ? definition.dayFormat : definition.dateFormat
  return byField[field] ?? (typeof ofAll === 'string' ? ofAll : null)
}
