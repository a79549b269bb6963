import { useEffect, useState } from 'react'
import { ApiProblem } from '../api.ts'
import { raiseSessionEnd } from '../sign-in/session-end.ts'
import { wordsOf } from '../ui/format.ts'
import { isLost, isSignedOut } from './answers/outbox.ts'
import { patienceMs } from './answers/writes.ts'
import { keepCallAlive, type Who } from './api.ts'

const keepAliveEveryMs = 3 * 60_000

/** How the claim stands. */
export interface Lease {
  /** Why the call is no longer this interviewer's. */
  readonly lost: Error | null
  /** Why the person is not to be rung any more, if that became so since the claim. */
  readonly unsafe: string | null
}

/** Keeps the claim alive every few minutes and on coming back to the window; says so if it was lost, or must not be used. */
export function useLease(who: Who, callId: string): Lease {
  const [lease, setLease] = useState<Lease>({ lost: null, unsafe: null })
  useEffect(() => {
    let isOpen = true
    const hear = (heard: Partial<Lease>) => isOpen && setLease(known => ({ ...known, ...heard }))
    const keep = () => {
      if (document.visibilityState === 'hidden') return
      keepCallAlive({ ...who, signal: AbortSignal.timeout(patienceMs) }, callId).then(
        ({ unsafe }) => hear({ unsafe: unsafe && wordsOf(unsafe) }),
        (error: unknown) => {
          // Anything else is passing: the lease outlives two missed beats.
          if (isLost(error)) hear({ lost: error })
          else if (error instanceof ApiProblem && error.code === 'call_unsafe')
            hear({ unsafe: wordsOf(String(error.details.reason)) })
          else if (error instanceof Error && isSignedOut(error)) raiseSessionEnd()
        },
      )
    }
    const beat = setInterval(keep, keepAliveEveryMs)
    window.addEventListener('focus', keep)
    document.addEventListener('visibilitychange', keep)
    return () => {
      isOpen = false
      clearInterval(beat)
      window.removeEventListener('focus', keep)
      document.removeEventListener('visibilitychange', keep)
    }
  }, [who, callId])
  return lease
}
