import { useEffect, useRef } from 'react'

/** The heading of what is now asked or done takes the focus, so that it is read out; the first one doesn't, as nothing has moved yet. */
export function useFocusOnChange(asked: string) {
  const heading = useRef<HTMLHeadingElement>(null)
  const last = useRef(asked)
  useEffect(() => {
    if (last.current === asked) return
    last.current = asked
    heading.current?.focus()
  }, [asked])
  return heading
}
