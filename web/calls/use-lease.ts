import { useEffect, useState, useSyncExternalStore } from 'react'
import { raiseSessionEnd } from '../sign-in/session-end.ts'
import type { AnswerBook } from './answers/answer-book.ts'
import { patienceMs } from './answers/writes.ts'
import { type CallBack, keepCallAlive } from './api.ts'
import { Lease, type LeaseView } from './lease.ts'
import { useWho } from './use-who.ts'

/** Keeps the claim alive as long as the call is in hand, and at once when the interviewer or the line comes back. */
export function useLease(call: CallBack, book: AnswerBook): readonly [Lease, LeaseView] {
  const who = useWho()
  const [lease] = useState(() => {
    return new Lease(call.leaseSeconds * 1000, {
      keepAlive: async () => {
        const kept = await keepCallAlive({ ...who, signal: AbortSignal.timeout(patienceMs) }, call.id)
        return { leftMs: kept.leaseSeconds * 1000, numbers: kept.numbers, unsafe: kept.unsafe }
      },
      isAnyWaiting: () => {
        const { waiting, refused } = book.read().box
        return waiting.some(({ id }) => !refused.has(id))
      },
      onSignedOut: raiseSessionEnd,
      isOnTheLine: book.read().isBegun,
    })
  })
  useEffect(() => {
    const beat = () => void lease.beat()
    const cameBack = () => document.visibilityState === 'visible' && beat()
    lease.open()
    window.addEventListener('focus', beat)
    window.addEventListener('online', beat)
    document.addEventListener('visibilitychange', cameBack)
    return () => {
      lease.close()
      window.removeEventListener('focus', beat)
      window.removeEventListener('online', beat)
      document.removeEventListener('visibilitychange', cameBack)
    }
  }, [lease])
  return [lease, useSyncExternalStore(lease.subscribe, lease.read)]
}
