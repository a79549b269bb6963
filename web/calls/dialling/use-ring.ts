import { useEffect, useRef, useState } from 'react'
import type { Lease } from '../lease.ts'

/** A press that rings a number: it waits until the server has said that it may still be rung, if it hasn't just now. */
export function useRing(lease: Lease, numberId: string, ring: () => void) {
  const [isAsking, setAsking] = useState(false)
  /** The number that the press would ring, as long as its button is there. */
  const shown = useRef<string | null>(null)
  useEffect(() => {
    shown.current = numberId
    return () => {
      shown.current = null
    }
  }, [numberId])
  const press = async () => {
    // At once where it can be: a browser follows a link, and copies, only on a press.
    if (lease.isFresh(numberId)) return ring()
    setAsking(true)
    const may = await lease.mayRing(numberId)
    setAsking(false)
    if (may && shown.current === numberId) ring()
  }
  return { press: () => void press(), isAsking }
}
