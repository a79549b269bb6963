import { KeyCap } from '../ui/KeyCap.tsx'
import styles from './Workstation.module.css'

interface KeyLineProps {
  readonly isClosing: boolean
  readonly isOn: boolean
  readonly onToggle: () => void
}

/** What every key does, at the foot of the page. */
export function KeyLine({ isClosing, isOn, onToggle }: KeyLineProps) {
  const keys = isClosing
    ? [
        ['Y', 'yes'],
        ['N', 'no'],
        ['⌫', 'back'],
        ['E', 'end the call'],
      ]
    : [
        ['1', ''],
        ['5', 'rate'],
        ['0', "doesn't apply"],
        ['8', "don't know"],
        ['9', 'rather not say'],
        ['/', 'comment'],
        ['↵', 'on'],
        ['⌫', 'back'],
        ['E', 'end the call'],
      ]
  return (
    <footer className={styles.keys}>
      {isOn &&
        keys.map(([key = '', what]) => (
          <span key={key}>
            <KeyCap>{key}</KeyCap>
            {what === '' ? '–' : ` ${what}`}
          </span>
        ))}
      <button type="button" className={styles.link} onClick={onToggle}>
        {isOn ? 'Switch single keys off' : 'Switch single keys on'}
      </button>
    </footer>
  )
}
