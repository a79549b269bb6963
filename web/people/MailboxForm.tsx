import { NativeSelect, TextInput } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { forgetPeople, setMailbox, treeQuery, type Unit } from './api.ts'
import type { MendProps } from './mending.ts'
import { OneMend } from './OneMend.tsx'
import styles from './People.module.css'

/** A mailbox for the person's unit, or one above it: their alerts go there. */
export function MailboxForm({ force, fault, onMended }: MendProps) {
  const client = useQueryClient()
  const tree = useQuery(treeQuery(force))
  const units = unitsUpFrom(tree.data?.units ?? [], fault.person.unit)
  const [chosen, setChosen] = useState<string>()
  const [mailbox, setMailboxWords] = useState('')
  const unitId = chosen ?? units[0]?.id ?? ''
  const send = useMutation({
    mutationFn: () => setMailbox(force, unitId, mailbox.trim()),
    onSuccess: now => {
      onMended({
        words: [`Mailbox of ${now.unit}: ${now.mailbox ?? 'none'} instead of ${now.was ?? 'none'}`],
        undo: () => setMailbox(force, unitId, now.was),
      })
      return forgetPeople(client, force)
    },
  })
  return (
    <OneMend send={send} action="Set mailbox" onSubmit={() => send.mutate()}>
      <NativeSelect
        label="Unit"
        value={unitId}
        data={units.map(({ id, name }) => ({ value: id, label: name }))}
        onChange={event => setChosen(event.currentTarget.value)}
      />
      <TextInput
        className={styles.words}
        label="Its mailbox"
        type="email"
        required
        withAsterisk={false}
        autoComplete="off"
        value={mailbox}
        onChange={event => setMailboxWords(event.currentTarget.value)}
      />
    </OneMend>
  )
}

function unitsUpFrom(units: readonly Unit[], name: string | null): readonly Unit[] {
  const up: Unit[] = []
  let at = units.find(unit => unit.name === name)
  while (at) {
    up.push(at)
    const parentId = at.parentId
    at = units.find(unit => unit.id === parentId)
  }
  return up
}
