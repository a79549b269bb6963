import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useRef, useState } from 'react'
import { formatCount } from '../ui/format.ts'
import { ErrorState, Loading } from '../ui/States.tsx'
import { lineQuery } from './api.ts'
import { Branch } from './Branch.tsx'
import { Marks } from './Marks.tsx'
import { MendDone } from './MendDone.tsx'
import type { Mended } from './mending.ts'
import styles from './People.module.css'
import { PersonLink } from './PersonLink.tsx'
import { Units } from './Units.tsx'

/** The force twice: by its units, and by who is under whom. Each level is opened by its button, and only then read. */
export function Tree({ force }: { readonly force: string }) {
  return (
    <div className={styles.trees}>
      <Half id="units" title="Units" force={force}>
        {onMended => <Units force={force} onMended={onMended} />}
      </Half>
      <Half id="lines" title="Who is under whom today" force={force}>
        {onMended => <Level force={force} above={[]} onMended={onMended} />}
      </Half>
    </div>
  )
}

interface HalfProps {
  readonly id: string
  readonly title: string
  readonly force: string
  readonly children: (onMended: (mended: Mended) => void) => ReactNode
}

function Half({ id, title, force, children }: HalfProps) {
  const [mends, setMends] = useState<readonly { readonly nth: number; readonly mended: Mended }[]>([])
  const heading = useRef<HTMLHeadingElement>(null)
  return (
    <section className="card stack" aria-labelledby={id}>
      <h2 id={id} ref={heading} tabIndex={-1}>
        {title}
      </h2>
      {children(mended => setMends(all => [...all, { nth: (all.at(-1)?.nth ?? 0) + 1, mended }]))}
      {/* What was mended may stand elsewhere by now: all that was done on this visit is told here, the latest where it is seen. */}
      {mends.map(({ nth, mended }) => (
        <div key={nth} className={nth === mends.at(-1)?.nth ? styles.mended : undefined}>
          <MendDone
            force={force}
            mended={mended}
            onUndone={() => {
              setMends(all => all.filter(each => each.nth !== nth))
              heading.current?.focus()
            }}
          />
        </div>
      ))}
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
                  {[person.unit, person.under > 0 && `${formatCount(person.under)} under them`]
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
