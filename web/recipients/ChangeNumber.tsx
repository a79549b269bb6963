import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { Dialog } from '../ui/Dialog.tsx'
import { changeNumber, keepChanged, type NumberRequest, type Recipient, type RecipientNumber } from './api.ts'
import { Choice } from './Choice.tsx'
import { DialogForm } from './DialogForm.tsx'
import { ReasonField } from './ReasonFields.tsx'

type Change = NumberRequest['change']

const changes: Readonly<Record<Change, { readonly title: string; readonly about: string }>> = {
  markUnsafe: { title: 'Not safe to ring', about: 'It is never rung for them until it is marked safe again.' },
  markSafe: { title: 'Safe to ring', about: 'It may be rung, if no rule keeps them out.' },
  strikeOff: { title: 'Strike it off', about: 'It is not theirs, or not to be used: kept, and never rung for them.' },
  putBack: { title: 'Put it back', about: 'It is theirs, and may be rung if no rule keeps them out.' },
}

interface ChangeNumberProps extends Omit<ChangeFormProps, 'number'> {
  /** Which is to be changed; while none is, nothing is asked. */
  readonly number: RecipientNumber | undefined
}

export function ChangeNumber({ number, ...asked }: ChangeNumberProps) {
  return (
    <Dialog title={number ? `Change ${number.number}` : ''} isOpen={number !== undefined} onClose={asked.onClose}>
      {number && <ChangeForm number={number} {...asked} />}
    </Dialog>
  )
}

interface ChangeFormProps {
  readonly number: RecipientNumber
  readonly recipient: Recipient
  readonly force: string
  readonly onClose: () => void
}

function ChangeForm({ number, recipient, force, onClose }: ChangeFormProps) {
  const client = useQueryClient()
  const possible: readonly Change[] = [
    number.safe ? 'markUnsafe' : 'markSafe',
    number.struckOffAt === null ? 'strikeOff' : 'putBack',
  ]
  const [change, setChange] = useState<Change>(possible[0] ?? 'markUnsafe')
  const [reason, setReason] = useState('')
  const send = useMutation({
    mutationFn: () => changeNumber(force, recipient.id, number.id, { change, reason }),
    onSuccess: changed => {
      keepChanged(client, force, changed)
      onClose()
    },
  })
  return (
    <DialogForm
      action={changes[change].title}
      isSending={send.isPending}
      error={send.error}
      onSubmit={() => send.mutate()}
      onClose={onClose}
    >
      <Choice
        legend="What to change"
        name="change"
        options={possible.map(value => ({ value, ...changes[value] }))}
        value={change}
        onChange={next => {
          setChange(next)
          setReason('')
        }}
      />
      <ReasonField reasons={recipient.reasons[change]} value={reason} onChange={setReason} />
    </DialogForm>
  )
}
