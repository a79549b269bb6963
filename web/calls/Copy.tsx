import { Button } from '@mantine/core'
import { useState } from 'react'

/** Puts lines on the clipboard; the words say how that went. */
export function useCopy(lines: readonly string[], done = 'Copied.'): readonly [copy: () => void, words: string] {
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
  return [() => void copy(), words]
}

interface CopyProps {
  readonly lines: readonly string[]
  readonly children: string
}

export function Copy({ lines, children }: CopyProps) {
  const [copy, words] = useCopy(lines)
  return (
    <>
      <Button variant="default" onClick={copy}>
        {children}
      </Button>
      <span role="status" className="small second">
        {words}
      </span>
    </>
  )
}
