import { Button } from '@mantine/core'
import { useState } from 'react'
import type { Membership } from '../api.ts'
import { formatCounted } from '../ui/format.ts'
import type { Recipient, RecipientNumber } from './api.ts'
import { ChangeNumber } from './ChangeNumber.tsx'
import { RecipientLink } from './RecipientLink.tsx'
import styles from './Recipients.module.css'
import { numberState } from './words.ts'

interface NumbersProps {
  readonly recipient: Recipient
  readonly force: Membership
}

export function Numbers({ recipient, force }: NumbersProps) {
  const [changing, setChanging] = useState<string | null>(null)
  const number = recipient.numbers.find(({ id }) => id === changing)
  return (
    <section className="card stack" aria-labelledby="numbers">
      <h2 id="numbers">Telephone numbers</h2>
      {recipient.numbers.length === 0 ? (
        <p className="second">None came with their incidents.</p>
      ) : (
        <ul className={styles.lines}>
          {recipient.numbers.map(each => (
            <NumberLine key={each.id} number={each} timeZone={force.timeZone} onChange={() => setChanging(each.id)} />
          ))}
        </ul>
      )}
      <ChangeNumber number={number} recipient={recipient} force={force.slug} onClose={() => setChanging(null)} />
    </section>
  )
}

interface NumberLineProps {
  readonly number: RecipientNumber
  readonly timeZone: string
  readonly onChange: () => void
}

function NumberLine({ number, timeZone, onChange }: NumberLineProps) {
  const state = numberState(number, timeZone)
  return (
    <li>
      <div>
        <p className={`figures ${number.struckOffAt ? styles.struckOff : styles.number}`}>
          {number.number}
          {number.extension && <span className="second"> extension {number.extension}</span>}
        </p>
        <p className={`small ${styles[state.tone]}`}>{state.words}</p>
        {number.sharedBy > 0 && <Sharers number={number} />}
      </div>
      <Button variant="default" size="compact-sm" aria-label={`Change ${number.number}`} onClick={onChange}>
        Change
      </Button>
    </li>
  )
}

/** Whoever else is rung on it: what is so of one of them holds for the number. */
function Sharers({ number }: { readonly number: RecipientNumber }) {
  return (
    <details className="small">
      <summary>{formatCounted(number.sharedBy, 'other person has it', 'other people have it')}</summary>
      <ul>
        {number.sharers.map((sharer, at) => (
          <li key={sharer.id}>
            <RecipientLink id={sharer.id}>Person {at + 1}</RecipientLink>
            {sharer.isSuppressed && <span className={styles.bad}> not to be rung</span>}
            {sharer.isUnsafe && <span className={styles.bad}> unsafe to ring</span>}
          </li>
        ))}
      </ul>
      {number.sharedBy > number.sharers.length && <p className="second">These are the first of them.</p>}
    </details>
  )
}
