import { useQuery } from '@tanstack/react-query'
import { formatDateTime } from '../ui/format.ts'
import { ErrorState, Loading } from '../ui/States.tsx'
import { historyQuery } from './api.ts'
import { changesBetween } from './changes.ts'
import styles from './Selection.module.css'

/** Every change, the latest first: what, by whom, why. */
export function History({ slug, timeZone }: { readonly slug: string; readonly timeZone: string }) {
  const history = useQuery(historyQuery(slug))
  if (history.isPending) return <Loading what="the history" />
  if (history.isError) return <ErrorState error={history.error} onRetry={() => void history.refetch()} />
  const { revisions } = history.data
  return (
    <ol className="stack">
      {revisions.map(({ revision, changedAt, changedBy, reason, selection }, at) => {
        const before = revisions[at + 1]
        return (
          <li key={revision} className="card stack">
            <h2>Revision {revision}</h2>
            <p className="small second">
              {formatDateTime(changedAt, timeZone)}, {changedBy ?? 'as the survey came'}
            </p>
            {reason && <p>“{reason}”</p>}
            {before && (
              <ul className={styles.changes}>
                {changesBetween(before.selection, selection).map(line => (
                  <li key={line}>{line}</li>
                ))}
              </ul>
            )}
          </li>
        )
      })}
    </ol>
  )
}
