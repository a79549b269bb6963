import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { formatCount, formatCounted, formatDay, formatPeriod, wordsOf } from '../ui/format.ts'
import { ErrorState, Loading } from '../ui/States.tsx'
import { type PreviewShape, previewQuery, type WantedSelection } from './api.ts'
import styles from './Selection.module.css'
import { reasonWords } from './words.ts'

/** After the last keystroke, not at each. */
function useSettled<Value>(value: Value): Value {
  const [settled, setSettled] = useState(value)
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), 400)
    return () => clearTimeout(timer)
  }, [value])
  return settled
}

interface PreviewProps {
  readonly slug: string
  readonly draft: WantedSelection
  /** It differs from what is in force. */
  readonly isChanged: boolean
}

/** What the draft would do, beside it: counts by rule, the difference, and a few of the services it concerns. */
export function Preview({ slug, draft, isChanged }: PreviewProps) {
  const preview = useQuery({
    ...previewQuery(slug, useSettled(draft)),
    placeholderData: keepPreviousData,
    retry: false,
  })
  return (
    <section className="card stack" aria-labelledby="preview-title" aria-busy={preview.isFetching}>
      <h2 id="preview-title">On the last three months</h2>
      {preview.isError ? (
        <ErrorState error={preview.error} onRetry={() => void preview.refetch()} />
      ) : preview.data ? (
        <Counts preview={preview.data} isChanged={isChanged} />
      ) : (
        <Loading what="the preview" lines={6} />
      )}
    </section>
  )
}

const signed = (difference: number) =>
  difference === 0 ? '–' : `${difference > 0 ? '+' : '−'}${formatCount(Math.abs(difference))}`

function Counts({ preview, isChanged }: { readonly preview: PreviewShape; readonly isChanged: boolean }) {
  const { inForce, proposed, rules, moves } = preview
  const rows = [
    { key: 'may', title: 'May be rung', now: inForce.mayBeRung, draft: proposed.mayBeRung },
    {
      key: 'selected',
      title: 'Expected in the sample',
      now: Math.round(inForce.expectedSelected),
      draft: Math.round(proposed.expectedSelected),
    },
    ...rules.map(rule => ({
      key: `rule ${rule.reason}`,
      title: wordsOf(rule.reason),
      now: rule.inForce ?? 0,
      draft: rule.proposed ?? 0,
    })),
  ]
  return (
    <>
      <p className="small second">
        {formatCounted(preview.services, 'service')}, {formatPeriod(preview.from, preview.to)}. Each is asked about on
        the first day it could have been chosen; whoever may be rung counts as rung that day.
      </p>
      <table className={`table ${styles.counts}`}>
        <thead>
          <tr>
            <th scope="col">Services</th>
            <th scope="col" className="number">
              In force
            </th>
            {isChanged && (
              <>
                <th scope="col" className="number">
                  Draft
                </th>
                <th scope="col" className="number">
                  Difference
                </th>
              </>
            )}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ key, title, now, draft }) => (
            <tr key={key} className={isChanged && now !== draft ? styles.changed : ''}>
              <th scope="row">{title}</th>
              <td className="number">{formatCount(now)}</td>
              {isChanged && (
                <>
                  <td className="number">{formatCount(draft)}</td>
                  <td className="number">{signed(draft - now)}</td>
                </>
              )}
            </tr>
          ))}
        </tbody>
      </table>
      {isChanged && <Moves moves={moves} />}
    </>
  )
}

function Moves({ moves }: Pick<PreviewShape, 'moves'>) {
  if (moves.length === 0)
    return <p className="small second">The draft keeps out and lets in the same services as the rules in force.</p>
  const [largest, smaller] = [moves.slice(0, shownAtOnce), moves.slice(shownAtOnce, mostShown)]
  return (
    <>
      <h3>What would change</h3>
      <MoveList moves={largest} />
      {smaller.length > 0 && (
        <details>
          <summary className="small second">{formatCounted(smaller.length, 'smaller move')}</summary>
          <MoveList moves={smaller} />
        </details>
      )}
    </>
  )
}

const shownAtOnce = 3
const mostShown = 12

function MoveList({ moves }: Pick<PreviewShape, 'moves'>) {
  return (
    <ul className={styles.moved}>
      {moves.map(({ from, to, services, examples }) => (
        <li key={`${from} ${to}`}>
          <strong>{formatCounted(services, 'service')}</strong>: {reasonWords(from)} → {reasonWords(to)}
          <ul className="small second">
            {examples.map((example, at) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: examples have no names on purpose
              <li key={at}>
                {[
                  example.closedOn ? `closed ${formatDay(example.closedOn)}` : 'open',
                  example.unit ?? 'no unit',
                  example.category,
                  example.grade,
                  example.involvement,
                ]
                  .filter(Boolean)
                  .join(' · ')}
              </li>
            ))}
          </ul>
        </li>
      ))}
    </ul>
  )
}
