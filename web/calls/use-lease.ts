import { getRouteApi } from '@tanstack/react-router'
import { useEffect, useState, useSyncExternalStore } from 'react'
import { businessNowOf } from '../api.ts'
import { raiseSessionEnd } from '../sign-in/session-end.ts'
import type { AnswerBook } from './answers/answer-book.ts'
import { patienceMs } from './answers/writes.ts'
import { type CallBack, keepCallAlive } from './api.ts'
import { Lease, type LeaseView } from './lease.ts'
import { useWho } from './use-who.ts'

const forceRoute = getRouteApi('/f/$force')

/** Keeps the claim alive as long as the call is in hand, and at once when the interviewer or the line comes back. */
export function useLease(call: CallBack, book: AnswerBook): readonly [Lease, LeaseView] {
  const { me } = forceRoute.useRouteContext()
  const who = useWho()
  const [lease] = useState(() => {
    const leftOf = (leaseExpiresAt: string) => Date.parse(leaseExpiresAt) - businessNowOf(me).getTime()
    return new Lease(leftOf(call.leaseExpiresAt), {
      keepAlive: async () => {
        const kept = await keepCallAlive({ ...who, signal: AbortSignal.timeout(patienceMs) }, call.id)
        return { leftMs: leftOf(kept.leaseExpiresAt), unsafe: kept.unsafe }
      },
      isAnyWaiting: () => {
        const { waiting, refused } = book.read().box
        return waiting.some(({ id }) => !refused.has(id))
      },
      onSignedOut: raiseSessionEnd,
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
