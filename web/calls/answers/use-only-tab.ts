import { useEffect, useState } from 'react'

/** A reload lets go of the call a moment after the new page asks for it. */
const patienceMs = 500

/**
 * Whether this tab has the call to itself: two tabs would count what is said separately, and one of them in vain. A tab
 * that had to wait starts afresh once the other is closed, where that one stopped.
 */
export function useOnlyTab(callId: string): boolean {
  const [isElsewhere, setElsewhere] = useState(false)
  useEffect(() => {
    // Absent where the page isn't served over HTTPS; then nothing is kept in the browser either.
    if (!navigator.locks) return
    const name = `ringback call ${callId}`
    let letGo: () => void = () => undefined
    let isOurs = false
    const leaving = new AbortController()
    let hadToWait = false
    const wait = async () => {
      // On a busy machine the call may be ours, and the word of it late: it comes before this answer.
      const { held = [] } = await navigator.locks.query()
      if (isOurs || leaving.signal.aborted || !held.some(lock => lock.name === name)) return
      hadToWait = true
      setElsewhere(true)
    }
    const timer = setTimeout(() => void wait(), patienceMs)
    navigator.locks
      .request(name, { signal: leaving.signal }, () => {
        clearTimeout(timer)
        isOurs = true
        if (hadToWait) window.location.replace(window.location.pathname)
        return new Promise<void>(resolve => {
          letGo = resolve
        })
      })
      .catch((error: unknown) => {
        // Left before it was granted.
        if (!leaving.signal.aborted) throw error
      })
    return () => {
      clearTimeout(timer)
      leaving.abort()
      letGo()
    }
  }, [callId])
  return !isElsewhere
}
