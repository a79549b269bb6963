import { Button } from '@mantine/core'
import { getRouteApi } from '@tanstack/react-router'
import { businessNowOf } from '../../api.ts'
import type { AnswerBook, Answers } from '../answers/answer-book.ts'
import { seriousDraft as draftKey } from '../answers/writes.ts'
import type { CallBack } from '../api.ts'
import { KeyFor } from '../keys/KeyFor.tsx'
import { useKeys } from '../keys/use-keys.ts'
import { closingStep, placeOf, questionsToAsk } from '../routing.ts'
import styles from './Serious.module.css'
import { SeriousPanel } from './SeriousPanel.tsx'
import { whatBecameOf } from './words.ts'

interface SeriousProps {
  readonly call: CallBack
  readonly answers: Answers
  readonly onOpen: () => void
}

/** One press from any question, or when the call is lost; and what was told, and to whom. */
export function Serious({ call, answers, onOpen }: SeriousProps) {
  useKeys({ serious: onOpen })
  return (
    <section className={styles.reports} aria-label="Something serious">
      <Button variant="default" fullWidth className={styles.open} onClick={onOpen}>
        Something serious&nbsp; <KeyFor action="serious" />
      </Button>
      <p className="small second">Emergency, self-harm, safeguarding, new crime, complaint, update</p>
      <Reports call={call} answers={answers} />
    </section>
  )
}

interface TakeDownProps {
  readonly call: CallBack
  readonly book: AnswerBook
  readonly answers: Answers
  readonly isOpen: boolean
  /** The call is no longer the interviewer's: no question waits behind it. */
  readonly isLost: boolean
  readonly onClose: () => void
}

/** What was said is taken down, and kept at once. */
export function TakeDown({ call, book, answers: { box, given }, isOpen, isLost, onClose }: TakeDownProps) {
  const { me } = getRouteApi('/f/$force').useRouteContext()
  const { at } = getRouteApi('/f/$force/calls').useSearch()
  const place = placeOf(at, questionsToAsk(call, given), given)
  const question = place === closingStep ? null : place
  return (
    <SeriousPanel
      desks={call.desks}
      draft={box.drafts.get(draftKey) ?? ''}
      isOpen={isOpen}
      isLost={isLost}
      now={() => businessNowOf(me)}
      onDraft={text => void book.draft(draftKey, text)}
      onReport={(id, report) => {
        void book.report(id, { ...report, question })
        void book.draft(draftKey, '')
        onClose()
      }}
      onClose={onClose}
    />
  )
}

/** What became of each report, for as long as the page is open. */
function Reports({ call, answers: { box } }: { readonly call: CallBack; readonly answers: Answers }) {
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
