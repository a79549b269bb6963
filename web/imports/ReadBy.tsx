import type { ReactNode } from 'react'
import { wordsOf } from '../ui/format.ts'
import { type Definition, headingsOf, needsOf } from './definition.ts'
import { type Field, fieldsOf } from './fields.ts'
import styles from './ImportPage.module.css'
import { codeInWords, delimiterInWords, encodingWords, needInWords } from './words.ts'

/** A definition in words: how the file is written, what is in which column, what its codes mean. */
export function ReadBy({ definition }: { readonly definition: Definition }) {
  const fields = fieldsOf(definition.kind)
  const named = fields.filter(field => headingsOf(definition, field.name).length > 0)
  return (
    <div className={styles.readBy}>
      <Facts entries={writtenIn(definition)} />
      <Facts
        title="Columns"
        entries={named.map(field => [
          field.title,
          <>
            {headingsOf(definition, field.name).join(' and ')}
            {definition.dateFormats?.[field.name] && (
              <span className="second">, {definition.dateFormats[field.name]}</span>
            )}
          </>,
        ])}
      />
      {fields
        .filter(field => Object.keys(definition.values?.[field.name] ?? {}).length > 0)
        .map(field => (
          <Facts
            key={field.name}
            title={`${field.title}: what is written means`}
            entries={meanings(definition, field)}
          />
        ))}
      <Facts
        title="Categories"
        entries={Object.entries(definition.categories ?? {}).map(([code, { exclude }]) => [
          code,
          exclude ? `not rung: ${codeInWords(exclude).toLowerCase()}` : 'may be rung',
        ])}
      />
      <Facts title="Markers" entries={markersIn(definition)} />
    </div>
  )
}

type Entry = readonly [term: string, words: ReactNode]

function Facts({ title, entries }: { readonly title?: string; readonly entries: readonly Entry[] }) {
  if (entries.length === 0) return null
  return (
    <section className="stack">
      {title && <h3>{title}</h3>}
      <dl className={styles.facts}>
        {entries.map(([term, words]) => (
          <div key={term}>
            <dt>{term}</dt>
            <dd>{words}</dd>
          </div>
        ))}
      </dl>
    </section>
  )
}

function writtenIn(definition: Definition): readonly Entry[] {
  const { encoding, delimiter, sheet, skipLines, dateFormat, dayFormat, listSeparator, footer } = definition
  const entries: readonly (readonly [string, string | undefined])[] = [
    ['Letters', encoding && (encodingWords[encoding] ?? encoding)],
    ['Cells parted by', delimiter && delimiterInWords(delimiter)],
    ['Sheet', sheet],
    ['Headings on line', skipLines === undefined ? undefined : String(skipLines + 1)],
    ['Dates with time', dateFormat],
    ['Days', dayFormat],
    ['Several in one cell parted by', listSeparator && delimiterInWords(listSeparator)],
    ['Lines left out', footer],
  ]
  return entries.filter((entry): entry is readonly [string, string] => entry[1] !== undefined)
}

const meanings = (definition: Definition, field: Field): readonly Entry[] =>
  Object.entries(definition.values?.[field.name] ?? {}).map(([written, meaning]) => [
    written,
    field.choices?.find(choice => choice.value === meaning)?.label ?? String(meaning),
  ])

function markersIn(definition: Definition): readonly Entry[] {
  return Object.entries(definition.markers ?? {}).map(([marker, meaning]) => [
    marker,
    [
      ...(meaning.exclude ? [`not rung: ${codeInWords(meaning.exclude).toLowerCase()}`] : []),
      ...needsOf(meaning).map(needInWords),
      ...(meaning.language ? [`speaks ${meaning.language}`] : []),
    ].join('; ') || wordsOf('nothing'),
  ])
}
