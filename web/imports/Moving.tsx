import { formatBytes, formatCounted } from '../ui/format.ts'
import type { ImportDetail } from './api.ts'
import styles from './ImportPage.module.css'
import { ProgressBar } from './ProgressBar.tsx'

/** What goes on now, and how far it is. */
export function Moving({ detail }: { readonly detail: ImportDetail }) {
  const { status, bytesRead, bytesTotal, result } = detail
  const title = {
    trying: 'Trying it, changing nothing',
    waiting: 'Waiting for its turn',
    running: 'Importing',
    undoing: 'Undoing it',
  }[status as 'trying' | 'waiting' | 'running' | 'undoing']
  const isCounted = status === 'trying' || status === 'running'
  return (
    <section className={`card ${styles.moving}`} aria-label="Progress">
      <ProgressBar label={title} done={bytesRead} of={isCounted && bytesRead > 0 ? bytesTotal : null}>
        <span>
          {[
            status === 'running' && result && `${formatCounted(result.rows, 'row')} so far`,
            isCounted &&
              bytesRead > 0 &&
              bytesTotal !== null &&
              `${formatBytes(bytesRead)} of ${formatBytes(bytesTotal)}`,
            status === 'undoing' && 'All of it or nothing: until it is done, nothing is changed',
          ]
            .filter(Boolean)
            .join(', ') || (status === 'waiting' ? 'It begins in a moment' : 'The whole file is looked through first')}
        </span>
        <span>You can leave this page: it goes on without it.</span>
      </ProgressBar>
    </section>
  )
}
