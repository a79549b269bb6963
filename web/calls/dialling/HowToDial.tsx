import { Button } from '@mantine/core'
import { useRef } from 'react'
import type { CallBack } from '../api.ts'
import { useCopy } from '../Copy.tsx'
import { KeyFor } from '../keys/KeyFor.tsx'
import { useKeys } from '../keys/use-keys.ts'
import type { Lease, LeaseView } from '../lease.ts'
import styles from '../Workstation.module.css'
import { leastRingSeconds } from './phone.ts'
import { RingHere } from './RingHere.tsx'
import type { InPage } from './use-phone.ts'
import { useRing } from './use-ring.ts'

interface HowToDialProps {
  readonly number: CallBack['numbers'][number]
  readonly dialling: CallBack['dialling']
  readonly inPage: InPage
  readonly lease: Lease
  readonly held: LeaseView
}

/** How the number chosen is rung from this desk: by a link that the computer's telephone takes, by copying it, or in the page. */
export function HowToDial({ number, dialling, inPage, lease, held }: HowToDialProps) {
  if (held.isLapsed) return <NotNow lease={lease} isAsking={held.isAsking} />
  return (
    <div className={styles.dial}>
      <div className="row">
        <Make by={inPage.fault === null ? dialling.by : 'link'} number={number} inPage={inPage} lease={lease} />
        {number.dial !== number.e164 && <span className="second">Dials {number.dial}</span>}
      </div>
      <p className="small second">Let it ring for at least {leastRingSeconds} seconds.</p>
      {held.refusal && (
        <p className="notice bad small" role="alert">
          <strong>Don't dial now:</strong> {held.refusal.message}
        </p>
      )}
      {inPage.fault && (
        <p className="notice small" role="status">
          <strong>No telephone in the page, so dial by the link:</strong> {inPage.fault}
        </p>
      )}
      {dialling.callerNumber !== 'as_is' && (
        <p className="small second">
          {dialling.callerNumber === 'withhold' ? 'The person doesn’t see our number.' : 'The person sees our number.'}
        </p>
      )}
      {dialling.isRelay && (
        <p className="notice small">
          <strong>Text relay:</strong> an assistant types what you say, and reads out what the person types. Speak in
          short turns, and wait for them.
        </p>
      )}
    </div>
  )
}

/** The line was away for longer than the lease lasts. */
function NotNow({ lease, isAsking }: { readonly lease: Lease; readonly isAsking: boolean }) {
  return (
    <div className="notice bad stack" role="alert">
      <p>
        <strong>Don't dial now.</strong> There was no line for so long that somebody else may be ringing this person. As
        soon as there is one, this page asks whether the call is still yours.
      </p>
      <div className="row">
        <Button variant="default" loading={isAsking} onClick={() => void lease.beat()}>
          Ask now
        </Button>
      </div>
    </div>
  )
}

interface MakeProps extends Pick<HowToDialProps, 'number' | 'inPage' | 'lease'> {
  readonly by: CallBack['dialling']['by']
}

/** The three makes: in the page, by copying, by a link. */
function Make({ by, number, inPage, lease }: MakeProps) {
  if (by === 'softphone') return <RingHere number={number} inPage={inPage} lease={lease} />
  if (by === 'link') return <DialLink number={number} lease={lease} />
  return <CopyNumber number={number} lease={lease} />
}

type DialProps = Pick<HowToDialProps, 'number' | 'lease'>

function CopyNumber({ number, lease }: DialProps) {
  const [copy, words] = useCopy([number.dial], 'Copied: paste it into your telephone.')
  const { press, isAsking } = useRing(lease, number.id, copy)
  useKeys({ dial: press }, !isAsking)
  return (
    <>
      <Button variant="default" loading={isAsking} onClick={press}>
        Copy the number&nbsp; <KeyFor action="dial" />
      </Button>
      <span role="status" className="small second">
        {words}
      </span>
    </>
  )
}

function DialLink({ number, lease }: DialProps) {
  const link = useRef<HTMLAnchorElement>(null)
  const { press, isAsking } = useRing(lease, number.id, () => link.current?.click())
  useKeys({ dial: press }, !isAsking)
  return (
    <Button
      component="a"
      ref={link}
      href={`tel:${number.dial.replaceAll('#', '%23')}`}
      variant="default"
      loading={isAsking}
      onClick={event => {
        if (lease.isFresh(number.id)) return
        event.preventDefault()
        press()
      }}
    >
      Dial&nbsp; <KeyFor action="dial" />
    </Button>
  )
}
