import { Button } from '@mantine/core'
import { useState } from 'react'
import type { ActionId } from './keys/actions.ts'
import { KeyFor } from './keys/KeyFor.tsx'
import { useKeys } from './keys/use-keys.ts'

interface CopyProps {
  readonly lines: readonly string[]
  /** Its key copies too. */
  readonly action?: ActionId
  /** What is said when it is on the clipboard. */
  readonly done?: string
  readonly children: string
}

/** Puts lines on the clipboard, and says so. */
export function Copy({ lines, action, done = 'Copied.', children }: CopyProps) {
  const [words, setWords] = useState('')
  const copy = async () => {
    try {
      // A page that isn't served over HTTPS has no clipboard at all.
      await navigator.clipboard.writeText(lines.join('\n'))
      setWords(done)
    } catch {
      setWords('The browser did not allow it: select it, and copy it by hand.')
    }
  }
  useKeys(action ? { [action]: () => void copy() } : {})
  return (
    <>
      <Button variant="default" onClick={() => void copy()}>
        {children}
        {action && (
          <>
            &nbsp; <KeyFor action={action} />
          </>
        )}
      </Button>
      <span role="status" className="small second">
        {words}
      </span>
    </>
  )
}
