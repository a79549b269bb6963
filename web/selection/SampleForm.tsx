import { NativeSelect, NumberInput } from '@mantine/core'
import type { WantedSelection } from './api.ts'
import styles from './Selection.module.css'
import { daysWords, sampleWords } from './words.ts'

interface SampleFormProps {
  readonly draft: WantedSelection
  /** Without it the settings are only read. */
  readonly onChange?: ((draft: WantedSelection) => void) | undefined
}
type Sample = WantedSelection['sampling']

const samples: readonly { readonly title: string; readonly sampling: Sample }[] = [
  { title: 'Everyone', sampling: { kind: 'everyone' } },
  { title: 'Every nth', sampling: { kind: 'every_nth', n: 5 } },
  { title: 'So many a unit and week', sampling: { kind: 'per_unit_week', number: 20 } },
  { title: 'A share at random', sampling: { kind: 'random_share', percent: 20 } },
]

export function SampleForm({ draft, onChange }: SampleFormProps) {
  const { windowDays, notAgainForDays, sampling } = draft
  return (
    <section className="card stack" aria-labelledby="sample-title">
      <h2 id="sample-title">Window and sample</h2>
      {onChange ? (
        <div className={styles.fields}>
          <Days
            label="Rung from, days after closing"
            value={windowDays.from}
            onChange={from => onChange({ ...draft, windowDays: { ...windowDays, from } })}
          />
          <Days
            label="Rung until, days after closing"
            value={windowDays.to}
            onChange={to => onChange({ ...draft, windowDays: { ...windowDays, to } })}
          />
          <Days
            label="Not rung again for, days"
            value={notAgainForDays}
            onChange={days => onChange({ ...draft, notAgainForDays: days })}
          />
          <SampleFields sampling={sampling} onChange={next => onChange({ ...draft, sampling: next })} />
        </div>
      ) : (
        <p>
          Rung from {daysWords(windowDays.from)} to {daysWords(windowDays.to)} after the incident was closed, and not
          again for {daysWords(notAgainForDays)}. {sampleWords(sampling)}.
        </p>
      )}
      <p className="small second">
        {onChange && sampling.kind !== 'everyone' && `${sampleWords(sampling)}. `}
        The chance of each selected service is kept with it, so that answers can be weighted. Where a seed or a start is
        not shown yet, it is drawn when the change is put in force, and kept.
      </p>
    </section>
  )
}

function SampleFields({
  sampling,
  onChange,
}: {
  readonly sampling: Sample
  readonly onChange: (next: Sample) => void
}) {
  return (
    <>
      <NativeSelect
        label="Sample"
        value={sampling.kind}
        data={samples.map(({ title, sampling: { kind } }) => ({ value: kind, label: title }))}
        onChange={event => {
          const next = samples.find(each => each.sampling.kind === event.currentTarget.value)
          if (next) onChange(next.sampling)
        }}
      />
      {sampling.kind === 'every_nth' && (
        <Days label="One of every" value={sampling.n} onChange={n => onChange({ kind: 'every_nth', n })} />
      )}
      {sampling.kind === 'per_unit_week' && (
        <Days
          label="Of each unit and week"
          value={sampling.number}
          onChange={number => onChange({ ...sampling, number })}
        />
      )}
      {sampling.kind === 'random_share' && (
        <Days label="Per cent" value={sampling.percent} onChange={percent => onChange({ ...sampling, percent })} />
      )}
    </>
  )
}

function Days({
  label,
  value,
  onChange,
}: {
  readonly label: string
  readonly value: number
  readonly onChange: (value: number) => void
}) {
  return (
    <NumberInput
      label={label}
      value={value}
      min={0}
      max={10_000}
      allowDecimal={false}
      hideControls
      onChange={next => typeof next === 'number' && onChange(next)}
    />
  )
}
