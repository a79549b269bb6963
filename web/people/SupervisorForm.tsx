import { TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useId, useState } from 'react'
import { meantQuery } from './api.ts'
import { OneMend, type Sending } from './OneMend.tsx'
import styles from './People.module.css'
import { calledBy } from './words.ts'

interface SupervisorFormProps {
  readonly force: string
  readonly label: string
  readonly action: string
  /** From which day it is so, where that is not today. */
  readonly firstDays: string | null
  readonly send: Sending
  readonly onSupervisor: (collarNumber: string) => void
  readonly children?: ReactNode
}

/** A collar number; the browser offers those whose name or number begins like what was typed. */
export function SupervisorForm({ force, label, action, firstDays, send, onSupervisor, children }: SupervisorFormProps) {
  const listId = useId()
  const [words, setWords] = useState('')
  const [typed] = useDebouncedValue(words.trim(), 200)
  const meant = useQuery(meantQuery(force, typed))
  const chosen = meant.data?.find(person => person.collarNumber === words.trim())
  return (
    <OneMend send={send} action={action} note={firstDays} onSubmit={() => onSupervisor(words.trim())} beside={children}>
      <TextInput
        className={styles.words}
        label={label}
        placeholder="Name or collar number"
        description={chosen ? calledBy(chosen) : undefined}
        inputWrapperOrder={['label', 'input', 'description']}
        list={listId}
        required
        withAsterisk={false}
        autoComplete="off"
        value={words}
        onChange={event => setWords(event.currentTarget.value)}
      />
      <datalist id={listId}>
        {meant.data?.map(person => (
          <option key={person.collarNumber} value={person.collarNumber}>
            {`${calledBy(person)}, ${person.unit ?? 'no unit'}`}
          </option>
        ))}
      </datalist>
    </OneMend>
  )
}
