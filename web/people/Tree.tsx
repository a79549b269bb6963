import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useRef, useState } from 'react'
import { formatCount, formatDay } from '../ui/format.ts'
import { ErrorState, Loading } from '../ui/States.tsx'
import { lineQuery } from './api.ts'
import { Branch } from './Branch.tsx'
import { Marks } from './Marks.tsx'
import { MendDone } from './MendDone.tsx'
import type { Mended } from './mending.ts'
import type { MendsOfVisit } from './mends-of-visit.ts'
import styles from './People.module.css'
import { PersonLink } from './PersonLink.tsx'
import { Units } from './Units.tsx'

interface TreeProps {
  readonly force: string
  readonly mends: MendsOfVisit
}

/** The force twice: by its units, and by who is under whom. Each level is opened by its button, and only then read. */
export function Tree({ force, mends }: TreeProps) {
  return (
    <div className={styles.trees}>
      <Half id="units" title="Units" force={force} mends={mends}>
        {onMended => <Units force={force} onMended={onMended} />}
      </Half>
      <Half id="lines" title="Who is under whom today" force={force} mends={mends}>
        {onMended => <Level force={force} above={[]} onMended={onMended} />}
      </Half>
    </div>
  )
}

interface HalfProps extends TreeProps {
  readonly id: 'units' | 'lines'
  readonly title: string
  readonly children: (onMended: (mended: Mended) => void) => ReactNode
}

function Half({ id, title, force, mends, children }: HalfProps) {
  const [justMended, setJustMended] = useState<Mended>()
  const heading = useRef<HTMLHeadingElement>(null)
  const done = mends.list(id)
  return (
    <section className="card stack" aria-labelledby={id}>
      <h2 id={id} ref={heading} tabIndex={-1}>
        {title}
      </h2>
      {children(mended => {
        setJustMended(mended)
        mends.add(id, mended)
      })}
      {/* What was mended may stand elsewhere by now: all that was done on this visit is told here, the latest where it is seen. */}
      {done.map(({ nth, mended }) => {
        const forget = () => {
          mends.forget(nth)
          heading.current?.focus()
        }
        return (
          <div key={nth} className={nth === done.at(-1)?.nth ? styles.mended : undefined}>
            <MendDone
              force={force}
              mended={mended}
              takesFocus={mended === justMended}
              onUndone={forget}
              onClosed={forget}
            />
          </div>
        )
      })}
    </section>
  )
}

interface LevelProps {
  readonly force: string
  readonly above: readonly string[]
  readonly onMended: (mended: Mended) => void
}

/** Those directly under the last of `above`. Somebody who is above already closes a circle, and is not opened again. */
function Level({ force, above, onMended }: LevelProps) {
  const line = useQuery(lineQuery(force, above.at(-1)))
  if (line.isPending) return <Loading what="who is under them" lines={1} />
  if (line.isError) return <ErrorState error={line.error} onRetry={() => void line.refetch()} />
  if (line.data.length === 0) return <p className="second">Nobody.</p>
  return (
    <ul className={styles.tree}>
      {line.data.map(person => {
        const isCircle = above.includes(person.collarNumber)
        return (
          <Branch
            key={person.collarNumber}
            name={`those under ${person.name}`}
            label={
              <>
                <PersonLink person={person} />{' '}
                <span className="small second">
                  {[
                    person.unit,
                    person.beginsOn && `from ${formatDay(person.beginsOn)}`,
                    person.under > 0 && `${formatCount(person.under)} under them`,
                  ]
                    .filter(Boolean)
                    .join(', ')}
                </span>
                {isCircle && <span className={styles.problem}>The circle closes here</span>}
                <Marks force={force} person={person} onMended={onMended} />
              </>
            }
          >
            {person.under > 0 && !isCircle && (
              <Level force={force} above={[...above, person.collarNumber]} onMended={onMended} />
            )}
          </Branch>
        )
      })}
    </ul>
  )
}
