import { Button } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { forgetPeople } from './api.ts'
import type { Mended } from './mending.ts'

interface MendDoneProps {
  readonly force: string
  readonly mended: Mended
  readonly onUndone: () => void
}

/** What was mended, with the way back. */
export function MendDone({ force, mended, onUndone }: MendDoneProps) {
  const client = useQueryClient()
  const undo = useMutation({
    mutationFn: mended.undo,
    onSuccess: async () => {
      await forgetPeople(client, force)
      onUndone()
    },
  })
  return (
    <div className="notice good stack">
      <div role="status">
        <strong>Mended.</strong>
        <ul>
          {mended.words.map(words => (
            <li key={words}>{words}</li>
          ))}
        </ul>
      </div>
      <div className="row">
        <Button variant="default" autoFocus loading={undo.isPending} onClick={() => undo.mutate()}>
          Undo
        </Button>
      </div>
      {undo.error && (
        <p className="notice bad" role="alert">
          {undo.error.message}
        </p>
      )}
    </div>
  )
}
