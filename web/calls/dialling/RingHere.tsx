import { Button } from '@mantine/core'
import { KeyFor } from '../keys/KeyFor.tsx'
import { useKeys } from '../keys/use-keys.ts'
import type { Lease } from '../lease.ts'
import { isUnderWay, type PhoneView } from './phone.ts'
import type { InPage } from './use-phone.ts'
import { useRing } from './use-ring.ts'

const lines: Readonly<Partial<Record<PhoneView['line'], string>>> = {
  connecting: 'Connecting to the telephone system …',
  lost: 'No line to the telephone system; it is tried again by itself.',
}

interface RingHereProps {
  readonly inPage: InPage
  readonly lease: Lease
  readonly number: { readonly id: string; readonly dial: string }
}

/** Rings the number in the page. What comes of it is shown above, where it stays through the interview. */
export function RingHere({ inPage: { phone, view }, lease, number }: RingHereProps) {
  const isReady = phone !== null && view.line === 'ready' && !isUnderWay(view.ring)
  const { press, isAsking } = useRing(lease, number.id, () => phone?.ring(number.id, number.dial))
  useKeys({ dial: press }, isReady && !isAsking)
  return (
    <>
      <Button variant="default" onClick={press} loading={isAsking} disabled={!isReady}>
        Ring&nbsp; <KeyFor action="dial" />
      </Button>
      <span role="status" className="small second">
        {lines[view.line]}
      </span>
    </>
  )
}
