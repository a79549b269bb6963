import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { MoreRows } from '../ui/DataTable.tsx'
import { formatCount } from '../ui/format.ts'
import { EmptyState, ErrorState, Loading } from '../ui/States.tsx'
import { FilterLinks } from '../ui/Tabs.tsx'
import { type LineFault, type LineProblemKind, type ProblemFilter, problemsQuery, treeQuery } from './api.ts'
import { Fault } from './Fault.tsx'
import { MendDone } from './MendDone.tsx'
import type { Mended } from './mending.ts'
import styles from './People.module.css'
import { PersonLink } from './PersonLink.tsx'
import { lineProblemKinds, problemTitle, unitName } from './words.ts'

/** A problem that was mended on this visit stays where it stood, so that the mend can be looked at and undone. */
interface Kept {
  readonly at: number
  readonly fault: LineFault
  readonly mended: Mended
}

const keyOf = ({ kind, person }: LineFault) => `${kind} ${person.collarNumber}`

interface ProblemsProps {
  readonly force: string
  readonly filter: ProblemFilter
}

/** What is wrong in the lines of supervisors, what it means for alerts, and the mend in place. */
export function Problems({ force, filter }: ProblemsProps) {
  return (
    <div className="stack">
      {filter.unit && <InUnit force={force} unit={filter.unit} />}
      <Faults force={force} filter={filter} />
    </div>
  )
}

function Faults({ force, filter }: ProblemsProps) {
  const problems = useInfiniteQuery(problemsQuery(force, filter))
  const [kept, setKept] = useState<readonly Kept[]>([])
  if (problems.isPending) return <Loading what="problems" />
  if (problems.isError) return <ErrorState error={problems.error} onRetry={() => void problems.refetch()} />
  const faults = withKept(
    problems.data.pages.flatMap(page => page.problems),
    kept,
  )
  const counts = problems.data.pages[0]?.counts ?? {}
  if (faults.length === 0 && Object.keys(counts).length === 0)
    return <NothingWrong isOfUnit={filter.unit !== undefined} />
  const forget = (fault: LineFault) => setKept(all => all.filter(each => keyOf(each.fault) !== keyOf(fault)))
  return (
    <div className="stack">
      <Kinds counts={counts} filter={filter} />
      {faults.length === 0 && <p className="second">None of this kind any more.</p>}
      <ul className={styles.faults}>
        {faults.map((fault, at) => (
          <li key={keyOf(fault)} className="card stack">
            <Problem
              force={force}
              fault={fault}
              mended={kept.find(each => keyOf(each.fault) === keyOf(fault))?.mended}
              onMended={mended => setKept(all => [...all, { at, fault, mended }])}
              onUndone={() => forget(fault)}
            />
          </li>
        ))}
      </ul>
      {faults.length > 0 && <MoreRows shown={faults.length} more={problems} />}
    </div>
  )
}

function withKept(found: readonly LineFault[], kept: readonly Kept[]): readonly LineFault[] {
  const keptKeys = new Set(kept.map(({ fault }) => keyOf(fault)))
  const faults = found.filter(fault => !keptKeys.has(keyOf(fault)))
  for (const { at, fault } of kept.toSorted((one, other) => one.at - other.at)) faults.splice(at, 0, fault)
  return faults
}

function NothingWrong({ isOfUnit }: { readonly isOfUnit: boolean }) {
  if (isOfUnit) return <EmptyState title="Nothing is wrong here" />
  return (
    <EmptyState title="Nothing is wrong in the lines">
      <p>Everybody's supervisors are known and can be written to.</p>
    </EmptyState>
  )
}

/** Whose problems these are, where they are not all. */
function InUnit({ force, unit }: { readonly force: string; readonly unit: string }) {
  const tree = useQuery(treeQuery(force))
  const units = tree.data?.units ?? []
  const filtered = units.find(({ id }) => id === unit)
  const name = filtered ? unitName(filtered, units) : 'one unit'
  return (
    <p>
      In <strong>{name}</strong> and the units below it.{' '}
      <Link from="/f/$force/people" to="." search={{ tab: 'problems' }}>
        Show the whole force
      </Link>
    </p>
  )
}

interface KindsProps {
  readonly counts: Readonly<Record<string, number>>
  readonly filter: ProblemFilter
}

function Kinds({ counts, filter: { kind, unit } }: KindsProps) {
  const all = Object.values(counts).reduce((sum, count) => sum + count, 0)
  const entries: readonly (readonly [LineProblemKind | undefined, number])[] = [
    [undefined, all],
    // Of the kind that is chosen there may be none any more.
    ...lineProblemKinds
      .map(each => [each, counts[each] ?? 0] as const)
      .filter(([each, count]) => count > 0 || each === kind),
  ]
  return (
    <FilterLinks label="Kinds of problem">
      {entries.map(([each, count]) => (
        <Link
          key={each ?? 'all'}
          from="/f/$force/people"
          to="."
          search={{ tab: 'problems', ...(each ? { kind: each } : {}), ...(unit ? { unit } : {}) }}
          activeOptions={{ exact: true }}
          aria-current={each === kind ? 'page' : undefined}
        >
          {each ? problemTitle(each) : 'All'} <span className="figures">{formatCount(count)}</span>
        </Link>
      ))}
    </FilterLinks>
  )
}

interface ProblemProps {
  readonly force: string
  readonly fault: LineFault
  readonly mended: Mended | undefined
  readonly onMended: (mended: Mended) => void
  readonly onUndone: () => void
}

function Problem({ force, fault, mended, onMended, onUndone }: ProblemProps) {
  return (
    <>
      <div>
        <h2>
          <PersonLink person={fault.person} />
        </h2>
        <p className="small second">{fault.person.unit ?? 'No unit now'}</p>
      </div>
      {mended ? (
        <MendDone force={force} mended={mended} onUndone={onUndone} />
      ) : (
        <Fault force={force} fault={fault} onMended={onMended} />
      )}
    </>
  )
}
