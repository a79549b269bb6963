import { useEffect, useRef } from 'react'

/**
 * The heading of what is now asked or done takes the focus, so that it is read out. The first one only where it took the
 * place of something else (`isNext`), and not where the page has just been opened.
 */
export function useFocusOnChange(asked: string, isNext = false) {
  const heading = useRef<HTMLHeadingElement>(null)
  const last = useRef(isNext ? null : asked)
  useEffect(() => {
    if (last.current === asked) return
    last.current = asked
    heading.current?.focus()
  }, [asked])
  return heading
}
