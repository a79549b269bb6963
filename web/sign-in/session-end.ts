import { useEffect, useSyncExternalStore } from 'react'

let hasEnded = false
/** Pages on the screen that let the person sign in again over themselves. */
let hosts = 0
const listeners = new Set<() => void>()

function set(next: boolean): void {
  hasEnded = next
  for (const listener of listeners) listener()
}

/** Says that the session has ended. False if no page asks over itself: then the sign-in page is the place. */
export function raiseSessionEnd(): boolean {
  if (hosts === 0) return false
  set(true)
  return true
}

const subscribe = (listener: () => void): (() => void) => {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** For a page with work in hand: whether to ask for a new sign-in over it, and what to call once there was one. */
export function useSessionEnd(): readonly [hasEnded: boolean, onSignedIn: () => void] {
  useEffect(() => {
    hosts += 1
    return () => {
      hosts -= 1
      set(false)
    }
  }, [])
  return [useSyncExternalStore(subscribe, () => hasEnded), () => set(false)]
}
