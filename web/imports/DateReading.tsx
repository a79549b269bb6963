import { NativeSelect } from '@mantine/core'
import type { Column } from './api.ts'
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
  const formats = [...new Set([...column.dateFits.map(fit => fit.format), ...(format ? [format] : [])])]
  const examples = column.examples.slice(0, 3).map((day, at) => {
    const time = timeColumn?.examples[at] ?? timeColumn?.examples[0]
    return time ? `${day} ${time}` : day
  })
  return (
    <div className={styles.dates}>
      <ul className={styles.examples}>
        {examples.map(example => {
          const read = format === undefined ? undefined : readDate(example, format, latestYear)
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
      <NativeSelect
        size="xs"
        aria-label={`How ${field.title} is written`}
        className={styles.format}
        value={format ?? ''}
        error={format === undefined}
        onChange={event =>
          onChange({
            ...definition,
            dateFormats: { ...definition.dateFormats, [field.name]: event.currentTarget.value },
          })
        }
      >
        {format === undefined && <option value="">Day or month first?</option>}
        {formats.map(each => (
          <option key={each} value={each}>
            {each === 'iso' ? 'ISO 8601' : each === 'excel' ? 'Spreadsheet’s number' : each}
          </option>
        ))}
      </NativeSelect>
    </div>
  )
}
