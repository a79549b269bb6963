import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { Dialog } from '../ui/Dialog.tsx'
import { keepChanged, lift, type Recipient, type Suppression } from './api.ts'
import { DialogForm } from './DialogForm.tsx'
import { NoteField, ReasonField } from './ReasonFields.tsx'
import { namedOr, scopeWords } from './words.ts'

interface LiftProps extends Omit<LiftFormProps, 'suppression'> {
  /** Which is to be lifted; while none is, nothing is asked. */
  readonly suppression: Suppression | undefined
}

export function Lift({ suppression, ...asked }: LiftProps) {
  const { recipient, onClose } = asked
  const title = suppression && `Let ${namedOr(recipient.name)} be rung again ${scopeWords[suppression.scope]}?`
  return (
    <Dialog title={title ?? ''} isOpen={suppression !== undefined} onClose={onClose}>
      {suppression && <LiftForm suppression={suppression} {...asked} />}
    </Dialog>
  )
}

interface LiftFormProps {
  readonly suppression: Suppression
  readonly recipient: Recipient
  readonly force: string
  readonly onLifted: () => void
  readonly onClose: () => void
}

function LiftForm({ suppression, recipient, force, onLifted, onClose }: LiftFormProps) {
  const client = useQueryClient()
  const [reason, setReason] = useState('')
  const [note, setNote] = useState('')
  const send = useMutation({
    mutationFn: () => lift(force, recipient.id, suppression.id, { reason, note: note.trim() || null }),
    onSuccess: changed => {
      keepChanged(client, force, changed)
      onLifted()
      onClose()
    },
  })
  return (
    <DialogForm
      action="Lift it"
      isSending={send.isPending}
      error={send.error}
      onSubmit={() => send.mutate()}
      onClose={onClose}
    >
      <p>
        It was set because: {suppression.reason.title.toLowerCase()}. What else keeps them from being rung stays as it
        is.
      </p>
      <ReasonField reasons={recipient.reasons.lift} value={reason} onChange={setReason} />
      <NoteField value={note} onChange={setNote} />
    </DialogForm>
  )
}
