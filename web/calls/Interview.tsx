import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { useEffect, useRef, useState } from 'react'
import type { Rating } from '../ui/RatingChip.tsx'
import type { AnswerBook, Answers } from './answer-book.ts'
import type { CallBack, CallQuestion } from './api.ts'
import type { Finished } from './BetweenCalls.tsx'
import { Closing } from './Closing.tsx'
import { EndCall } from './EndCall.tsx'
import { KeyLine } from './KeyLine.tsx'
import { QuestionCard } from './QuestionCard.tsx'
import { closingStep, placeOf, questionsToAsk, reasons, stepFrom } from './routing.ts'
import { type Keys, useKeys, useKeysSetting } from './use-keys.ts'
import styles from './Workstation.module.css'

interface InterviewProps {
  readonly slug: string
  readonly call: CallBack
  readonly book: AnswerBook
  readonly answers: Answers
  readonly onDrafting: (isDrafting: boolean) => void
  readonly onChange: (call: CallBack) => void
  readonly onFinish: (how: Finished) => void
}

const route = getRouteApi('/f/$force/calls')
/** Long enough not to save every letter, short enough that a fault loses a word at most. */
const commentPauseMs = 700

/** The questions one at a time, by key or by pointer, then leave to be named, then the end. */
export function Interview({ slug, call, book, answers, onDrafting, onChange, onFinish }: InterviewProps) {
  const navigate = useNavigate()
  const { at } = route.useSearch()
  const questions = questionsToAsk(call, answers.given)
  // Without a place in the address it is held from the start: an answer alone moves nobody on.
  const [opened] = useState(() => placeOf(at, questions, answers.given))
  const place = placeOf(at ?? opened, questions, answers.given)
  const question = questions.find(each => each.key === place)
  const [isEnding, setEnding] = useState(false)
  const [hint, setHint] = useState('')
  const comments = useComments(book, answers, onDrafting)
  const commentBox = useRef<HTMLTextAreaElement>(null)
  const heading = useFocusOnChange(place)

  const goTo = (next: string) => {
    setHint('')
    comments.save(place)
    void navigate({ to: '/f/$force/calls', params: { force: slug }, search: { at: next }, replace: true })
  }
  const back = () => goTo(stepFrom(place, -1, questions))
  const on = () => {
    if (question && !book.read().given.has(question.key)) return setHint('Choose a rating first, or why there is none.')
    goTo(stepFrom(place, 1, questionsToAsk(call, book.read().given)))
  }
  const rate = (asked: CallQuestion, rating: Rating) => {
    book.give({ question: asked.key, rating, reason: null, comment: comments.of(asked.key) || null })
    if (rating === 1 || rating === 5) setHint(rating === 1 ? 'What went wrong?' : 'What was good?')
    else on()
  }
  const decline = (asked: CallQuestion, reason: string) => {
    book.give({ question: asked.key, rating: null, reason, comment: comments.of(asked.key) || null })
    on()
  }

  const [keysOn, toggleKeys] = useKeysSetting()
  const common: Keys = { Backspace: back, e: () => setEnding(true) }
  useKeys(
    question
      ? { ...common, ...questionKeys(question, { rate, decline, on, toComment: () => commentBox.current?.focus() }) }
      : common,
    keysOn && !isEnding,
  )
  return (
    <section className={styles.middle} aria-label="Interview">
      <Progress questions={questions} place={place} answers={answers} />
      {question ? (
        <QuestionCard
          question={question}
          place={questions.indexOf(question) + 1}
          of={questions.length}
          answer={answers.given.get(question.key)}
          comment={comments.of(question.key)}
          hint={hint}
          commentBox={commentBox}
          heading={heading}
          onRate={rating => rate(question, rating)}
          onDecline={reason => decline(question, reason)}
          onComment={text => comments.write(question.key, text)}
          onNext={on}
          onBack={back}
        />
      ) : (
        <Closing
          slug={slug}
          call={call}
          heading={heading}
          keysOn={keysOn && !isEnding}
          onChange={onChange}
          onEnd={() => setEnding(true)}
        />
      )}
      <EndCall
        slug={slug}
        call={call}
        answers={answers}
        isOpen={isEnding}
        onClose={() => setEnding(false)}
        onOpenQuestion={goTo}
        onFinish={onFinish}
      />
      <KeyLine isClosing={place === closingStep} isOn={keysOn} onToggle={toggleKeys} />
    </section>
  )
}

interface QuestionActs {
  readonly rate: (question: CallQuestion, rating: Rating) => void
  readonly decline: (question: CallQuestion, reason: string) => void
  readonly on: () => void
  readonly toComment: () => void
}

function questionKeys(question: CallQuestion, { rate, decline, on, toComment }: QuestionActs): Keys {
  const ratings = ([1, 2, 3, 4, 5] as const).map(rating => [String(rating), () => rate(question, rating)] as const)
  const others = reasons.map(({ key, reason }) => [key, () => decline(question, reason)] as const)
  return { ...Object.fromEntries([...ratings, ...others]), '/': toComment, Enter: on }
}

/** Comments as they are typed. They are saved with their answer after a pause, on going on, and on leaving the page. */
function useComments(book: AnswerBook, answers: Answers, onDrafting: (isDrafting: boolean) => void) {
  const [drafts, setDrafts] = useState<ReadonlyMap<string, string>>(new Map())
  const latest = useRef(drafts)
  latest.current = drafts
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const saved = (question: string) => book.read().given.get(question)?.comment ?? ''
  const save = (question: string) => {
    clearTimeout(timer.current)
    const draft = latest.current.get(question)?.trim()
    const answer = book.read().given.get(question)
    if (answer && draft !== undefined && draft !== saved(question)) book.give({ ...answer, comment: draft || null })
  }
  const isDrafting = [...drafts].some(
    ([question, draft]) => draft.trim() !== (answers.given.get(question)?.comment ?? ''),
  )
  useEffect(() => onDrafting(isDrafting), [isDrafting, onDrafting])
  return {
    of: (question: string) => drafts.get(question) ?? saved(question),
    write: (question: string, text: string) => {
      setDrafts(new Map(drafts).set(question, text))
      clearTimeout(timer.current)
      timer.current = setTimeout(() => save(question), commentPauseMs)
    },
    save,
  }
}

/** A new question takes the focus, so that it is read out; the first one doesn't, as nothing has moved yet. */
function useFocusOnChange(place: string) {
  const heading = useRef<HTMLHeadingElement>(null)
  const last = useRef(place)
  useEffect(() => {
    if (last.current === place) return
    last.current = place
    heading.current?.focus()
  }, [place])
  return heading
}

interface ProgressProps {
  readonly questions: readonly CallQuestion[]
  readonly place: string
  readonly answers: Answers
}

function Progress({ questions, place, answers }: ProgressProps) {
  return (
    <div className={styles.progress} aria-hidden="true">
      {questions.map(({ key }) => (
        <span key={key} data-state={key === place ? 'now' : answers.given.has(key) ? 'done' : 'to come'} />
      ))}
    </div>
  )
}
