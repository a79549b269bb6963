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
  /** Every marker of the file. */
  readonly markers: readonly string[]
  /** The headings of the file, as options of a select. */
  readonly options: ReactNode
  readonly definition: Definition
  readonly onChange: (next: Definition) => void
}

/** One field: its column, two where day and time stand apart, several of officers or markers; and what is in it. */
export function FieldRow(props: FieldRowProps) {
  const { field, columns, definition } = props
  const headings = headingsOf(definition, field.name)
  const isLacking = field.weight === 'required' && headings.length === 0
  const first = headings.map(heading => columns.get(heading)).find(column => column !== undefined)
  const absent = headings.find(heading => !columns.has(heading))
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
        {absent !== undefined && <span className={styles.fault}>The file has no column “{absent}”.</span>}
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
        onChange={event => {
          const { value } = event.currentTarget
          const others = isOfSeveral(field) && value !== '' ? headings.slice(1) : []
          onChange(withColumns(definition, field.name, [value, ...others]))
        }}
      >
        <option value="">No column</option>
        {options}
        {gone}
      </NativeSelect>
      {isOfSeveral(field) &&
        [...headings.slice(1), ...(first === '' ? [] : [''])].map((heading, at) => (
          <NativeSelect
            // biome-ignore lint/suspicious/noArrayIndexKey: the place is what it is; the last one is for another
            key={at}
            size="xs"
            aria-label={`Column ${at + 2} for ${field.title}`}
            value={heading}
            onChange={event =>
              onChange(
                withColumns(definition, field.name, [
                  ...headings.slice(0, at + 1),
                  event.currentTarget.value,
                  ...headings.slice(at + 2),
                ]),
              )
            }
          >
            <option value="">{heading === '' ? 'And in another column: no' : 'Not in this column'}</option>
            {options}
            {gone}
          </NativeSelect>
        ))}
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

const isOfSeveral = ({ holds }: Field) => holds === 'list' || holds === 'markers'
const isDayOnly = (column: Column | undefined) => column?.looksLike === 'day'

interface ReadingProps extends ColumnChoiceProps {
  readonly column: Column
}

function Reading(props: ReadingProps) {
  const { field, columns, headings, markers } = props
  // What its headings say is a marker also where nobody has it yet.
  if (field.holds === 'markers' && markers.length > 0) return <MarkerMeanings {...props} />
  const isEmpty = headings.every(heading => !columns.get(heading)?.filled)
  if (isEmpty) return <span className="second">Empty in the rows looked at</span>
  if (field.holds === 'moment' || field.holds === 'day')
    return <DateReading {...props} timeColumn={columns.get(headings[1] ?? '')} />
  if (field.holds === 'choice' || field.holds === 'category') return <ValueMeanings {...props} />
  return <Examples of={headings.flatMap(heading => columns.get(heading) ?? [])} />
}

function Examples({ of }: { readonly of: readonly Column[] }) {
  const examples = new Set(of.flatMap(column => column.examples.slice(0, 3)))
  return (
    <ul className={styles.examples}>
      {[...examples].slice(0, 6).map(example => (
        <li key={example}>{example}</li>
      ))}
    </ul>
  )
}
