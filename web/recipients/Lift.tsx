import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { keepChanged, lift, type Recipient, type Suppression } from './api.ts'
import { DialogForm } from './DialogForm.tsx'
import { NoteField, ReasonField } from './ReasonFields.tsx'
import { namedOr, scopeWords } from './words.ts'

interface LiftProps {
  readonly suppression: Suppression
  readonly recipient: Recipient
  readonly force: string
  readonly onClose: () => void
}

export function Lift({ suppression, recipient, force, onClose }: LiftProps) {
  const client = useQueryClient()
  const [reason, setReason] = useState('')
  const [note, setNote] = useState('')
  const send = useMutation({
    mutationFn: () => lift(force, recipient.id, suppression.id, { reason, note: note.trim() || null }),
    onSuccess: changed => {
      keepChanged(client, force, changed)
      onClose()
    },
  })
  return (
    <DialogForm
      title={`Let ${namedOr(recipient.name)} be rung again ${scopeWords[suppression.scope]}?`}
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
