import { useMutation, useQueryClient } from '@tanstack/react-query'
import { forgetPeople, type LineFault, type Mending, sendMend, undoMends } from './api.ts'
import { tellMend } from './words.ts'

/** What was mended, in words, and the way back. */
export interface Mended {
  readonly words: readonly string[]
  readonly undo: () => Promise<unknown>
}

export interface MendProps {
  readonly force: string
  readonly fault: LineFault
  readonly onMended: (mended: Mended) => void
}

/** Sends a mend, tells what it was, and lets every page about people be read anew. */
export function useMend(force: string, onMended: MendProps['onMended']) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (mending: Mending) => sendMend(force, mending),
    onSuccess: mends => {
      onMended({
        words: mends.map(mend => `${mend.collarNumber}: ${tellMend(mend)}`),
        undo: () =>
          undoMends(
            force,
            mends.map(mend => mend.id),
          ),
      })
      return forgetPeople(client, force)
    },
  })
}
