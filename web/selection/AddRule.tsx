import { Button, NativeSelect, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { formatCount, wordsOf } from '../ui/format.ts'
import type { ExclusionRule, SelectionShape, WantedSelection } from './api.ts'
import styles from './Selection.module.css'
import { kindTitles } from './words.ts'

interface AddRuleProps {
  readonly draft: WantedSelection
  readonly known: SelectionShape['known']
  readonly units: readonly { readonly id: string; readonly name: string }[]
  readonly onAdd: (rules: ExclusionRule[]) => void
}

const kinds = ['category', 'grade', 'unit', 'involvement', 'marker', 'language', 'service_exclusion'] as const
type Kind = (typeof kinds)[number]

interface Choice {
  readonly value: string
  readonly label: string
}

const counted = (words: string, services: number) => `${words} (${formatCount(services)})`

function choicesOf(kind: Kind, { known, units }: Pick<AddRuleProps, 'known' | 'units'>): readonly Choice[] {
  switch (kind) {
    case 'category':
      return known.categories.map(({ code, name, services }) => ({
        value: code,
        label: counted(name ? `${code} ${name}` : code, services),
      }))
    case 'grade':
      return ['emergency', 'priority', 'scheduled', 'none'].map(value => ({ value, label: wordsOf(value) }))
    case 'unit':
      return units.map(({ id, name }) => ({ value: id, label: name }))
    case 'involvement':
      return ['caller', 'victim', 'witness'].map(value => ({ value, label: wordsOf(value) }))
    case 'marker':
      return known.markers.map(({ marker, services }) => ({ value: marker, label: counted(marker, services) }))
    case 'language':
      return known.languages.map(({ language, services }) => ({ value: language, label: counted(language, services) }))
    case 'service_exclusion':
      return known.codes.map(({ code, services }) => ({ value: code, label: counted(wordsOf(code), services) }))
  }
}

/** The server has the last word on what each may hold. */
function ruleOf(kind: Kind, reason: string, chosen: string[]): ExclusionRule {
  switch (kind) {
    case 'category':
      return { reason, rule: kind, codes: chosen }
    case 'grade':
      return { reason, rule: kind, grades: chosen as Extract<ExclusionRule, { rule: 'grade' }>['grades'] }
    case 'unit':
      return { reason, rule: kind, units: chosen }
    case 'involvement':
      return {
        reason,
        rule: kind,
        involvements: chosen as Extract<ExclusionRule, { rule: 'involvement' }>['involvements'],
      }
    case 'marker':
      return { reason, rule: kind, markers: chosen }
    case 'language':
      return { reason, rule: kind, languages: chosen }
    case 'service_exclusion':
      return { reason, rule: kind, code: chosen[0] ?? '' }
  }
}

const codeOf = (words: string) =>
  words
    .trim()
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '_')
    .replaceAll(/^_|_$/g, '')

/** A new rule is asked first: the preview shows at once whom it takes. */
export function AddRule({ draft, known, units, onAdd }: AddRuleProps) {
  const [isOpen, setIsOpen] = useState(false)
  const [kind, setKind] = useState<Kind>('category')
  const [words, setWords] = useState('')
  const [chosen, setChosen] = useState<readonly string[]>([])
  const reason = codeOf(words)
  const isTaken = draft.rules.some(rule => rule.reason === reason)
  const fault = words !== '' && !/^[a-z][a-z0-9_]{1,59}$/.test(reason) ? 'Begin with a letter' : undefined
  const choices = choicesOf(kind, { known, units })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    onAdd([ruleOf(kind, reason, [...chosen]), ...draft.rules])
    setIsOpen(false)
    setWords('')
    setChosen([])
  }
  if (!isOpen)
    return (
      <div>
        <Button variant="default" onClick={() => setIsOpen(true)}>
          Add a rule
        </Button>
      </div>
    )
  const toggle = (value: string) =>
    setChosen(
      kind === 'service_exclusion'
        ? [value]
        : chosen.includes(value)
          ? chosen.filter(each => each !== value)
          : [...chosen, value],
    )
  return (
    <form className="stack" onSubmit={submit} aria-label="A new rule">
      <div className={styles.fields}>
        <NativeSelect
          label="Keeps people out by"
          value={kind}
          data={kinds.map(value => ({ value, label: kindTitles[value] }))}
          onChange={event => {
            setKind(kinds.find(each => each === event.currentTarget.value) ?? 'category')
            setChosen([])
          }}
        />
        <TextInput
          label="Reason, as it is counted"
          required
          withAsterisk={false}
          value={words}
          error={isTaken ? 'Another rule has this reason' : fault}
          onChange={event => setWords(event.currentTarget.value)}
        />
      </div>
      <fieldset className={styles.choices}>
        <legend className="small second">{kindTitles[kind]}: any of (services of the last three months)</legend>
        {choices.length === 0 && <p className="small">None stands in the services of the last three months.</p>}
        {choices.map(({ value, label }) => (
          <label key={value} className={styles.choice}>
            <input type="checkbox" checked={chosen.includes(value)} onChange={() => toggle(value)} />
            {label}
          </label>
        ))}
      </fieldset>
      <div className="row">
        <Button type="submit" disabled={chosen.length === 0 || reason === '' || isTaken || fault !== undefined}>
          Add to the draft
        </Button>
        <Button variant="default" onClick={() => setIsOpen(false)}>
          Cancel
        </Button>
      </div>
    </form>
  )
}
