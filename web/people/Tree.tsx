import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useRef, useState } from 'react'
import { formatCount, formatCounted, wordsOf } from '../ui/format.ts'
import { EmptyState, ErrorState, Loading } from '../ui/States.tsx'
import { lineQuery, treeQuery, type Unit } from './api.ts'
import { Marks } from './Marks.tsx'
import { MendDone } from './MendDone.tsx'
import type { Mended } from './mending.ts'
import styles from './People.module.css'
import { PersonLink } from './PersonLink.tsx'

/** The force twice: by its units, and by who is under whom. Each level is opened by its button, and only then read. */
export function Tree({ force }: { readonly force: string }) {
  const [mended, setMended] = useState<Mended>()
  const lines = useRef<HTMLHeadingElement>(null)
  return (
    <div className={styles.trees}>
      <section className="card stack" aria-labelledby="units">
        <h2 id="units">Units</h2>
        <Units force={force} />
      </section>
      <section className="card stack" aria-labelledby="lines">
        <h2 id="lines" ref={lines} tabIndex={-1}>
          Who is under whom today
        </h2>
        <Level force={force} above={[]} onMended={setMended} />
        {/* Whoever was mended may stand elsewhere by now: what was done is told where it is seen. */}
        {mended && (
          <div className={styles.mended}>
            <MendDone
              key={mended.words.join()}
              force={force}
              mended={mended}
              onUndone={() => {
                setMended(undefined)
                lines.current?.focus()
              }}
            />
          </div>
        )}
      </section>
    </div>
  )
}

function Units({ force }: { readonly force: string }) {
  const tree = useQuery(treeQuery(force))
  if (tree.isPending) return <Loading what="units" />
  if (tree.isError) return <ErrorState error={tree.error} onRetry={() => void tree.refetch()} />
  if (tree.data.units.length === 0)
    return (
      <EmptyState title="No units yet">
        <p>They are made from the districts and sections in the staff list.</p>
      </EmptyState>
    )
  return <UnitLevel units={tree.data.units} parentId={null} />
}

function UnitLevel({ units, parentId }: { readonly units: readonly Unit[]; readonly parentId: string | null }) {
  return (
    <ul className={styles.tree}>
      {units
        .filter(unit => unit.parentId === parentId)
        .map(unit => (
          <Branch
            key={unit.id}
            name={unit.name}
            isOpenFirst={parentId === null}
            label={
              <>
                <strong>{unit.name}</strong>{' '}
                <span className="small second">
                  {wordsOf(unit.kind)}, {formatCount(unit.staffBelow)} staff, {unit.mailbox ?? 'no mailbox'}
                </span>
                {unit.problems > 0 && (
                  <span className={styles.problem}>{formatCounted(unit.problems, 'problem')} here or below</span>
                )}
              </>
            }
          >
            {units.some(each => each.parentId === unit.id) && <UnitLevel units={units} parentId={unit.id} />}
          </Branch>
        ))}
    </ul>
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

interface BranchProps {
  readonly name: string
  readonly label: ReactNode
  readonly isOpenFirst?: boolean
  /** What is below; nothing: there is no button. */
  readonly children: ReactNode
}

function Branch({ name, label, isOpenFirst = false, children }: BranchProps) {
  const [isOpen, setOpen] = useState(isOpenFirst)
  return (
    <li>
      <div className={styles.branch}>
        {children ? (
          <button
            type="button"
            className={styles.opener}
            aria-expanded={isOpen}
            aria-label={`Show ${name}`}
            onClick={() => setOpen(!isOpen)}
          >
            <span aria-hidden="true">{isOpen ? '−' : '+'}</span>
          </button>
        ) : (
          <span aria-hidden="true" />
        )}
        <div>{label}</div>
      </div>
      {isOpen && children}
    </li>
  )
}
