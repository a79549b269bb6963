import { useState } from 'react'
import type { Column } from './api.ts'
import { ChoiceOrTyped } from './ChoiceOrTyped.tsx'
import { latestYearOf, readDate } from './dates.ts'
import { type Definition, formatOf } from './definition.ts'
import type { Field } from './fields.ts'
import styles from './ImportPage.module.css'
import { useThisYear } from './use-this-year.ts'

interface DateReadingProps {
  readonly field: Field
  readonly column: Column
  /** Where the time of day stands in a column of its own. */
  readonly timeColumn: Column | undefined
  readonly definition: Definition
  readonly onChange: (next: Definition) => void
}

/** How the dates of a column are written, and what each example is taken for. */
export function DateReading({ field, column, timeColumn, definition, onChange }: DateReadingProps) {
  const latestYear = latestYearOf(field.name, useThisYear())
  const format = formatOf(definition, field)
  const [typed, setTyped] = useState<string | null>(null)
  const shown = typed ?? format
  const formats = [...new Set([...column.dateFits.map(fit => fit.format), ...(format ? [format] : [])])]
  const examples = column.examples.slice(0, 3).map((day, at) => {
    const time = timeColumn?.examples[at] ?? timeColumn?.examples[0]
    return time ? `${day} ${time}` : day
  })
  return (
    <div className={styles.dates}>
      <ul className={styles.examples}>
        {examples.map(example => {
          const read = shown === undefined ? undefined : readDate(example, shown, latestYear)
          return (
            <li key={example}>
              {example}
              {read !== undefined && (
                <span className={read === null ? styles.fault : 'second'}>
                  {' '}
                  → {read ?? 'not a date in this format'}
                </span>
              )}
            </li>
          )
        })}
      </ul>
      <div className={styles.format}>
        <ChoiceOrTyped
          size="xs"
          aria-label={`How ${field.title} is written`}
          value={format ?? ''}
          error={format === undefined}
          options={[
            ...(format === undefined ? [unsaid(column)] : []),
            ...formats.map(each => [each, inWords(each)] as const),
          ]}
          typed={{
            label: `How ${field.title} is written: another`,
            example: 'Such as yyyyMMddHHmmss, or dd-MMM-yy hh.mm.ss a',
            from: format,
            meantBy: text => text.trim() || undefined,
          }}
          onTyping={setTyped}
          onChoose={chosen =>
            onChange({ ...definition, dateFormats: { ...definition.dateFormats, [field.name]: chosen } })
          }
        />
      </div>
    </div>
  )
}

/** Of some dates the order is open; of others nothing is known. */
const unsaid = ({ dateFits }: Column): readonly [value: string, words: string] => [
  '',
  dateFits.length > 0 ? 'Day or month first?' : 'Not known: left empty',
]
const inWords = (format: string): string =>
  format === 'iso' ? 'ISO 8601' : format === 'excel' ? 'Spreadsheet’s number' : format
