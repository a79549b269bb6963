import { Button } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { Membership } from '../api.ts'
import { formatCount, formatCounted, formatDateTime } from '../ui/format.ts'
import { type ImportDetail, importQuery, rejectsAddress, takeStep } from './api.ts'
import { Confirmation } from './Confirmation.tsx'
import styles from './ImportPage.module.css'
import { Counts, Warnings } from './TrialReport.tsx'
import { codeInWords } from './words.ts'

interface OutcomeProps {
  readonly detail: ImportDetail
  readonly force: Membership
  readonly mayChange: boolean
}

/** What became of it: taken in, failed, or undone. */
export function Outcome({ detail, force, mayChange }: OutcomeProps) {
  if (detail.status === 'failed') return <Failed detail={detail} force={force} />
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

function Failed({ detail, force }: Omit<OutcomeProps, 'mayChange'>) {
  const { fault, result } = detail
  const kept = result ? result.created + result.updated : 0
  const before = result?.takenInBefore ?? 0
  return (
    <section className="card stack" aria-labelledby="failed-title">
      <h2 id="failed-title">It failed</h2>
      <p className="notice bad">{fault?.title ?? 'Ringback was stopped while it went on.'}</p>
      <p>
        {kept === 0
          ? `Nothing of it was taken in${before === 0 ? '' : ' this time'}.`
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

function Undo({ detail, force }: { readonly detail: ImportDetail; readonly force: string }) {
  const client = useQueryClient()
  const [isAsking, setIsAsking] = useState(false)
  const undo = useMutation({
    mutationFn: () => takeStep(force, detail.id, 'undo'),
    onSuccess: () => client.invalidateQueries({ queryKey: importQuery(force, detail.id).queryKey }),
  })
  const { created = 0, updated = 0, takenInBefore = 0 } = detail.result ?? {}
  return (
    <section className={`stack ${styles.after}`} aria-labelledby="undo-title">
      <h3 id="undo-title">Undo</h3>
      <p className="small second">
        {detail.undo.possible
          ? 'Possible as long as nobody has acted on it: no call, no later import.'
          : `It can’t be undone: ${detail.undo.reason ?? 'somebody has acted on it.'}`}
      </p>
      {detail.fault && (
        <p className="notice bad" role="alert">
          {detail.fault.title}
        </p>
      )}
      {detail.undo.possible && (
        <div>
          <Button variant="default" onClick={() => setIsAsking(true)}>
            Undo this import
          </Button>
        </div>
      )}
      <Confirmation
        title="Undo this import?"
        action="Undo it"
        isOpen={isAsking}
        isPending={undo.isPending}
        error={undo.error}
        onConfirm={() => undo.mutate()}
        onClose={() => setIsAsking(false)}
      >
        {created > 0 && <p>What {formatCounted(created, 'row')} made is taken away again.</p>}
        {updated > 0 && <p>What {formatCounted(updated, 'row')} changed is put back as it was.</p>}
        {takenInBefore > 0 && (
          <p>What {formatCounted(takenInBefore, 'row')} brought when it was started before is taken back.</p>
        )}
        {created + updated + takenInBefore === 0 && <p>It changed nothing, so nothing is taken away.</p>}
        <p className="second">The file can be imported again later.</p>
      </Confirmation>
    </section>
  )
}
