import { type Column, DataTable } from '../ui/DataTable.tsx'
import { formatCount, formatCounted } from '../ui/format.ts'
import type { ImportResult, Trial } from './api.ts'
import styles from './ImportPage.module.css'
import { codeInWords, linesInWords } from './words.ts'

/** What would happen: nothing was changed. */
export function TrialReport({ trial }: { readonly trial: Trial }) {
  const { result, selection, rejects, warningLines } = trial
  return (
    <section className="card stack" aria-labelledby="trial-title">
      <div className={styles.head}>
        <h2 id="trial-title" tabIndex={-1}>
          What would happen
        </h2>
        <p className="small second">Tried on the whole file; nothing was changed.</p>
      </div>
      <Counts result={result} />
      {selection && <Selection selection={selection} />}
      <Warnings warnings={result.warnings} lines={warningLines} />
      <Rejects rejects={rejects} of={result.rejected} />
    </section>
  )
}

/** Why the whole file can't be read: the server names the line and the mend. */
export function TrialFault({ title }: { readonly title: string }) {
  return (
    <section className="card stack" aria-labelledby="trial-title">
      <h2 id="trial-title" tabIndex={-1}>
        The trial stopped
      </h2>
      <p className="notice bad" role="alert">
        {title}
      </p>
      <p>Nothing was changed. Change how it is read below, or mend the file and drop it again.</p>
    </section>
  )
}

const counts: readonly (readonly [name: keyof ImportResult & string, title: string])[] = [
  ['rows', 'Rows'],
  ['created', 'Created'],
  ['updated', 'Updated'],
  ['unchanged', 'Unchanged'],
  ['rejected', 'Rejected'],
  ['blank', 'Blank lines'],
]

export function Counts({ result }: { readonly result: ImportResult }) {
  return (
    <dl className={`figures ${styles.counts}`}>
      {counts.map(([name, title]) => (
        <div key={name}>
          <dt>{title}</dt>
          <dd data-none={result[name] === 0}>{formatCount(result[name] as number)}</dd>
        </div>
      ))}
    </dl>
  )
}

function Selection({ selection }: { readonly selection: NonNullable<Trial['selection']> }) {
  const reasons = largestFirst(selection.excluded)
  const all = selection.mayBeRung + reasons.reduce((sum, [, number]) => sum + number, 0)
  return (
    <section className="stack" aria-labelledby="selection-title">
      <h3 id="selection-title">Who may be rung, of {formatCounted(all, 'service')}</h3>
      <dl className={`figures ${styles.bars}`}>
        {[['may be rung', selection.mayBeRung] as const, ...reasons].map(([code, number], at) => (
          <div key={code} data-rung={at === 0}>
            <dt>{at === 0 ? 'May be rung' : codeInWords(code)}</dt>
            <dd>
              <span className={styles.bar} style={{ inlineSize: `${all === 0 ? 0 : (number / all) * 100}%` }} />
              {formatCount(number)}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  )
}

interface WarningsProps {
  readonly warnings: Readonly<Record<string, number>>
  readonly lines?: Readonly<Record<string, readonly number[]>>
}

/** Rows that are taken in all the same. */
export function Warnings({ warnings, lines = {} }: WarningsProps) {
  const codes = largestFirst(warnings)
  if (codes.length === 0) return null
  return (
    <section className="stack" aria-labelledby="warnings-title">
      <h3 id="warnings-title">Taken in, with a warning</h3>
      <dl className={`figures ${styles.warnings}`}>
        {codes.map(([code, number]) => (
          <div key={code}>
            <dt>{codeInWords(code)}</dt>
            <dd>{formatCount(number)}</dd>
            <dd className="small second">{linesInWords(lines[code] ?? [], number)}</dd>
          </div>
        ))}
      </dl>
    </section>
  )
}

type Reject = Trial['rejects'][number]

const rejectColumns: readonly Column<Reject>[] = [
  { header: 'Line', cell: ({ line }) => formatCount(line) },
  { header: 'Reason', cell: ({ reason }) => codeInWords(reason) },
  { header: 'Mend', cell: ({ mend }) => mend },
  { header: 'The row', cell: ({ cells }) => <span className={styles.cells}>{cells.join(' · ')}</span> },
]

function Rejects({ rejects, of }: { readonly rejects: readonly Reject[]; readonly of: number }) {
  if (rejects.length === 0) return null
  return (
    <section className="stack" aria-labelledby="rejects-title">
      <h3 id="rejects-title">
        Rejected{of > rejects.length && `: the first ${formatCount(rejects.length)} of ${formatCount(of)}`}
      </h3>
      <DataTable caption="Rejected rows" columns={rejectColumns} rows={rejects} keyOf={({ line }) => `${line}`} />
    </section>
  )
}

const largestFirst = (counts: Readonly<Record<string, number>>) =>
  Object.entries(counts)
    .filter(([, number]) => number > 0)
    .sort(([, a], [, b]) => b - a)
