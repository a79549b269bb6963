import { Button, NativeSelect, TextInput } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { ErrorState, Loading } from '../ui/States.tsx'
import { forgetPeople, type MailboxMend, setMailbox, treeQuery, type Unit } from './api.ts'
import type { MendProps } from './mending.ts'
import { OneMend } from './OneMend.tsx'
import styles from './People.module.css'
import { unitName } from './words.ts'

/** A mailbox for the person's unit, or one above it: their alerts go there. */
export function MailboxOfOneAbove({ force, fault, onMended }: MendProps) {
  const tree = useQuery(treeQuery(force))
  if (tree.isPending) return <Loading what="units" lines={1} />
  if (tree.isError) return <ErrorState error={tree.error} onRetry={() => void tree.refetch()} />
  return (
    <MailboxForm
      force={force}
      units={tree.data.units}
      of={unitsUpFrom(tree.data.units, fault.person.unitId)}
      onMended={onMended}
    />
  )
}

interface MailboxFormProps extends Pick<MendProps, 'force' | 'onMended'> {
  /** All of the force. */
  readonly units: readonly Unit[]
  /** Whose mailbox it is; of several one is chosen. */
  readonly of: readonly Unit[]
}

/** The mailbox of a unit, which hears what no supervisor can: set, changed, or taken away. */
export function MailboxForm({ force, units, of, onMended }: MailboxFormProps) {
  const client = useQueryClient()
  const [chosen, setChosen] = useState<string>()
  const unit = of.find(({ id }) => id === chosen) ?? of[0]
  const [typed, setTyped] = useState<string>()
  const nameOf = (id: string) => {
    const named = units.find(each => each.id === id)
    return named ? unitName(named, units) : ''
  }
  const mailbox = typed ?? unit?.mailbox ?? ''
  const send = useMutation({
    mutationFn: (mend: MailboxMend) => setMailbox(force, mend),
    onSuccess: (now, { unitId }) => {
      onMended({
        words: [`Mailbox of ${nameOf(unitId)}: ${now.mailbox ?? 'none'} instead of ${now.was ?? 'none'}`],
        undo: () => setMailbox(force, { unitId, mailbox: now.was, instead: now.mailbox }),
      })
      return forgetPeople(client, force)
    },
  })
  if (!unit) return null
  const set = (mailbox: string | null) => send.mutate({ unitId: unit.id, mailbox, instead: unit.mailbox })
  return (
    <OneMend
      send={send}
      action="Set mailbox"
      onSubmit={() => set(mailbox.trim())}
      beside={
        unit.mailbox && (
          <Button variant="default" loading={send.isPending} onClick={() => set(null)}>
            Take it away
          </Button>
        )
      }
    >
      {of.length > 1 && (
        <NativeSelect
          label="Unit"
          value={unit.id}
          data={of.map(each => ({ value: each.id, label: unitName(each, units) }))}
          onChange={event => setChosen(event.currentTarget.value)}
        />
      )}
      <TextInput
        className={styles.words}
        label={of.length > 1 ? 'Its mailbox' : `Mailbox of ${nameOf(unit.id)}`}
        type="email"
        required
        withAsterisk={false}
        autoComplete="off"
        value={mailbox}
        onChange={event => setTyped(event.currentTarget.value)}
      />
    </OneMend>
  )
}

function unitsUpFrom(units: readonly Unit[], unitId: string | null): readonly Unit[] {
  const unit = units.find(({ id }) => id === unitId)
  return unit ? [unit, ...unitsUpFrom(units, unit.parentId)] : []
}
