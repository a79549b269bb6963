import { Button } from '@mantine/core'
import type { ReactNode } from 'react'
import { Dialog } from '../ui/Dialog.tsx'

interface ConfirmationProps {
  readonly title: string
  /** What the button does, in words. */
  readonly action: string
  readonly isOpen: boolean
  readonly isPending: boolean
  readonly error: Error | null
  readonly onConfirm: () => void
  readonly onClose: () => void
  readonly children: ReactNode
}

/** Asks before something that can't be taken back, and says what it would do. */
export function Confirmation({ title, action, children, ...asked }: ConfirmationProps) {
  const { isOpen, isPending, error, onConfirm, onClose } = asked
  return (
    <Dialog title={title} isOpen={isOpen} onClose={onClose}>
      {children}
      {error && (
        <p className="notice bad" role="alert">
          {error.message}
        </p>
      )}
      <div className="row">
        <Button onClick={onConfirm} loading={isPending}>
          {action}
        </Button>
        <Button variant="default" onClick={onClose} data-autofocus>
          Leave it as it is
        </Button>
      </div>
    </Dialog>
  )
}
