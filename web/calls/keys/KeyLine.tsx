import { useState } from 'react'
import { AllKeys } from './AllKeys.tsx'
import { type ActionId, actionOf, type Place } from './actions.ts'
import { KeyFor } from './KeyFor.tsx'
import styles from './KeyLine.module.css'
import { capOf } from './keymap.ts'
import { useKeymap } from './use-keymap.ts'
import { useKeys } from './use-keys.ts'

/** The keys that are worth a reminder, first and last of a row of them; all others are behind “all keys”. */
const reminders: readonly { readonly from: ActionId; readonly to?: ActionId; readonly what: string }[] = [
  { from: 'rate1', to: 'rate5', what: 'rate' },
  { from: 'yes', what: 'yes' },
  { from: 'no', what: 'no' },
  { from: 'back', what: 'back' },
  { from: 'comment', what: 'comment' },
  { from: 'on', what: 'on' },
  { from: 'dial', what: 'dial' },
  { from: 'start', what: 'start' },
  { from: 'claim', what: 'next call' },
  { from: 'pause', what: 'break' },
  { from: 'serious', what: 'something serious' },
  { from: 'end', what: 'end the call' },
]

/** At the foot of the page: what the keys do here, and the way to all of them. */
export function KeyLine({ place }: { readonly place: Place }) {
  const [keymap, change] = useKeymap()
  const [isOpen, setOpen] = useState(false)
  useKeys({ keys: () => setOpen(true) }, !isOpen)
  const here = reminders.filter(({ from }) => actionOf(from).places.includes(place) && capOf(keymap, from) !== null)
  return (
    <footer className={styles.line}>
      {here.map(({ from, to, what }) => (
        <span key={from}>
          <KeyFor action={from} />
          {to && capOf(keymap, to) !== null && (
            <>
              –<KeyFor action={to} />
            </>
          )}{' '}
          {what}
        </span>
      ))}
      <button type="button" className={styles.link} onClick={() => setOpen(true)}>
        <KeyFor action="keys" /> All keys
      </button>
      <button type="button" className={styles.link} onClick={() => change({ ...keymap, isOn: !keymap.isOn })}>
        {keymap.isOn ? 'Switch single keys off' : 'Switch single keys on'}
      </button>
      <AllKeys isOpen={isOpen} onClose={() => setOpen(false)} />
    </footer>
  )
}
