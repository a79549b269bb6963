import { NativeSelect, TextInput } from '@mantine/core'
import { formatCount, formatCounted } from '../ui/format.ts'
import { type Definition, type MarkerMeaning, needsOf, withMarker } from './definition.ts'
import styles from './ImportPage.module.css'
import { Meanings } from './Meanings.tsx'
import { saidAs } from './said-as.ts'
import { exclusionOptions } from './ValueMeanings.tsx'

interface MarkerMeaningsProps {
  readonly markers: readonly string[]
  readonly definition: Definition
  readonly onChange: (next: Definition) => void
}

/** Each marker of the file: whether it keeps the person from being rung, and how they are to be rung. */
export function MarkerMeanings({ markers: seen, definition, onChange }: MarkerMeaningsProps) {
  const markers = withKnown(seen, definition)
  const under = (marker: string) => saidAs(definition.markers, marker)
  const meaningOf = (marker: string) => definition.markers?.[under(marker)]
  const unsaid = markers.filter(marker => meaningOf(marker) === undefined).length
  return (
    <Meanings
      isOpen={unsaid > 0}
      summary={
        <>
          {formatCounted(markers.length, 'marker')}
          {unsaid > 0 && <span className={styles.fault}>, {formatCount(unsaid)} of them without a meaning</span>}
        </>
      }
    >
      <ul>
        {markers.map(marker => (
          <li key={marker}>
            <Marker
              marker={marker}
              meaning={meaningOf(marker) ?? {}}
              onChange={meaning => onChange(withMarker(definition, under(marker), meaning))}
            />
          </li>
        ))}
      </ul>
    </Meanings>
  )
}

interface MarkerProps {
  readonly marker: string
  readonly meaning: MarkerMeaning
  readonly onChange: (meaning: MarkerMeaning) => void
}

function Marker({ marker, meaning, onChange }: MarkerProps) {
  const said = needsOf(meaning)
  return (
    <fieldset className={styles.marker}>
      <legend className="visually-hidden">{marker}</legend>
      <NativeSelect
        size="xs"
        className={`${styles.meaning} ${styles.wide}`}
        label={marker}
        value={meaning.exclude ?? ''}
        onChange={event => onChange({ ...meaning, exclude: event.currentTarget.value || undefined })}
      >
        <option value="">May be rung</option>
        {exclusionOptions}
      </NativeSelect>
      {(meaning.exclude === undefined || said.length > 0) && <HowToRing meaning={meaning} onChange={onChange} />}
    </fieldset>
  )
}

const needs = [
  ['relay', 'Text relay'],
  ['interpreter', 'Interpreter'],
  ['mobile_only', 'Mobile only'],
] as const

function HowToRing({ meaning, onChange }: Omit<MarkerProps, 'marker'>) {
  const said = needsOf(meaning)
  const others = said.filter(need => !need.startsWith('after_'))
  const after = said.find(need => need.startsWith('after_'))?.slice('after_'.length) ?? ''
  const language = meaning.language ?? ''
  return (
    <div className={styles.ticks}>
      {needs.map(([need, label]) => (
        <label key={need} className={styles.tick}>
          <input
            type="checkbox"
            checked={said.includes(need)}
            onChange={event =>
              onChange({
                ...meaning,
                needs: event.currentTarget.checked ? [...said, need] : said.filter(each => each !== need),
              })
            }
          />
          {label}
        </label>
      ))}
      {(said.includes('interpreter') || language !== '') && (
        <TextInput
          size="xs"
          key={language}
          aria-label="Language"
          placeholder="Language"
          className={styles.short}
          defaultValue={language}
          onBlur={event => {
            const next = event.currentTarget.value.trim()
            if (next !== language) onChange({ ...meaning, language: next || undefined })
          }}
        />
      )}
      <label className={styles.tick}>
        Not before
        <input
          type="time"
          className={styles.time}
          key={after}
          defaultValue={after}
          onBlur={event => {
            const next = event.currentTarget.value
            if (next !== after) onChange({ ...meaning, needs: next ? [...others, `after_${next}`] : others })
          }}
        />
      </label>
    </div>
  )
}

/** With those that the definition knows. */
const withKnown = (seen: readonly string[], { markers = {} }: Definition): readonly string[] =>
  [...new Set([...seen, ...Object.keys(markers)])].sort((a, b) => a.localeCompare(b, 'en'))
