import { Button } from '@mantine/core'
import type { Membership } from '../api.ts'
import { formatCount, formatCounted, formatDateTime } from '../ui/format.ts'
import { type ImportDetail, rejectsAddress } from './api.ts'
import styles from './ImportPage.module.css'
import { Counts, Warnings } from './TrialReport.tsx'
import { Undo } from './Undo.tsx'
import { codeInWords } from './words.ts'

interface OutcomeProps {
  readonly detail: ImportDetail
  readonly force: Membership
  readonly mayChange: boolean
}

/** What became of it: taken in, failed, or undone. */
export function Outcome({ detail, force, mayChange }: OutcomeProps) {
  if (detail.status === 'failed') return <Failed detail={detail} force={force} mayChange={mayChange} />
  const { result, endedAt, undoneAt, status } = detail
  return (
    <section className="card stack" aria-labelledby="outcome-title">
      <div className={styles.head}>
        <h2 id="outcome-title">{status === 'undone' ? 'Undone: as if it had never come' : 'Imported'}</h2>
        {(undoneAt ?? endedAt) && (
          <p className="small second">{formatDateTime(undoneAt ?? endedAt ?? '', force.timeZone)}</p>
        )}
      </div>
      {status === 'undone' && <p className="second">What it had brought until then:</p>}
      {result && <Counts result={result} />}
      <TakenInBefore result={result} />
      {result && status === 'done' && <Warnings warnings={result.warnings} />}
      {status === 'done' && (
        <>
          <Refused detail={detail} force={force} />
          {mayChange && <Undo detail={detail} force={force.slug} />}
        </>
      )}
    </section>
  )
}

function TakenInBefore({ result }: Pick<ImportDetail, 'result'>) {
  if (!result?.takenInBefore) return null
  return (
    <p className="second">
      Started before, it had taken in {formatCounted(result.takenInBefore, 'row')} already; the counts above are of its
      last start alone.
    </p>
  )
}

function Failed({ detail, force, mayChange }: OutcomeProps) {
  const { fault, result, undo } = detail
  const kept = result ? result.created + result.updated : 0
  const before = result?.takenInBefore ?? 0
  return (
    <section className="card stack" aria-labelledby="failed-title">
      <h2 id="failed-title">It failed</h2>
      <p className="notice bad">{fault?.title ?? 'Ringback was stopped while it went on.'}</p>
      <p>
        {kept === 0
          ? before === 0 && undo.isTakenIn
            ? 'Rows of it were taken in when it was started before, and stay.'
            : `Nothing of it was taken in${before === 0 ? '' : ' this time'}.`
          : `${formatCounted(kept, 'row')} before that ${kept === 1 ? 'is' : 'are'} taken in, and ${kept === 1 ? 'stays' : 'stay'}. Importing it again goes on from there: nothing is doubled.`}
        {before > 0 &&
          ` ${formatCounted(before, 'row')} ${before === 1 ? 'was' : 'were'} taken in when it was started before, and ${before === 1 ? 'stays' : 'stay'}.`}
      </p>
      {fault && (
        <p className="small second">
          When asking for help, quote <code>{fault.code}</code>.
        </p>
      )}
      <Refused detail={detail} force={force} />
      {mayChange && undo.isTakenIn && <Undo detail={detail} force={force.slug} />}
    </section>
  )
}

/** What an earlier start took in, of a file that is to be read anew. */
export function StartedBefore({ detail, force, mayChange }: OutcomeProps) {
  const { created = 0, updated = 0, takenInBefore = 0 } = detail.result ?? {}
  const kept = created + updated + takenInBefore
  if (detail.status !== 'received' || !detail.undo.isTakenIn) return null
  return (
    <section className="card stack" aria-labelledby="before-title">
      <h2 id="before-title">Started before</h2>
      <p>
        {kept === 0 ? 'Rows of it' : formatCounted(kept, 'row')} {kept === 1 ? 'was' : 'were'} taken in before it
        failed, and {kept === 1 ? 'stays' : 'stay'}. Importing the file, now or sent again, doubles nothing.
      </p>
      {mayChange && <Undo detail={detail} force={force.slug} />}
    </section>
  )
}

/** The refused rows, to be mended and imported by themselves. */
function Refused({ detail, force }: Omit<OutcomeProps, 'mayChange'>) {
  const { rejects, result } = detail
  if (!result || result.rejected === 0) return null
  const reasons = Object.entries(result.reasons).map(
    ([code, number]) => `${codeInWords(code).toLowerCase()} (${formatCount(number)})`,
  )
  return (
    <section className={styles.refused} aria-label="Rejected rows">
      <p>
        <strong>{formatCounted(result.rejected, 'row')} rejected</strong>: {reasons.join(', ')}.
        <span className={`small second ${styles.under}`}>
          {rejects > 0
            ? 'Mend them in the rejects file, and import that file: each row says its line and reason.'
            : 'The rejects file is no longer kept.'}
        </span>
      </p>
      {rejects > 0 && (
        <Button variant="default" component="a" href={rejectsAddress(force.slug, detail.id)} download>
          Rejects file (CSV)
        </Button>
      )}
    </section>
  )
}
