import { Button } from '@mantine/core'
import { useRef } from 'react'
import type { CallBack } from '../api.ts'
import { Copy } from '../Copy.tsx'
import { KeyFor } from '../keys/KeyFor.tsx'
import { useKeys } from '../keys/use-keys.ts'
import styles from '../Workstation.module.css'
import { RingHere } from './RingHere.tsx'
import type { InPage } from './use-phone.ts'

interface HowToDialProps {
  readonly number: CallBack['numbers'][number]
  readonly dialling: CallBack['dialling']
  readonly inPage: InPage
}

/** How the number chosen is rung from this desk: by a link that the computer's telephone takes, by copying it, or in the page. */
export function HowToDial({ number, dialling, inPage }: HowToDialProps) {
  return (
    <div className={styles.dial}>
      <div className="row">
        <Make by={inPage.fault === null ? dialling.by : 'link'} number={number} inPage={inPage} />
        {number.dial !== number.e164 && <span className="second">Dials {number.dial}</span>}
      </div>
      {inPage.fault && (
        <p className="notice small" role="status">
          <strong>No telephone in the page, so dial by the link:</strong> {inPage.fault}
        </p>
      )}
      {dialling.callerNumber !== 'as_is' && (
        <p className="small second">
          {dialling.callerNumber === 'withhold'
            ? 'The person doesn’t see our number, as this call-back asks.'
            : 'The person sees our number, as this call-back asks.'}
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

interface MakeProps extends Pick<HowToDialProps, 'number' | 'inPage'> {
  readonly by: CallBack['dialling']['by']
}

/** The three makes: in the page, by copying, by a link. */
function Make({ by, number, inPage }: MakeProps) {
  if (by === 'softphone') return <RingHere number={number} inPage={inPage} />
  if (by === 'link') return <DialLink dial={number.dial} />
  return (
    <Copy lines={[number.dial]} action="dial" done="Copied: paste it into your telephone.">
      Copy the number
    </Copy>
  )
}

function DialLink({ dial }: { readonly dial: string }) {
  const link = useRef<HTMLAnchorElement>(null)
  useKeys({ dial: () => link.current?.click() })
  return (
    <Button component="a" ref={link} href={`tel:${dial.replaceAll('#', '%23')}`} variant="default">
      Dial&nbsp; <KeyFor action="dial" />
    </Button>
  )
}
