import { Button } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { type KeyboardEvent, type MouseEvent, useLayoutEffect, useRef } from 'react'
import { Dialog } from '../ui/Dialog.tsx'
import { formatCounted } from '../ui/format.ts'
import { type AnswerBook, type Answers, callOfWrite } from './answers/answer-book.ts'
import { goingOf, refusedWords } from './answers/outbox-state.ts'
import { keptLines, refusalWords, waitingWords, whyKept } from './answers/words.ts'
import type { CallBack, Ending } from './api.ts'
import type { Finished } from './BetweenCalls.tsx'
import { echoMs } from './keys/press-gate.ts'
import { PutOff } from './PutOff.tsx'
import { closingStep, leaveNotAsked, questionsToAsk, whatFollows } from './routing.ts'
import { wishesToComplain } from './serious/words.ts'
import styles from './Workstation.module.css'

interface EndCallProps {
  readonly slug: string
  readonly call: CallBack
  readonly book: AnswerBook
  readonly answers: Answers
  readonly isOpen: boolean
  readonly onClose: () => void
  readonly onOpenQuestion: (key: string) => void
  readonly onFinish: (how: Finished) => void
}

/** What led here, held or pressed twice, must not press what ends the call. */
function useEchoGuard(isOpen: boolean) {
  const openedAtMs = useRef(0)
  useLayoutEffect(() => {
    if (isOpen) openedAtMs.current = performance.now()
  }, [isOpen])
  return (event: KeyboardEvent | MouseEvent) => {
    if ('key' in event && event.key !== 'Enter') return
    const isHeld = 'repeat' in event && event.repeat
    if (!isHeld && event.timeStamp - openedAtMs.current >= echoMs) return
    event.preventDefault()
    event.stopPropagation()
  }
}

/** The one step that can't be taken back, so it says what follows and asks. */
export function EndCall({ slug, call, book, answers, isOpen, onClose, onOpenQuestion, onFinish }: EndCallProps) {
  const questions = questionsToAsk(call, answers.given)
  const follows = whatFollows(questions, answers.given, wishesToComplain(answers.box))
  const missing = questions.filter(question => !answers.given.has(question.key))
  const leaveMissing = leaveNotAsked(answers.leave)
  const notAsked = [...missing.map(question => question.title), ...leaveMissing]
  const end = useMutation({
    mutationFn: (ending: Ending) => book.end(ending),
    onSuccess: result => onFinish({ how: 'interview', name: call.person.name, result, follows }),
  })
  const guard = useEchoGuard(isOpen)
  const { fault, unkept } = answers.box
  const going = goingOf(answers.box)
  const isHeldBack = refusedWords(answers.box).length > 0
  return (
    <Dialog
      title="End the call"
      isOpen={isOpen}
      onClose={end.isPending ? () => undefined : onClose}
      closeLabel="Go back to the call"
      onPressCapture={guard}
    >
      <p>
        {formatCounted(questions.length - missing.length, 'answer')} of {questions.length}. After this the answers can't
        be changed here.
      </p>
      {follows.map(each => (
        <p key={each}>{each}.</p>
      ))}
      {notAsked.length > 0 && (
        <p className="notice">
          Not asked yet: {notAsked.join(', ')}.{' '}
          <button
            type="button"
            className={styles.link}
            onClick={() => {
              onClose()
              onOpenQuestion(missing[0]?.key ?? closingStep)
            }}
          >
            Ask now
          </button>
        </p>
      )}
      <NotInIt call={call} book={book} answers={answers} />
      {end.isPending && fault && (
        <p className="notice" role="status">
          <strong>{whyKept(fault).why}.</strong> {unkept.size > 0 ? 'To go' : 'Kept here, to go'} {whyKept(fault).until}
          : {waitingWords(going)}.{' '}
          {unkept.size > 0 ? 'Leave this page open.' : 'You may close this page: nothing is lost.'}
        </p>
      )}
      {end.error && !isHeldBack && (
        <p className="notice bad" role="alert">
          {end.error.message}
        </p>
      )}
      <Button
        data-autofocus={notAsked.length === 0 || undefined}
        disabled={missing.length > 0 || isHeldBack}
        loading={end.isPending}
        onClick={() => end.mutate('completed')}
      >
        {/* Whoever has answered all and hung up has completed it, without leave. */}
        {leaveMissing.length === 0 ? 'Completed: everything was asked' : 'Completed: every question was asked'}
      </Button>
      <Button
        variant="default"
        className={styles.brokenOff}
        disabled={isHeldBack}
        loading={end.isPending}
        onClick={() => end.mutate('broken_off')}
      >
        Broken off: the person stopped
      </Button>
      {missing.length > 0 && (
        <PutOff slug={slug} call={call} answers={answers} isDisabled={going.length > 0} onFinish={onFinish} />
      )}
      <Button
        variant="default"
        data-autofocus={notAsked.length > 0 || undefined}
        disabled={end.isPending}
        onClick={onClose}
      >
        Go back to the call
      </Button>
    </Dialog>
  )
}

/** What the server has refused would not be in the interview, and nothing could be added after the end. */
function NotInIt({ call, book, answers: { box } }: Pick<EndCallProps, 'call' | 'book' | 'answers'>) {
  const refused = refusedWords(box)
  if (refused.length === 0) return null
  const lines = keptLines(callOfWrite(call), refused)
  const reasons = new Set(refused.flatMap(({ id }) => box.refused.get(id) ?? []).map(refusalWords))
  return (
    <div className="notice bad stack" role="alert">
      <p>
        <strong>Not taken, so the call can't end yet.</strong> {[...reasons].join(' ')}
      </p>
      <ul>
        {lines.map(({ id, line }) => (
          <li key={id}>{line}</li>
        ))}
      </ul>
      <div className="row">
        <Button variant="default" onClick={() => book.retryRefused()}>
          Send again
        </Button>
        <Button variant="default" onClick={() => book.leaveOutRefused()}>
          Leave it out
        </Button>
      </div>
      <p className="small">What is left out stays here after the call, to read and to copy.</p>
    </div>
  )
}
