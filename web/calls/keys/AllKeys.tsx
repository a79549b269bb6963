import { Button } from '@mantine/core'
import { useEffect, useRef, useState } from 'react'
import { Dialog } from '../../ui/Dialog.tsx'
import { KeyCap } from '../../ui/KeyCap.tsx'
import styles from './AllKeys.module.css'
import { type ActionId, actionIds, actionOf, groups } from './actions.ts'
import { defaultKeymap, isWholeKey, type Keymap, keyOf, printed, refusalOf, said, withKey } from './keymap.ts'
import { useKeymap } from './use-keymap.ts'

interface AllKeysProps {
  readonly isOpen: boolean
  readonly onClose: () => void
}

/** Every key, each of which may be another, or none (WCAG 2.1.4). */
export function AllKeys({ isOpen, onClose }: AllKeysProps) {
  const [keymap, change] = useKeymap()
  const [waitingFor, setWaitingFor] = useState<ActionId | null>(null)
  const [words, setWords] = useState('')
  const give = (action: ActionId, key: string | null) => {
    const refusal = key === null ? null : refusalOf(keymap, action, key)
    setWords(refusal ?? doneWords(action, key))
    if (refusal) return
    setWaitingFor(null)
    change(withKey(keymap, action, key))
  }
  // However it is left, no key is waited for when it is opened again.
  const close = () => {
    setWaitingFor(null)
    setWords('')
    onClose()
  }
  return (
    <Dialog title="All keys" isOpen={isOpen} onClose={close} closeOnEscape={waitingFor === null} size="lg">
      <label className={styles.all}>
        <input
          type="checkbox"
          role="switch"
          aria-checked={keymap.isOn}
          checked={keymap.isOn}
          onChange={event => change({ ...keymap, isOn: event.currentTarget.checked })}
        />
        Single keys act
      </label>
      <p className="small second">
        Switched off, only keys from F1 on act. In a box that is typed in, any other key is always just text.
      </p>
      {groups.map(group => (
        <KeyTable
          key={group}
          title={group}
          keymap={keymap}
          waitingFor={waitingFor}
          onWait={setWaitingFor}
          onGive={give}
        />
      ))}
      {waitingFor && <Capture action={waitingFor} onKey={give} onLeave={() => setWaitingFor(null)} />}
      <p className={styles.words} role="status">
        {words}
      </p>
      <div className="row">
        <Button
          variant="default"
          onClick={() => {
            change({ ...keymap, changed: defaultKeymap.changed })
            setWords('All keys are as they were.')
          }}
        >
          Reset all keys
        </Button>
        <Button onClick={close}>Done</Button>
      </div>
    </Dialog>
  )
}

const doneWords = (action: ActionId, key: string | null) =>
  key === null ? `No key for “${actionOf(action).title}” now.` : `${printed(key)}: “${actionOf(action).title}”.`

interface KeyTableProps {
  readonly title: (typeof groups)[number]
  readonly keymap: Keymap
  readonly waitingFor: ActionId | null
  readonly onWait: (action: ActionId) => void
  readonly onGive: (action: ActionId, key: string | null) => void
}

function KeyTable({ title, keymap, waitingFor, onWait, onGive }: KeyTableProps) {
  return (
    <section aria-label={title}>
      <h3>{title}</h3>
      <ul className={styles.keys}>
        {actionIds
          .filter(action => actionOf(action).group === title)
          .map(action => (
            <li key={action} className={styles.key}>
              <span>{actionOf(action).title}</span>
              <KeyOf keymap={keymap} action={action} isWaiting={waitingFor === action} />
              <Changes keymap={keymap} action={action} onWait={onWait} onGive={onGive} />
            </li>
          ))}
      </ul>
    </section>
  )
}

function KeyOf({ keymap, action, isWaiting }: { keymap: Keymap; action: ActionId; isWaiting: boolean }) {
  const key = keyOf(keymap, action)
  if (isWaiting) return <span className={styles.waiting}>press the new key</span>
  if (key === null) return <span className="small second">no key</span>
  return (
    <span>
      <KeyCap>{printed(key)}</KeyCap>
      <span className="visually-hidden">{said(key)}</span>
    </span>
  )
}

function Changes({
  keymap,
  action,
  onWait,
  onGive,
}: Omit<KeyTableProps, 'title' | 'waitingFor'> & { action: ActionId }) {
  const { title, key } = actionOf(action)
  const changeButton = useRef<HTMLButtonElement>(null)
  /** The control that was pressed goes, so the focus stays in its row. */
  const give = (next: string | null) => {
    onGive(action, next)
    changeButton.current?.focus()
  }
  const of = <span className="visually-hidden"> the key of “{title}”</span>
  return (
    <span className={styles.changes}>
      <button ref={changeButton} type="button" className={styles.change} onClick={() => onWait(action)}>
        Change{of}
      </button>
      {keyOf(keymap, action) !== null && (
        <button type="button" className={styles.change} onClick={() => give(null)}>
          Turn off{of}
        </button>
      )}
      {action in keymap.changed && (
        <button type="button" className={styles.change} onClick={() => give(key)}>
          Reset{of}
        </button>
      )}
    </span>
  )
}

interface CaptureProps {
  readonly action: ActionId
  readonly onKey: (action: ActionId, key: string) => void
  readonly onLeave: () => void
}

/** The next key is the one meant, whatever it does elsewhere. */
function Capture({ action, onKey, onLeave }: CaptureProps) {
  const latest = useRef({ onKey, onLeave })
  useEffect(() => {
    latest.current = { onKey, onLeave }
  })
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.repeat || event.ctrlKey || event.metaKey || event.altKey || !isWholeKey(event.key)) return
      if (event.key === 'Tab') return latest.current.onLeave()
      event.preventDefault()
      event.stopPropagation()
      if (event.key === 'Escape') latest.current.onLeave()
      else latest.current.onKey(action, event.key)
    }
    window.addEventListener('keydown', press, { capture: true })
    return () => window.removeEventListener('keydown', press, { capture: true })
  }, [action])
  return (
    <p className="notice small" role="status">
      Press the new key for “{actionOf(action).title}”. Esc leaves it as it is.
    </p>
  )
}
