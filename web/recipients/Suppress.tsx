import { Button, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { Dialog } from '../ui/Dialog.tsx'
import { keepChanged, type Recipient, type SuppressRequest, suppress } from './api.ts'
import { Choice } from './Choice.tsx'
import { DialogForm } from './DialogForm.tsx'
import { NoteField, ReasonField } from './ReasonFields.tsx'
import { namedOr, scopeWords } from './words.ts'

type Scope = SuppressRequest['scope']

const scopes: Readonly<Record<Scope, { readonly title: string; readonly about: string }>> = {
  surveys: { title: 'For surveys', about: 'They are not interviewed.' },
  all: { title: 'For anything', about: 'Nobody rings them, whatever for.' },
}

interface SuppressProps {
  readonly recipient: Recipient
  readonly force: string
}

/** Offered while there is something that they could still be rung for. */
export function SuppressButton({ recipient, force }: SuppressProps) {
  const [isOpen, setIsOpen] = useState(false)
  const close = () => setIsOpen(false)
  const held = new Set(recipient.suppressions.filter(one => one.liftedAt === null).map(one => one.scope))
  const open = (['surveys', 'all'] as const).filter(scope => !held.has(scope))
  if (open.length === 0) return null
  return (
    <>
      <Button variant="default" onClick={() => setIsOpen(true)}>
        Keep from being rung
      </Button>
      <Dialog title={`Keep ${namedOr(recipient.name)} from being rung`} isOpen={isOpen} onClose={close}>
        <SuppressForm recipient={recipient} force={force} open={open} onClose={close} />
      </Dialog>
    </>
  )
}

interface SuppressFormProps extends SuppressProps {
  readonly open: readonly Scope[]
  readonly onClose: () => void
}

function SuppressForm({ recipient, force, open, onClose }: SuppressFormProps) {
  const client = useQueryClient()
  const [scope, setScope] = useState<Scope>(open[0] ?? 'surveys')
  const [reason, setReason] = useState('')
  const [until, setUntil] = useState('')
  const [note, setNote] = useState('')
  const send = useMutation({
    mutationFn: () => suppress(force, recipient.id, { scope, reason, until: until || null, note: note.trim() || null }),
    onSuccess: changed => {
      keepChanged(client, force, changed)
      onClose()
    },
  })
  return (
    <DialogForm
      action={`Don’t ring them ${scopeWords[scope]}`}
      isSending={send.isPending}
      error={send.error}
      onSubmit={() => send.mutate()}
      onClose={onClose}
    >
      <p>
        It holds at once, for every number of theirs and for whoever shares one. A call that waits for them is not made.
      </p>
      <Choice
        legend="For what"
        name="scope"
        options={open.map(value => ({ value, ...scopes[value] }))}
        value={scope}
        onChange={setScope}
      />
      <ReasonField reasons={recipient.reasons.suppress} value={reason} onChange={setReason} />
      <TextInput
        label="Last day"
        description="Left empty, it holds until somebody lifts it."
        type="date"
        value={until}
        onChange={event => setUntil(event.currentTarget.value)}
      />
      <NoteField value={note} onChange={setNote} />
    </DialogForm>
  )
}
