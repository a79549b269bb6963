import { Button } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { ApiProblem } from '../api.ts'
import { forgetPeople } from './api.ts'
import type { Mended } from './mending.ts'

interface MendDoneProps {
  readonly force: string
  readonly mended: Mended
  /** Not of one that was there before: whoever comes back to it is elsewhere. */
  readonly takesFocus: boolean
  readonly onUndone: () => void
  /** Where it stays until it is closed. */
  readonly onClosed?: () => void
}

/** What was mended, with the way back. */
export function MendDone({ force, mended, takesFocus, onUndone, onClosed }: MendDoneProps) {
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
      {/* With many words it scrolls. */}
      <div role="status" tabIndex={onClosed && 0}>
        <strong>Mended.</strong>
        <ul>
          {mended.words.map(words => (
            <li key={words}>{words}</li>
          ))}
        </ul>
      </div>
      <div className="row">
        <Button variant="default" autoFocus={takesFocus} loading={undo.isPending} onClick={() => undo.mutate()}>
          Undo
        </Button>
        {onClosed && (
          <Button variant="subtle" onClick={onClosed}>
            Close
          </Button>
        )}
      </div>
      {undo.error && (
        <p className="notice bad" role="alert">
          {whyNotUndone(undo.error)}
        </p>
      )}
    </div>
  )
}

/** What was seen when it was mended is another by now: who looks at it has nothing to look at again. */
const whyNotUndone = (error: Error): string =>
  error instanceof ApiProblem && error.code === 'changed_meanwhile'
    ? 'It changed again since: undo the later mend first, or mend what is wrong now.'
    : error.message
