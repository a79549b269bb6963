import { Button } from '@mantine/core'
import type { FormEvent, ReactNode } from 'react'

interface DialogFormProps {
  /** What sending it does, in words. */
  readonly action: string
  readonly isSending: boolean
  readonly error: Error | null
  readonly onSubmit: () => void
  readonly onClose: () => void
  readonly children: ReactNode
}

/** In a dialogue, a change to what is known of a person: what it does, why, and a way out. */
export function DialogForm({ action, isSending, error, onSubmit, onClose, children }: DialogFormProps) {
  const submit = (event: FormEvent) => {
    event.preventDefault()
    onSubmit()
  }
  return (
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
  )
}
