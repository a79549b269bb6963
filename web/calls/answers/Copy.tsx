import { Button } from '@mantine/core'
import { useState } from 'react'

/** Puts lines on the clipboard, and says so. */
export function Copy({ lines, children }: { readonly lines: readonly string[]; readonly children: string }) {
  const [words, setWords] = useState('')
  const copy = () =>
    navigator.clipboard.writeText(lines.join('\n')).then(
      () => setWords('Copied.'),
      () => setWords('The browser did not allow it: select the text, and copy it by hand.'),
    )
  return (
    <>
      <Button variant="default" onClick={() => void copy()}>
        {children}
      </Button>
      <span role="status" className="small second">
        {words}
      </span>
    </>
  )
}
