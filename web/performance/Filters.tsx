import { Button, NativeSelect, TextInput } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import type { ReportedUnits } from '../../server/performance/schema.ts'
import type { Reported } from './api.ts'
import styles from './Performance.module.css'
import type { Period } from './periods.ts'

interface FiltersProps {
  readonly reported: Reported
  readonly units: ReportedUnits['units']
  readonly presets: readonly Period[]
}

const ownDays = 'Other days'

/** Days take effect with Show, as half a date is no period; a preset and a unit do at once. */
export function Filters({ reported, units, presets }: FiltersProps) {
  const navigate = useNavigate()
  const show = (next: Reported) => void navigate({ to: '.', search: { ...next } })
  const preset = presets.find(each => each.from === reported.from && each.to === reported.to)
  const names = units.map(unit => ({ value: unit.name, label: `${'\u2003'.repeat(unit.depth)}${unit.name}` }))
  const isUnknown = reported.unit !== undefined && !units.some(unit => unit.name === reported.unit)
  return (
    <section className={`${styles.filters} no-print`} aria-label="What is shown">
      <NativeSelect
        label="Period"
        value={preset?.title ?? ownDays}
        data={preset ? presets.map(each => each.title) : [ownDays, ...presets.map(each => each.title)]}
        onChange={event => {
          const chosen = presets.find(each => each.title === event.currentTarget.value)
          if (chosen) show({ ...reported, from: chosen.from, to: chosen.to })
        }}
      />
      <Days key={`${reported.from} ${reported.to}`} reported={reported} onShow={show} />
      <NativeSelect
        label="Unit"
        value={reported.unit ?? ''}
        data={[
          { value: '', label: 'All units' },
          ...(isUnknown ? [{ value: reported.unit ?? '', label: `${reported.unit} (unknown)` }] : []),
          ...names,
        ]}
        onChange={event => show({ ...reported, unit: event.currentTarget.value || undefined })}
      />
    </section>
  )
}

function Days({ reported, onShow }: { readonly reported: Reported; readonly onShow: (next: Reported) => void }) {
  const [from, setFrom] = useState(reported.from)
  const [to, setTo] = useState(reported.to)
  const isBackwards = from > to
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!isBackwards) onShow({ ...reported, from, to })
  }
  return (
    <form className={styles.days} onSubmit={submit}>
      <TextInput
        label="From"
        type="date"
        required
        withAsterisk={false}
        value={from}
        onChange={event => setFrom(event.currentTarget.value)}
      />
      <TextInput
        label="To"
        type="date"
        required
        withAsterisk={false}
        value={to}
        error={isBackwards ? 'Before the first day' : undefined}
        onChange={event => setTo(event.currentTarget.value)}
      />
      <Button type="submit" variant="default" disabled={isBackwards || (from === reported.from && to === reported.to)}>
        Show
      </Button>
    </form>
  )
}
