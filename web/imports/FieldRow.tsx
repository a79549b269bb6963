import { NativeSelect } from '@mantine/core'
import type { ReactNode } from 'react'
import type { Column } from './api.ts'
import { DateReading } from './DateReading.tsx'
import { type Definition, headingsOf, withColumns } from './definition.ts'
import type { Field } from './fields.ts'
import styles from './ImportPage.module.css'
import { MarkerMeanings } from './MarkerMeanings.tsx'
import { ValueMeanings } from './ValueMeanings.tsx'

export interface FieldRowProps {
  readonly field: Field
  readonly columns: ReadonlyMap<string, Column>
  /** The headings of the file, as options of a select. */
  readonly options: ReactNode
  readonly definition: Definition
  readonly onChange: (next: Definition) => void
}

/** One field: its column, or two where day and time stand apart, and what is in it. */
export function FieldRow(props: FieldRowProps) {
  const { field, columns, definition } = props
  const headings = headingsOf(definition, field.name)
  const isLacking = field.weight === 'required' && headings.length === 0
  const first = columns.get(headings[0] ?? '')
  return (
    <tr data-lacking={isLacking}>
      <th scope="row">
        {field.title}
        {field.weight === 'required' && <span className={styles.required}> needed</span>}
      </th>
      <td>
        <ColumnChoice {...props} headings={headings} />
      </td>
      <td className={styles.reading}>
        {headings.length > 0 && !first && <span className={styles.fault}>The file has no column “{headings[0]}”.</span>}
        {first && <Reading {...props} headings={headings} column={first} />}
      </td>
    </tr>
  )
}

interface ColumnChoiceProps extends FieldRowProps {
  readonly headings: readonly string[]
}

function ColumnChoice({ field, columns, options, definition, onChange, headings }: ColumnChoiceProps) {
  const [first = '', second = ''] = headings
  const mayBeSplit = field.holds === 'moment' && first !== ''
  const absent = headings.filter(heading => !columns.has(heading))
  const gone = absent.map(heading => (
    <option key={heading} value={heading}>
      {heading} (not in this file)
    </option>
  ))
  return (
    <div className={styles.choice}>
      <NativeSelect
        size="xs"
        aria-label={`Column for ${field.title}`}
        value={first}
        error={absent.length > 0}
        onChange={event => onChange(withColumns(definition, field.name, [event.currentTarget.value]))}
      >
        <option value="">No column</option>
        {options}
        {gone}
      </NativeSelect>
      {mayBeSplit && (second || isDayOnly(columns.get(first))) && (
        <NativeSelect
          size="xs"
          aria-label={`Column for the time of day of ${field.title}`}
          value={second}
          onChange={event => onChange(withColumns(definition, field.name, [first, event.currentTarget.value]))}
        >
          <option value="">Time of day: none</option>
          {options}
        </NativeSelect>
      )}
    </div>
  )
}

const isDayOnly = (column: Column | undefined) => column?.looksLike === 'day'

interface ReadingProps extends ColumnChoiceProps {
  readonly column: Column
}

function Reading(props: ReadingProps) {
  const { field, column, columns, headings } = props
  if (column.filled === 0) return <span className="second">Empty in the rows looked at</span>
  if (field.holds === 'moment' || field.holds === 'day')
    return <DateReading {...props} timeColumn={columns.get(headings[1] ?? '')} />
  if (field.holds === 'choice' || field.holds === 'category') return <ValueMeanings {...props} />
  if (field.holds === 'markers') return <MarkerMeanings {...props} />
  return <Examples of={column} />
}

function Examples({ of }: { readonly of: Column }) {
  return (
    <ul className={styles.examples}>
      {of.examples.slice(0, 3).map(example => (
        <li key={example}>{example}</li>
      ))}
    </ul>
  )
}
