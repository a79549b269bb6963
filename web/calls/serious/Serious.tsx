import { Button } from '@mantine/core'
import { getRouteApi } from '@tanstack/react-router'
import { useState } from 'react'
import { businessNowOf } from '../../api.ts'
import type { AnswerBook, Answers } from '../answers/answer-book.ts'
import { seriousDraft as draftKey } from '../answers/writes.ts'
import type { CallBack } from '../api.ts'
import { KeyFor } from '../keys/KeyFor.tsx'
import { useKeys } from '../keys/use-keys.ts'
import styles from './Serious.module.css'
import { SeriousPanel } from './SeriousPanel.tsx'
import { whatBecameOf } from './words.ts'

interface SeriousProps {
  readonly call: CallBack
  readonly book: AnswerBook
  readonly answers: Answers
}

/** One press from any question; and what was told, and to whom. */
export function Serious({ call, book, answers }: SeriousProps) {
  const { me } = getRouteApi('/f/$force').useRouteContext()
  const { at } = getRouteApi('/f/$force/calls').useSearch()
  const question = call.questions.some(({ key }) => key === at) ? at : null
  const [isOpen, setOpen] = useState(false)
  useKeys({ serious: () => setOpen(true) }, !isOpen)
  return (
    <section className={styles.reports} aria-label="Something serious">
      <Button variant="default" fullWidth className={styles.open} onClick={() => setOpen(true)}>
        Something serious&nbsp; <KeyFor action="serious" />
      </Button>
      <p className="small second">Emergency, self-harm, safeguarding, new crime, complaint, update</p>
      <Reports call={call} answers={answers} />
      <SeriousPanel
        desks={call.desks}
        draft={answers.box.drafts.get(draftKey) ?? ''}
        isOpen={isOpen}
        now={() => businessNowOf(me)}
        onDraft={text => void book.draft(draftKey, text)}
        onReport={(id, report) => {
          void book.report(id, { ...report, question })
          void book.draft(draftKey, '')
          setOpen(false)
        }}
        onClose={() => setOpen(false)}
      />
    </section>
  )
}

/** What became of each report, for as long as the page is open. */
export function Reports({ call, answers: { box } }: { readonly call: CallBack; readonly answers: Answers }) {
  const reports = [...box.sent, ...box.waiting].flatMap(({ id, content }) =>
    content.kind === 'serious' ? [{ id, report: content.report }] : [],
  )
  return (
    <div role="status">
      <ul>
        {reports.map(({ id, report }) => (
          <li key={id} className="notice small">
            <strong>{call.desks.find(({ kind }) => kind === report.kind)?.title ?? report.kind}:</strong>{' '}
            {whatBecameOf(id, box)}
          </li>
        ))}
      </ul>
    </div>
  )
}
