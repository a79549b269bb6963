import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { useEffect, useRef, useState } from 'react'
import { flushSync } from 'react-dom'
import { allRatings, type Rating } from '../ui/RatingChip.tsx'
import { whenIdle } from '../when-idle.ts'
import type { AnswerBook, Answers } from './answers/answer-book.ts'
import { useComments } from './answers/use-comments.ts'
import type { Answer, CallBack, CallQuestion } from './api.ts'
import type { Finished } from './BetweenCalls.tsx'
import { Closing } from './Closing.tsx'
import { EndCall } from './EndCall.tsx'
import { KeyLine } from './keys/KeyLine.tsx'
import type { Press, PressAct } from './keys/press-gate.ts'
import { type Acts, useKeys } from './keys/use-keys.ts'
import { usePressGate } from './keys/use-press-gate.ts'
import { QuestionCard } from './QuestionCard.tsx'
import {
  closingStep,
  type LeaveName,
  lacks,
  nextLeave,
  placeOf,
  questionsToAsk,
  type Reason,
  reasons,
  stepFrom,
} from './routing.ts'
import { useFocusOnChange } from './use-focus-on-change.ts'
import styles from './Workstation.module.css'

interface InterviewProps {
  readonly slug: string
  readonly call: CallBack
  readonly book: AnswerBook
  readonly answers: Answers
  /** It took the place of something else on the page. */
  readonly isNext: boolean
  readonly onTyping: (isTyping: boolean) => void
  readonly onFinish: (how: Finished) => void
}

const route = getRouteApi('/f/$force/calls')

/** The questions one at a time, by key or by pointer, then leave to be named, then the end. */
export function Interview({ slug, call, book, answers, isNext, onTyping, onFinish }: InterviewProps) {
  const questions = questionsToAsk(call, answers.given)
  const [shown, show] = usePlace(slug, book)
  const place = placeOf(shown, questions, answers.given)
  const question = questions.find(each => each.key === place)
  const [isEnding, setEnding] = useState(false)
  const [hint, setHint] = useState('')
  const [comments, writeComment] = useComments(book, onTyping)
  const commentBox = useRef<HTMLTextAreaElement>(null)

  // However a place is left: by a key, a button, a link to another place or page, or because the call was lost.
  useEffect(() => () => void comments.save(place), [comments, place])

  // What they allow is two questions in one place.
  const leaveAsked = question ? undefined : nextLeave(answers.leave)
  const heading = useFocusOnChange(leaveAsked ?? place, isNext)
  const gate = usePressGate(leaveAsked ?? place)
  const admitted = (act: (press: Press) => void) => (press: Press) => {
    if (gate.admits(press)) act(press)
  }
  /** From the first word on it stands where it is: only that far does it follow what is found of an earlier page. */
  const stay = () => {
    if (shown !== place) show(place)
  }
  const goTo = (next: string, press?: Press) => {
    setHint('')
    if (next === place) return
    if (press) gate.leave(press.by)
    show(next)
  }
  const back = admitted(press => goTo(stepFrom(place, -1, questions), press))
  const goOn = (press: Press) => goTo(stepFrom(place, 1, questionsToAsk(call, book.read().given)), press)
  const on = admitted(press => {
    if (question && !book.read().given.has(question.key)) setHint('Choose a rating first, or why there is none.')
    else goOn(press)
  })
  /** Kept before the screen moves on. 2, 3, 4 and a reason lead on; 1 and 5 stay for the person's words. */
  const say = (given: Pick<Answer, 'rating' | 'reason'>) =>
    admitted(async press => {
      if (!question) return
      const stays = given.rating === 1 || given.rating === 5
      stay()
      gate.leave(press.by)
      await comments.give({ ...given, question: question.key })
      if (!stays) return goOn(press)
      gate.shown(performance.now())
      setHint(given.rating === 1 ? 'What went wrong?' : 'What was good?')
    })
  const rate = (rating: Rating) => say({ rating, reason: null })
  const decline = (reason: Reason) => say({ rating: null, reason })

  const allow = (leave: LeaveName, value: boolean) =>
    admitted(press => {
      if (leave === leaveAsked) gate.leave(press.by)
      void book.allow({ [leave]: value })
    })

  // What is said of the end must count the words that were typed last.
  const askEnd = () => {
    void comments.save(place)
    setEnding(true)
  }

  const common: Acts = { back, end: askEnd }
  const asking = { ...common, ...answerKeys(rate, decline), on, comment: () => commentBox.current?.focus() }
  useKeys(question ? asking : common, !isEnding)
  return (
    <section className={styles.middle} aria-label="Interview">
      <Progress questions={questions} place={place} answers={answers} />
      {question ? (
        <QuestionCard
          question={question}
          language={call.language}
          isEnglish={lacks(call, question.key)}
          place={questions.indexOf(question) + 1}
          of={questions.length}
          answer={answers.given.get(question.key)}
          comment={comments.of(question.key)}
          hint={hint}
          commentBox={commentBox}
          heading={heading}
          onRate={rate}
          onDecline={decline}
          onComment={text => {
            stay()
            writeComment(question.key, text)
          }}
          onNext={on}
          onBack={back}
        />
      ) : (
        <Closing
          call={call}
          answers={answers}
          heading={heading}
          keysOn={!isEnding}
          onAllow={allow}
          onOn={admitted(askEnd)}
          onEnd={admitted(askEnd)}
        />
      )}
      <EndCall
        slug={slug}
        call={call}
        book={book}
        answers={answers}
        isOpen={isEnding}
        onClose={() => setEnding(false)}
        onOpenQuestion={goTo}
        onFinish={onFinish}
      />
      <KeyLine place={place === closingStep ? 'closing' : 'question'} />
    </section>
  )
}

function answerKeys(rate: (rating: Rating) => PressAct, decline: (reason: Reason) => PressAct): Acts {
  const ratings = allRatings.map(rating => [`rate${rating}`, rate(rating)] as const)
  return Object.fromEntries([...ratings, ...reasons.map(({ reason }) => [reason, decline(reason)] as const)])
}

/**
 * Where the interviewer has gone, if anywhere yet. It stands in the address too, so that a reload comes back to it and a link
 * can lead to it; but the screen doesn't wait for the address.
 */
function usePlace(slug: string, book: AnswerBook): readonly [string | undefined, (place: string) => void] {
  const navigate = useNavigate()
  const { at } = route.useSearch()
  const [place, setPlace] = useState(at)
  /** By us: what else comes to stand in the address was a link. */
  const written = useRef(at)
  const toWrite = useRef<string | null>(null)
  const write = (next: string) => {
    toWrite.current = null
    written.current = next
    void navigate({ to: '/f/$force/calls', params: { force: slug }, search: { at: next }, replace: true })
  }
  // biome-ignore lint/correctness/useExhaustiveDependencies: it follows the address, and nothing else
  useEffect(() => {
    if (at === undefined) {
      if (place !== undefined) write(place)
    } else if (at !== written.current) {
      toWrite.current = null
      written.current = at
      setPlace(at)
    }
  }, [at])
  // Whoever has left the interview isn't led back to it.
  useEffect(
    () => () => {
      toWrite.current = null
    },
    [],
  )
  const show = (next: string) => {
    toWrite.current = next
    // At once, and not when React gets round to it, and with what was said: it decides what is asked next.
    flushSync(() => {
      setPlace(next)
      book.tell()
    })
    whenIdle(() => toWrite.current === next && write(next))
  }
  return [place, show]
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
