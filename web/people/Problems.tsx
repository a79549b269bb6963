import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { type ReactNode, useState } from 'react'
import { MoreRows } from '../ui/DataTable.tsx'
import { formatCount } from '../ui/format.ts'
import { EmptyState, ErrorState, Loading } from '../ui/States.tsx'
import { FilterLinks } from '../ui/Tabs.tsx'
import { type LineFault, type LineProblemKind, type ProblemFilter, problemsQuery, treeQuery } from './api.ts'
import { Fault } from './Fault.tsx'
import { MendDone } from './MendDone.tsx'
import type { Mended } from './mending.ts'
import type { MendsOfVisit } from './mends-of-visit.ts'
import styles from './People.module.css'
import { PersonLink } from './PersonLink.tsx'
import { lineProblemKinds, problemTitle, unitName } from './words.ts'

interface ProblemsProps {
  readonly force: string
  readonly filter: ProblemFilter
  readonly mends: MendsOfVisit
}

/** What is wrong in the lines of supervisors, what it means for alerts, and the mend in place. */
export function Problems({ force, filter, mends }: ProblemsProps) {
  return (
    <div className="stack">
      {filter.unit && <InUnit force={force} unit={filter.unit} />}
      <Faults key={`${filter.kind} ${filter.unit}`} force={force} filter={filter} mends={mends} />
    </div>
  )
}

function Faults({ force, filter, mends }: ProblemsProps) {
  const problems = useInfiniteQuery(problemsQuery(force, filter))
  const [justMended, setJustMended] = useState<Mended>()
  if (problems.isPending) return <Loading what="problems" />
  if (problems.isError) return <ErrorState error={problems.error} onRetry={() => void problems.refetch()} />
  const entries = withKept(
    problems.data.pages.flatMap(page => page.problems),
    keptIn(filter, mends),
  )
  const counts = problems.data.pages[0]?.counts ?? {}
  if (entries.length === 0 && Object.keys(counts).length === 0)
    return <NothingWrong isOfUnit={filter.unit !== undefined} />
  return (
    <div className="stack">
      <Kinds counts={counts} filter={filter} />
      {entries.length === 0 && <p className="second">None of this kind any more.</p>}
      <ul className={styles.faults}>
        {entries.map(({ fault, kept }, at) => (
          <li key={kept ? `mended ${kept.nth}` : keyOf(fault)} className="card stack">
            <Problem fault={fault}>
              {kept ? (
                <MendDone
                  force={force}
                  mended={kept.mended}
                  takesFocus={kept.mended === justMended}
                  onUndone={() => mends.forget(kept.nth)}
                />
              ) : (
                <Fault
                  force={force}
                  fault={fault}
                  onMended={mended => {
                    setJustMended(mended)
                    mends.add('problems', mended, { fault, at, filter })
                  }}
                />
              )}
            </Problem>
          </li>
        ))}
      </ul>
      {entries.length > 0 && <MoreRows shown={entries.length} more={problems} />}
    </div>
  )
}

/** A problem that was mended on this visit stays where it stood, so that the mend can be looked at and undone. */
interface Kept {
  readonly nth: number
  readonly at: number
  readonly fault: LineFault
  readonly mended: Mended
}

interface Entry {
  readonly fault: LineFault
  readonly kept?: Kept
}

/** Those mended in this list, at their place in it; of those mended in another that belong here too, the last first. */
function keptIn({ kind, unit }: ProblemFilter, mends: MendsOfVisit): readonly Kept[] {
  return mends.list('problems').flatMap(({ nth, mended, stood }) => {
    if (!stood) return []
    const { fault, filter } = stood
    if ((kind && kind !== fault.kind) || (unit && unit !== filter.unit)) return []
    const at = kind === filter.kind && unit === filter.unit ? stood.at : 0
    return [{ nth, at, fault, mended }]
  })
}

function withKept(found: readonly LineFault[], kept: readonly Kept[]): readonly Entry[] {
  const entries: Entry[] = found
    .filter(fault => !kept.some(each => isSame(each.fault, fault)))
    .map(fault => ({ fault }))
  for (const each of kept.toSorted((one, other) => one.at - other.at))
    entries.splice(each.at, 0, { fault: each.fault, kept: each })
  return entries
}

const keyOf = ({ kind, person }: LineFault) => `${kind} ${person.collarNumber}`

/** Where others are in it by now, it is still wrong. */
const isSame = (one: LineFault, other: LineFault) => tellAll(one) === tellAll(other)
const tellAll = (fault: LineFault) => [keyOf(fault), ...fault.people.map(({ collarNumber }) => collarNumber)].join(' ')

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

/** Whose it is, and what is wrong or was mended. */
function Problem({ fault: { person }, children }: { readonly fault: LineFault; readonly children: ReactNode }) {
  return (
    <>
      <div>
        <h2>
          <PersonLink person={person} />
        </h2>
        <p className="small second">{person.unit ?? 'No unit now'}</p>
      </div>
      {children}
    </>
  )
}
