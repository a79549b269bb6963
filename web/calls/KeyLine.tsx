import { KeyCap } from '../ui/KeyCap.tsx'
import styles from './Workstation.module.css'

interface KeyLineProps {
  readonly isClosing: boolean
  readonly isOn: boolean
  readonly onToggle: () => void
}

interface KeyMeaning {
  readonly keys: readonly string[]
  readonly what: string
}

const always: readonly KeyMeaning[] = [
  { keys: ['⌫'], what: 'back' },
  { keys: ['E'], what: 'end the call' },
]
const whileAsking: readonly KeyMeaning[] = [
  { keys: ['1', '5'], what: 'rate' },
  { keys: ['0'], what: "doesn't apply" },
  { keys: ['8'], what: "don't know" },
  { keys: ['9'], what: 'rather not say' },
  { keys: ['/'], what: 'comment' },
  { keys: ['↵'], what: 'on' },
  ...always,
]
const whileClosing: readonly KeyMeaning[] = [{ keys: ['Y'], what: 'yes' }, { keys: ['N'], what: 'no' }, ...always]

/** What every key does, at the foot of the page. */
export function KeyLine({ isClosing, isOn, onToggle }: KeyLineProps) {
  return (
    <footer className={styles.keys}>
      {isOn &&
        (isClosing ? whileClosing : whileAsking).map(({ keys: [first = '', last], what }) => (
          <span key={what}>
            <KeyCap>{first}</KeyCap>
            {last && '–'}
            {last && <KeyCap>{last}</KeyCap>} {what}
          </span>
        ))}
      <button type="button" className={styles.link} onClick={onToggle}>
        {isOn ? 'Switch single keys off' : 'Switch single keys on'}
      </button>
    </footer>
  )
}
