import { useEffect, useState } from 'react'
import { ApiProblem } from '../api.ts'
import { keepCallAlive } from './api.ts'

const keepAliveEveryMs = 3 * 60_000

/** Whether an error says that the call is no longer this interviewer's. */
export const isLost = (error: unknown): error is ApiProblem =>
  error instanceof ApiProblem && (error.status === 409 || error.status === 404)

/** Keeps the claim alive every few minutes and on coming back to the window; says why it was lost, if it was. */
export function useLease(force: string, callId: string): Error | null {
  const [lost, setLost] = useState<Error | null>(null)
  useEffect(() => {
    let isOpen = true
    const keep = () => {
      if (document.visibilityState === 'hidden') return
      keepCallAlive(force, callId).catch((error: unknown) => {
        // Anything else is passing: the lease outlives two missed beats.
        if (isOpen && isLost(error)) setLost(error)
      })
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
  }, [force, callId])
  return lost
}
