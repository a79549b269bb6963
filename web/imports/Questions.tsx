import { useId } from 'react'
import type { Column, Inspection, Question } from './api.ts'
import { latestYearOf, readDate } from './dates.ts'
import { type Definition, fieldsFrom, isAnswered, withDateOrder, withKind, withWriting } from './definition.ts'
import type { ImportKind } from './fields.ts'
import styles from './ImportPage.module.css'
import { useThisYear } from './use-this-year.ts'
import { encodingWords, kindWords } from './words.ts'

interface QuestionsProps {
  readonly inspection: Inspection
  readonly definition: Definition
  readonly onChange: (next: Definition) => void
}

/** What the file alone can't tell. Nothing is tried or taken in before it is answered. */
export function Questions({ inspection, definition, onChange }: QuestionsProps) {
  const { questions } = inspection
  if (questions.length === 0) return null
  const open = questions.filter(question => !isAnswered(question, definition)).length
  return (
    <section className={`card stack ${styles.questions}`} data-open={open > 0} aria-labelledby="questions-title">
      <h2 id="questions-title">
        {open === 0
          ? 'What the file doesn’t say, and you did'
          : open === 1
            ? 'One thing the file doesn’t say'
            : `${open} things the file doesn’t say`}
      </h2>
      {questions.map(question => (
        <Asked
          key={`${question.code} ${question.column}`}
          question={question}
          column={inspection.columns.find(column => column.heading === question.column)}
          definition={definition}
          onChange={onChange}
        />
      ))}
    </section>
  )
}

interface AskedProps extends Omit<QuestionsProps, 'inspection'> {
  readonly question: Question
  readonly column: Column | undefined
}

function Asked({ question, column, definition, onChange }: AskedProps) {
  const name = useId()
  const given = answerIn(definition, question)
  return (
    <fieldset className={styles.question}>
      <legend>{question.text}</legend>
      {question.options.map(option => (
        <label key={option} className={styles.option}>
          <input
            type="radio"
            name={name}
            value={option}
            checked={given === option}
            onChange={() => onChange(answered(definition, question, option))}
          />
          <span>
            <strong>{optionInWords(question, option)}</strong>
            {column && <Readings column={column} definition={definition} format={option} />}
          </span>
        </label>
      ))}
      {question.code === 'date_order' && (
        <p className="small second">Neither? Choose “Another…” beside the column below, and type how it is written.</p>
      )}
    </fieldset>
  )
}

interface ReadingsProps {
  readonly column: Column
  readonly definition: Definition
  readonly format: string
}

/** "03/04/2011 is 3 April 2011": the same examples under each reading. */
function Readings({ column, definition, format }: ReadingsProps) {
  const [field = ''] = fieldsFrom(definition, column.heading)
  const latestYear = latestYearOf(field, useThisYear())
  return (
    <span className={`small second ${styles.under}`}>
      {column.examples
        .slice(0, 3)
        .map(example => `${example} is ${readDate(example, format, latestYear) ?? 'no date'}`)
        .join('; ')}
    </span>
  )
}

function answerIn(definition: Definition, question: Question): string | undefined {
  if (!isAnswered(question, definition)) return undefined
  if (question.code !== 'date_order') return definition[question.code]
  return question.options.find(option =>
    Object.entries(definition.columns).some(
      ([field, heading]) =>
        [heading].flat().includes(question.column ?? '') && definition.dateFormats?.[field] === option,
    ),
  )
}

function answered(definition: Definition, question: Question, option: string): Definition {
  if (question.code === 'date_order') return withDateOrder(definition, question.column ?? '', option)
  if (question.code === 'kind') return withKind(definition, option as ImportKind)
  return withWriting(definition, { [question.code]: option })
}

function optionInWords(question: Question, option: string): string {
  if (question.code === 'encoding') return encodingWords[option] ?? option
  if (question.code === 'kind') return kindWords[option as ImportKind]
  if (question.code === 'sheet') return option
  return option.indexOf('dd') < option.indexOf('MM') ? `The day first: ${option}` : `The month first: ${option}`
}
