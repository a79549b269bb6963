import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { ActionBar } from './ActionBar.tsx'
import { type ImportDetail, importQuery, type Step, takeStep } from './api.ts'
import { isAnswered, missingFrom } from './definition.ts'
import { FileFacts } from './FileFacts.tsx'
import { FirstRows } from './FirstRows.tsx'
import styles from './ImportPage.module.css'
import { KeepMapping } from './KeepMapping.tsx'
import { Mapping } from './Mapping.tsx'
import { Questions } from './Questions.tsx'
import { TrialFault, TrialReport } from './TrialReport.tsx'
import { useDraft } from './use-draft.ts'

interface SetupProps {
  readonly detail: ImportDetail
  readonly force: string
}

/** Everything that is to be said before a file is taken in, on one page. */
export function Setup({ detail, force }: SetupProps) {
  const client = useQueryClient()
  const draft = useDraft(force, detail)
  const step = useMutation({
    mutationFn: (next: Step) => takeStep(force, detail.id, next),
    onSettled: () => client.invalidateQueries({ queryKey: importQuery(force, detail.id).queryKey }),
  })
  const report = useRef<HTMLDivElement>(null)
  useShownWhenTried(report, detail)
  const { inspection } = detail
  if (!inspection) return null
  const { definition, change } = draft
  const missing = missingFrom(definition, inspection.header)
  const openQuestions = inspection.questions.filter(question => !isAnswered(question, definition))
  const isMapped =
    openQuestions.length === 0 &&
    missing.required.length + missing.gone.length === 0 &&
    Object.keys(definition.columns).length > 0
  return (
    <>
      <div ref={report} className={styles.report}>
        {detail.trial && <TrialReport trial={detail.trial} />}
        {detail.fault && detail.status === 'received' && <TrialFault title={detail.fault.title} />}
      </div>
      <Questions inspection={inspection} definition={definition} onChange={change} />
      {inspection.notices.map(notice => (
        <p key={`${notice.code} ${notice.text}`} className="notice">
          {notice.text}
        </p>
      ))}
      <FileFacts force={force} detail={detail} inspection={inspection} draft={draft} />
      <Mapping inspection={inspection} definition={definition} missing={missing} onChange={change} />
      {isMapped && detail.status !== 'trying' && <KeepMapping detail={detail} force={force} />}
      <FirstRows inspection={inspection} />
      <ActionBar
        detail={detail}
        missing={missing}
        openQuestions={openQuestions}
        isSaving={draft.isSaving}
        error={draft.error ?? step.error}
        pending={step.isPending ? step.variables : undefined}
        onStep={next => step.mutate(next)}
      />
    </>
  )
}

/** When a trial ends that was seen to go on, its report comes into sight and has the focus. */
function useShownWhenTried(report: React.RefObject<HTMLDivElement | null>, { status }: ImportDetail) {
  const before = useRef(status)
  useEffect(() => {
    const ended = before.current === 'trying' && status === 'received'
    before.current = status
    if (!ended) return
    report.current?.scrollIntoView({ block: 'start' })
    report.current?.querySelector<HTMLElement>('h2')?.focus({ preventScroll: true })
  }, [status, report])
}
