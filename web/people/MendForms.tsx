import { Button, NativeSelect, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, type ReactNode, useId, useState } from 'react'
import {
  forgetPeople,
  type LineFault,
  type Mending,
  meantQuery,
  sendMend,
  setMailbox,
  setStillHere,
  treeQuery,
  type Unit,
  undoMends,
} from './api.ts'
import styles from './People.module.css'
import { calledBy, tellMend } from './words.ts'

/** What was mended, in words, and the way back. */
export interface Mended {
  readonly words: readonly string[]
  readonly undo: () => Promise<unknown>
}

interface MendProps {
  readonly force: string
  readonly fault: LineFault
  readonly onMended: (mended: Mended) => void
}

/** The mend of a problem, where the problem stands. */
export function MendForm({ force, fault, onMended }: MendProps) {
  const { kind, person, supervisor } = fault
  const { collarNumber } = person
  const send = useMend(force, onMended)
  if (kind === 'supervisor_without_email')
    return (
      <EmailForm send={send} onEmail={email => send.mutate({ what: 'email', collarNumber, email, instead: null })} />
    )
  if (kind === 'absent_from_export') return <LeftForm force={force} fault={fault} onMended={onMended} />
  if (kind === 'gap') return <MailboxForm force={force} fault={fault} onMended={onMended} />
  if (kind === 'supervisor_has_left')
    return (
      <SupervisorForm
        force={force}
        label="Hand them over to"
        action="Hand over"
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
      send={send}
      onSupervisor={to => send.mutate({ what: 'supervisor', collarNumber, supervisor: to, instead: supervisor })}
    />
  )
}

/** Sends a mend, tells what it was, and lets every page about people be read anew. */
function useMend(force: string, onMended: MendProps['onMended']) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (mending: Mending) => sendMend(force, mending),
    onSuccess: mends => {
      onMended({
        words: mends.map(mend => (mends.length > 1 ? `${mend.collarNumber}: ${tellMend(mend)}` : tellMend(mend))),
        undo: () =>
          undoMends(
            force,
            mends.map(mend => mend.id),
          ),
      })
      return forgetPeople(client, force)
    },
  })
}

interface Sending {
  readonly isPending: boolean
  readonly error: Error | null
}

function EmailForm({ send, onEmail }: { readonly send: Sending; readonly onEmail: (email: string) => void }) {
  const [email, setEmail] = useState('')
  return (
    <Form send={send} action="Set address" onSubmit={() => onEmail(email.trim())}>
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
    </Form>
  )
}

interface SupervisorFormProps {
  readonly force: string
  readonly label: string
  readonly action: string
  readonly send: Sending
  readonly onSupervisor: (collarNumber: string) => void
  readonly children?: ReactNode
}

/** A collar number; the browser offers those whose name or number begins like what was typed. */
function SupervisorForm({ force, label, action, send, onSupervisor, children }: SupervisorFormProps) {
  const listId = useId()
  const [words, setWords] = useState('')
  const [typed] = useDebouncedValue(words.trim(), 200)
  const meant = useQuery(meantQuery(force, typed))
  const chosen = meant.data?.find(person => person.collarNumber === words.trim())
  return (
    <Form send={send} action={action} onSubmit={() => onSupervisor(words.trim())} beside={children}>
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
    </Form>
  )
}

/** The day on which somebody left whom the export lacks; or they are still here. */
function LeftForm({ force, fault, onMended }: MendProps) {
  const { collarNumber } = fault.person
  const client = useQueryClient()
  const [lastDay, setLastDay] = useState('')
  const end = useMend(force, onMended)
  const stay = useMutation({
    mutationFn: () => setStillHere(force, collarNumber, true),
    onSuccess: () => {
      onMended({
        words: [`${calledBy(fault.person)} is still here`],
        undo: () => setStillHere(force, collarNumber, false),
      })
      return forgetPeople(client, force)
    },
  })
  const send = { isPending: end.isPending, error: end.error ?? stay.error }
  return (
    <Form
      send={send}
      action="They have left"
      onSubmit={() => end.mutate({ what: 'end', collarNumber, lastDay })}
      beside={
        <Button variant="default" loading={stay.isPending} onClick={() => stay.mutate()}>
          They are still here
        </Button>
      }
    >
      <TextInput
        label="Their last day"
        type="date"
        required
        withAsterisk={false}
        value={lastDay}
        onChange={event => setLastDay(event.currentTarget.value)}
      />
    </Form>
  )
}

/** A mailbox for the person's unit, or one above it: their alerts go there. */
function MailboxForm({ force, fault, onMended }: MendProps) {
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
    <Form send={send} action="Set mailbox" onSubmit={() => send.mutate()}>
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
    </Form>
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

interface FormProps {
  readonly send: Sending
  readonly action: string
  readonly onSubmit: () => void
  readonly children: ReactNode
  readonly beside?: ReactNode
}

function Form({ send, action, onSubmit, children, beside }: FormProps) {
  const submit = (event: FormEvent) => {
    event.preventDefault()
    onSubmit()
  }
  return (
    <form className="stack" onSubmit={submit}>
      <div className={styles.mend}>
        {children}
        <div className="row">
          <Button type="submit" loading={send.isPending}>
            {action}
          </Button>
          {beside}
        </div>
      </div>
      {send.error && (
        <p className="notice bad" role="alert">
          {send.error.message}
        </p>
      )}
    </form>
  )
}
