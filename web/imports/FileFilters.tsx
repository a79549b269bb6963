import { NativeSelect } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import type { Filters } from './api.ts'
import styles from './Imports.module.css'
import { kindWords, originWords, statusWords } from './words.ts'

interface FileFiltersProps {
  readonly filters: Filters
  readonly starters: readonly { readonly id: string; readonly name: string }[]
}

/** Which files are shown; each choice is in the address. */
export function FileFilters({ filters, starters }: FileFiltersProps) {
  const navigate = useNavigate()
  const choose = (name: keyof Filters, value: string) => {
    const { [name]: _, ...others } = filters
    void navigate({ to: '.', search: value ? { ...others, [name]: value } : others, replace: true })
  }
  const whom = starters.map(({ id, name }) => [id, name] as const)
  return (
    <search className={styles.filters} aria-label="Which imports">
      <Choice
        label="What"
        all="Everything"
        chosen={filters.kind}
        options={Object.entries(kindWords)}
        onChoose={value => choose('kind', value)}
      />
      <Choice
        label="State"
        all="Any"
        chosen={filters.status}
        options={Object.entries(statusWords)}
        onChoose={value => choose('status', value)}
      />
      <Choice
        label="From where"
        all="Anywhere"
        chosen={filters.origin}
        options={originOptions}
        onChoose={value => choose('origin', value)}
      />
      <Choice
        label="By whom"
        all="Anybody"
        chosen={filters.by}
        options={whom}
        onChoose={value => choose('by', value)}
      />
    </search>
  )
}

const originOptions = Object.entries(originWords).map(
  ([origin, words]) => [origin, words.charAt(0).toUpperCase() + words.slice(1)] as const,
)

interface ChoiceProps {
  readonly label: string
  readonly all: string
  readonly chosen: string | undefined
  readonly options: readonly (readonly [value: string, title: string])[]
  readonly onChoose: (value: string) => void
}

function Choice({ label, all, chosen = '', options, onChoose }: ChoiceProps) {
  return (
    <NativeSelect label={label} value={chosen} onChange={event => onChoose(event.currentTarget.value)}>
      <option value="">{all}</option>
      {options.map(([value, title]) => (
        <option key={value} value={value}>
          {title}
        </option>
      ))}
    </NativeSelect>
  )
}
