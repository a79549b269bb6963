import { useState } from 'react'
import type { Lease } from '../lease.ts'

/** A press that rings somebody: it waits until the server has said that they may still be rung, if it hasn't just now. */
export function useRing(lease: Lease, ring: () => void) {
  const [isAsking, setAsking] = useState(false)
  const press = async () => {
    // At once where it can be: a browser follows a link, and copies, only on a press.
    if (lease.isFresh()) return ring()
    setAsking(true)
    const may = await lease.mayRing()
    setAsking(false)
    if (may) ring()
  }
  return { press: () => void press(), isAsking }
}
