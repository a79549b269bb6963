import { Button, Textarea, TextInput } from '@mantine/core'
import { useState } from 'react'
import { instantOf, localOf } from '../ui/format.ts'
import type { Attempt, Outcome } from './api.ts'
import { groupOutcomes } from './routing.ts'
import styles from './Workstation.module.css'

interface OutcomeFormProps {
  readonly title: string
  readonly outcomes: readonly Outcome[]
  readonly timeZone: string
  readonly now: Date
  readonly isBusy: boolean
  readonly onRecord: (what: Pick<Attempt, 'outcome' | 'note' | 'appointmentAt'>) => void
}

/** What came of a ring that began no interview. */
export function OutcomeForm({ title, outcomes, timeZone, now, isBusy, onRecord }: OutcomeFormProps) {
  const [outcome, setOutcome] = useState('')
  const [note, setNote] = useState('')
  const [when, setWhen] = useState('')
  const chosen = outcomes.find(each => each.name === outcome)
  // One that can't be recorded any more is not chosen again by itself, should it come back.
  if (outcome !== '' && !chosen) setOutcome('')
  const isAppointment = chosen?.next === 'appointment'
  return (
    <form
      className={styles.outcomes}
      onSubmit={event => {
        event.preventDefault()
        onRecord({
          outcome,
          ...(note.trim() ? { note: note.trim() } : {}),
          ...(isAppointment ? { appointmentAt: instantOf(when, timeZone).toISOString() } : {}),
        })
      }}
    >
      <h2>{title}</h2>
      <div className={styles.groups}>
        {groupOutcomes(outcomes).map(group => (
          <fieldset key={group.title}>
            <legend className="region">{group.title}</legend>
            {group.outcomes.map(each => (
              <label key={each.name} className={styles.choice}>
                <input
                  type="radio"
                  name="outcome"
                  value={each.name}
                  checked={outcome === each.name}
                  onChange={() => setOutcome(each.name)}
                />
                {each.title}
              </label>
            ))}
          </fieldset>
        ))}
      </div>
      {isAppointment && (
        <TextInput
          label="Agreed time, on the person's clock"
          type="datetime-local"
          required
          withAsterisk={false}
          maw={260}
          min={localOf(now, timeZone)}
          value={when}
          onChange={event => setWhen(event.currentTarget.value)}
        />
      )}
      <Textarea
        label="Note for the next caller"
        description="Only what the next caller needs"
        rows={2}
        maxLength={4000}
        value={note}
        onChange={event => setNote(event.currentTarget.value)}
      />
      <Button type="submit" variant="default" disabled={!chosen} loading={isBusy} className={styles.start}>
        {chosen ? `Record “${chosen.title}”` : 'Record what happened'}
      </Button>
    </form>
  )
}
