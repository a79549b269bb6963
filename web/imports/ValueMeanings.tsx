import { NativeSelect } from '@mantine/core'
import { formatCount, formatCounted } from '../ui/format.ts'
import type { Column } from './api.ts'
import { type Definition, withCategory, withMeaning } from './definition.ts'
import type { Field } from './fields.ts'
import styles from './ImportPage.module.css'
import { Meanings } from './Meanings.tsx'
import { saidAs } from './said-as.ts'
import { codeInWords, exclusionCodes } from './words.ts'

interface ValueMeaningsProps {
  readonly field: Field
  readonly column: Column
  readonly definition: Definition
  readonly onChange: (next: Definition) => void
}

/** Each written value of a coded field, and what it means. */
export function ValueMeanings(props: ValueMeaningsProps) {
  const { field, column, definition } = props
  const values = writtenValues(column, definition, field)
  const unknown = field.holds === 'choice' ? values.filter(value => choiceOf(definition, field, value) === '') : []
  const said =
    field.holds === 'choice'
      ? `${formatCount(values.length - unknown.length)} of ${formatCount(values.length)} values known`
      : `${formatCounted(values.length, 'code')}, ${formatCount(values.filter(value => exclusionOf(definition, value)).length)} of them not rung`
  return (
    <Meanings
      isOpen={unknown.length > 0 || values.length <= 4}
      summary={
        <>
          {said}
          {unknown.length > 0 && <span className={styles.fault}>: each of the others is {otherwise(field)}</span>}
        </>
      }
    >
      <ul>
        {values.map(value => (
          <li key={value}>
            <Meaning {...props} value={value} />
          </li>
        ))}
      </ul>
      {column.distinct > column.examples.length && (
        <p className="small second">
          The first {formatCount(column.examples.length)} of {formatCount(column.distinct)} values.
        </p>
      )}
    </Meanings>
  )
}

function Meaning({ field, definition, onChange, value }: ValueMeaningsProps & { readonly value: string }) {
  if (field.holds === 'category')
    return (
      <NativeSelect
        size="xs"
        className={`${styles.meaning} ${styles.wide}`}
        label={value}
        value={exclusionOf(definition, value) ?? ''}
        onChange={event =>
          onChange(withCategory(definition, saidAs(definition.categories, value), event.currentTarget.value || null))
        }
      >
        <option value="">May be rung</option>
        {exclusionOptions}
      </NativeSelect>
    )
  const choices = field.choices ?? []
  return (
    <NativeSelect
      size="xs"
      className={styles.meaning}
      label={value}
      value={choiceOf(definition, field, value)}
      onChange={event => {
        const chosen = choices.find(choice => String(choice.value) === event.currentTarget.value)
        const under = saidAs(definition.values?.[field.name], value)
        onChange(withMeaning(definition, field.name, under, chosen?.value ?? null))
      }}
    >
      <option value="">Not known: {otherwise(field)}</option>
      {choices.map(choice => (
        <option key={String(choice.value)} value={String(choice.value)}>
          {choice.label}
        </option>
      ))}
    </NativeSelect>
  )
}

export const exclusionOptions = exclusionCodes.map(code => (
  <option key={code} value={code}>
    Not rung: {codeInWords(code).toLowerCase()}
  </option>
))

/** What becomes of a value whose meaning nobody says. */
const otherwise = (field: Field): string => field.otherwise ?? 'left empty'

const exclusionOf = ({ categories }: Definition, code: string): string | undefined =>
  categories?.[saidAs(categories, code)]?.exclude

/** A value that reads as the meaning itself needs nobody to say so. */
function choiceOf(definition: Definition, field: Field, written: string): string {
  const ofField = definition.values?.[field.name]
  const said = ofField?.[saidAs(ofField, written)]
  const choices = field.choices ?? []
  const found = choices.find(choice => choice.value === (said ?? written.toLowerCase()))
  return found ? String(found.value) : ''
}

function writtenValues(column: Column, definition: Definition, field: Field): readonly string[] {
  const said =
    field.holds === 'choice'
      ? Object.keys(definition.values?.[field.name] ?? {})
      : Object.keys(definition.categories ?? {})
  return [...new Set([...column.examples, ...said])].sort((a, b) => a.localeCompare(b, 'en', { numeric: true }))
}
