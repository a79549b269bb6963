import { Button } from '@mantine/core'
import type { FormEvent, ReactNode } from 'react'
import styles from './People.module.css'

export interface Sending {
  readonly isPending: boolean
  readonly error: Error | null
}

interface FormProps {
  readonly send: Sending
  readonly action: string
  /** What else to know before it is sent. */
  readonly note?: string | null
  readonly onSubmit: () => void
  readonly children: ReactNode
  readonly beside?: ReactNode
}

/** One mend: its fields, what sends it, and why it was refused. */
export function OneMend({ send, action, note, onSubmit, children, beside }: FormProps) {
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
      {note && <p className="small second">{note}</p>}
      {send.error && (
        <p className="notice bad" role="alert">
          {send.error.message}
        </p>
      )}
    </form>
  )
}
