import { Button } from '@mantine/core'
import { useState } from 'react'
import { Toggle } from '../../ui/Toggle.tsx'
import { KeyFor } from '../keys/KeyFor.tsx'
import { useKeys } from '../keys/use-keys.ts'
import styles from './PhoneBar.module.css'
import { isUnderWay, type Phone, type Ring, wordsOfRing } from './phone.ts'

interface PhoneBarProps {
  readonly phone: Phone
  readonly ring: Ring
}

/** The ring under way, or how it ended: through the whole call, above whatever is asked meanwhile. */
export function PhoneBar({ phone, ring }: PhoneBarProps) {
  const [isKeypadOpen, openKeypad] = useState(false)
  const isTalking = ring.stage === 'talking'
  const mute = () => phone.mute(!ring.isMuted)
  const hangUp = () => phone.hangUp()
  useKeys({ ...(isTalking && { mute }), ...(isUnderWay(ring) && { hang_up: hangUp }) })
  return (
    <section className={styles.bar} aria-label="Telephone" data-stage={ring.stage}>
      <p role="status" className={styles.words}>
        {wordsOfRing(ring)}
      </p>
      {isTalking && (
        <>
          <Toggle size="xs" isOn={ring.isMuted} onClick={mute}>
            Mute&nbsp; <KeyFor action="mute" />
          </Toggle>
          <Toggle size="xs" isOn={ring.isHeld} onClick={() => phone.hold(!ring.isHeld)}>
            Hold
          </Toggle>
          <Button
            size="xs"
            variant="default"
            aria-expanded={isKeypadOpen}
            aria-controls="keypad"
            onClick={() => openKeypad(!isKeypadOpen)}
          >
            Keypad
          </Button>
        </>
      )}
      {isUnderWay(ring) && (
        <Button size="xs" variant="default" className={styles.hangUp} onClick={hangUp}>
          Hang up&nbsp; <KeyFor action="hang_up" />
        </Button>
      )}
      {isTalking && isKeypadOpen && <Keypad phone={phone} tones={ring.tones} />}
    </section>
  )
}

function Keypad({ phone, tones }: { readonly phone: Phone; readonly tones: string }) {
  return (
    <fieldset id="keypad" className={styles.keypad}>
      <legend className="visually-hidden">Keypad</legend>
      {[...'123456789*0#'].map(key => (
        <Button key={key} size="xs" variant="default" aria-label={`Tone ${key}`} onClick={() => phone.tone(key)}>
          {key}
        </Button>
      ))}
      <output className={styles.tones} aria-label="Tones sent">
        {tones}
      </output>
    </fieldset>
  )
}
