import { Button, Textarea } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { ApiProblem } from '../api.ts'
import { formatCounted } from '../ui/format.ts'
import { putSelection, type SelectionShape, type WantedSelection } from './api.ts'
import { changesBetween } from './changes.ts'
import styles from './Selection.module.css'

interface SaveChangeProps {
  readonly slug: string
  readonly inForce: SelectionShape
  readonly draft: WantedSelection
  readonly onReset: () => void
}

/** Put in force with a reason, or dropped. */
export function SaveChange({ slug, inForce, draft, onReset }: SaveChangeProps) {
  const [reason, setReason] = useState('')
  const client = useQueryClient()
  const save = useMutation({
    mutationFn: () => putSelection(slug, { revision: inForce.revision, reason, selection: draft }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['selection', slug] }),
  })
  const changes = changesBetween(inForce.selection, draft)
  const isStale = save.error instanceof ApiProblem && save.error.code === 'rules_changed_meanwhile'
  const submit = (event: FormEvent) => {
    event.preventDefault()
    save.mutate()
  }
  return (
    <section className="card stack" aria-labelledby="change-title">
      <h2 id="change-title">{changes.length === 0 ? 'No change yet' : formatCounted(changes.length, 'change')}</h2>
      {changes.length === 0 ? (
        <p className="small second">
          Revision {inForce.revision} is in force. Change a rule, the window or the sample: what it would do stands
          below before anything happens.
        </p>
      ) : (
        <form className="stack" onSubmit={submit}>
          <ul className={styles.changes}>
            {changes.map(line => (
              <li key={line}>{line}</li>
            ))}
          </ul>
          <Textarea
            label="Why"
            description="Kept in the history. Write nothing about a person."
            required
            withAsterisk={false}
            maxLength={500}
            value={reason}
            onChange={event => setReason(event.currentTarget.value)}
          />
          {save.error && (
            <p className="notice bad" role="alert">
              {save.error.message}
            </p>
          )}
          <div className="row">
            <Button type="submit" loading={save.isPending} disabled={reason.trim() === ''}>
              Put in force
            </Button>
            <Button variant="default" onClick={onReset}>
              Drop the changes
            </Button>
            {isStale && (
              <Button
                variant="default"
                onClick={() => void client.invalidateQueries({ queryKey: ['selection', slug] })}
              >
                Show what is in force
              </Button>
            )}
          </div>
        </form>
      )}
    </section>
  )
}
