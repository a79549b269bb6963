import { Button } from '@mantine/core'
import { useRef, useState } from 'react'
import type { Membership } from '../api.ts'
import { formatCounted, formatDateTime, formatDay } from '../ui/format.ts'
import type { Recipient, Suppression } from './api.ts'
import { Lift } from './Lift.tsx'
import styles from './Recipients.module.css'
import { scopeWords } from './words.ts'

interface SuppressionsProps {
  readonly recipient: Recipient
  readonly force: Membership
}

/** What was said of not ringing them: what holds, and what was lifted. */
export function Suppressions({ recipient, force }: SuppressionsProps) {
  const [lifting, setLifting] = useState<string | null>(null)
  const heading = useRef<HTMLHeadingElement>(null)
  const holding = recipient.suppressions.filter(({ liftedAt }) => liftedAt === null)
  const lifted = recipient.suppressions.filter(({ liftedAt }) => liftedAt !== null)
  const suppression = holding.find(({ id }) => id === lifting)
  return (
    <section className="card stack" aria-labelledby="suppressions">
      <h2 id="suppressions" ref={heading} tabIndex={-1}>
        Kept from being rung
      </h2>
      {holding.length === 0 && <p className="second">Nobody has asked for this.</p>}
      {holding.length > 0 && (
        <ul className={styles.lines}>
          {holding.map(each => (
            <li key={each.id}>
              <Said suppression={each} timeZone={force.timeZone} />
              <Button
                variant="default"
                size="compact-sm"
                aria-label={`Lift: not to be rung ${scopeWords[each.scope]}`}
                onClick={() => setLifting(each.id)}
              >
                Lift
              </Button>
            </li>
          ))}
        </ul>
      )}
      {lifted.length > 0 && (
        <details className="small">
          <summary>{formatCounted(lifted.length, 'lifted', 'lifted')}</summary>
          <ul className={styles.lines}>
            {lifted.map(each => (
              <li key={each.id}>
                <Said suppression={each} timeZone={force.timeZone} />
              </li>
            ))}
          </ul>
        </details>
      )}
      <Lift
        suppression={suppression}
        recipient={recipient}
        force={force.slug}
        // The button that led there is gone with it.
        onLifted={() => heading.current?.focus()}
        onClose={() => setLifting(null)}
      />
    </section>
  )
}

function Said({ suppression, timeZone }: { readonly suppression: Suppression; readonly timeZone: string }) {
  const { scope, reason, note, createdAt, createdBy, until, liftedAt, liftedBy, liftReason, liftNote } = suppression
  return (
    <div>
      <p className={liftedAt === null ? styles.bad : ''}>
        Not to be rung {scopeWords[scope]}
        {until && `, up to ${formatDay(until)}`}
      </p>
      <p>{reason.title}</p>
      {note && <p className={styles.note}>{note}</p>}
      <p className="small second">
        {createdBy ?? 'A call or an import'}, {formatDateTime(createdAt, timeZone)}
      </p>
      {liftedAt !== null && (
        <>
          <p>Lifted: {liftReason?.title}</p>
          {liftNote && <p className={styles.note}>{liftNote}</p>}
          <p className="small second">
            {liftedBy ?? 'By itself'}, {formatDateTime(liftedAt, timeZone)}
          </p>
        </>
      )}
    </div>
  )
}
