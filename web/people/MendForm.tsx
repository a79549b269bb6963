import { Button, TextInput } from '@mantine/core'
import { useState } from 'react'
import { LeftForm } from './LeftForm.tsx'
import { MailboxOfOneAbove } from './MailboxForm.tsx'
import { type MendProps, useMend } from './mending.ts'
import { OneMend, type Sending } from './OneMend.tsx'
import styles from './People.module.css'
import { SupervisorForm } from './SupervisorForm.tsx'
import { calledBy, tellFirstDays } from './words.ts'

/** The mend of a problem, where the problem stands. */
export function MendForm({ force, fault, onMended }: MendProps) {
  const { kind, person, people, supervisor } = fault
  const { collarNumber } = person
  const send = useMend(force, onMended)
  if (kind === 'supervisor_without_email')
    return (
      <EmailForm send={send} onEmail={email => send.mutate({ what: 'email', collarNumber, email, instead: null })} />
    )
  if (kind === 'absent_from_export') return <LeftForm force={force} fault={fault} onMended={onMended} />
  if (kind === 'gap') return <MailboxOfOneAbove force={force} fault={fault} onMended={onMended} />
  if (kind === 'supervisor_has_left')
    return (
      <SupervisorForm
        force={force}
        label="Hand them over to"
        action="Hand over"
        firstDays={tellFirstDays(people)}
        send={send}
        onSupervisor={to => send.mutate({ what: 'hand-over', collarNumber, supervisor: to })}
      >
        <Button
          variant="default"
          loading={send.isPending}
          onClick={() => send.mutate({ what: 'end', collarNumber, lastDay: null })}
        >
          They haven't left
        </Button>
      </SupervisorForm>
    )
  return (
    <SupervisorForm
      force={force}
      label={`Who supervises ${calledBy(person)}`}
      action="Set supervisor"
      firstDays={tellFirstDays([person])}
      send={send}
      onSupervisor={to => send.mutate({ what: 'supervisor', collarNumber, supervisor: to, instead: supervisor })}
    />
  )
}

function EmailForm({ send, onEmail }: { readonly send: Sending; readonly onEmail: (email: string) => void }) {
  const [email, setEmail] = useState('')
  return (
    <OneMend send={send} action="Set address" onSubmit={() => onEmail(email.trim())}>
      <TextInput
        className={styles.words}
        label="Their e-mail address"
        type="email"
        required
        withAsterisk={false}
        autoComplete="off"
        value={email}
        onChange={event => setEmail(event.currentTarget.value)}
      />
    </OneMend>
  )
}
