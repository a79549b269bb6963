import { Button } from '@mantine/core'
import type { FormEvent, ReactNode } from 'react'
import { Dialog } from '../ui/Dialog.tsx'

interface DialogFormProps {
  readonly title: string
  /** What sending it does, in words. */
  readonly action: string
  readonly isSending: boolean
  readonly error: Error | null
  readonly onSubmit: () => void
  readonly onClose: () => void
  readonly children: ReactNode
}

/** A change to what is known of a person: what it does, why, and a way out. */
export function DialogForm({ title, action, isSending, error, onSubmit, onClose, children }: DialogFormProps) {
  const submit = (event: FormEvent) => {
    event.preventDefault()
    onSubmit()
  }
  return (
    <Dialog title={title} isOpen onClose={onClose}>
      <form className="stack" onSubmit={submit}>
        {children}
        {error && (
          <p className="notice bad" role="alert">
            {error.message}
          </p>
        )}
        <div className="row">
          <Button type="submit" loading={isSending}>
            {action}
          </Button>
          <Button variant="default" onClick={onClose}>
            Leave it as it is
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
