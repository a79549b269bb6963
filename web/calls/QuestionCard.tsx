import { Button, Textarea } from '@mantine/core'
import type { RefObject } from 'react'
import { wordsOf } from '../ui/format.ts'
import { allRatings, type Rating } from '../ui/RatingChip.tsx'
import type { Answer, CallQuestion } from './api.ts'
import { KeyFor } from './keys/KeyFor.tsx'
import type { PressAct } from './keys/press-gate.ts'
import { useKeyCap } from './keys/use-keymap.ts'
import { clickOf, pressOf } from './keys/use-keys.ts'
import { type Reason, reasons } from './routing.ts'
import { InEnglish } from './Words.tsx'
import styles from './Workstation.module.css'

interface QuestionCardProps {
  readonly question: CallQuestion
  readonly language: string
  readonly isEnglish: boolean
  readonly place: number
  readonly of: number
  readonly answer: Answer | undefined
  readonly comment: string
  readonly hint: string
  readonly commentBox: RefObject<HTMLTextAreaElement | null>
  readonly heading: RefObject<HTMLHeadingElement | null>
  readonly onRate: (rating: Rating) => PressAct
  readonly onDecline: (reason: Reason) => PressAct
  readonly onComment: (text: string) => void
  readonly onNext: PressAct
  readonly onBack: PressAct
}

/** One question as it is said, and every way to answer it. */
export function QuestionCard(props: QuestionCardProps) {
  const { question, answer, place } = props
  const lang = props.isEnglish ? 'en' : props.language
  return (
    <>
      <p className="region">
        {question.section} · {place} of {props.of}
      </p>
      {props.isEnglish && <InEnglish />}
      <p className={styles.lead} lang={lang}>
        “{question.lead}
      </p>
      <h1 ref={props.heading} tabIndex={-1} className={styles.ask} id="question" lang={lang}>
        {question.ask}”
      </h1>
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset's legend can't be the question's heading */}
      <div role="group" aria-labelledby="question" className={styles.ratings} lang={lang}>
        {allRatings.map(rating => (
          <RatingButton
            key={rating}
            word={wordsOf(question.scale.ratings[rating])}
            rating={rating}
            isGiven={answer?.rating === rating}
            onPress={props.onRate(rating)}
          />
        ))}
      </div>
      <div className="row" lang={lang}>
        {reasons.map(({ reason }) => (
          <button
            key={reason}
            type="button"
            className={styles.reason}
            data-answer
            aria-pressed={answer?.reason === reason}
            onClick={event => props.onDecline(reason)(clickOf(event))}
          >
            {wordsOf(question.scale.reasons[reason])} <KeyFor action={reason} />
          </button>
        ))}
      </div>
      <p className={styles.hint} role="status">
        {props.hint}
      </p>
      <CommentBox {...props} />
      <div className={styles.steps}>
        <Button variant="default" onClick={event => props.onBack(clickOf(event))} disabled={place === 1}>
          Back&nbsp; <KeyFor action="back" />
        </Button>
        <Button variant={answer ? 'filled' : 'default'} onClick={event => props.onNext(clickOf(event))}>
          Next&nbsp; <KeyFor action="on" />
        </Button>
      </div>
    </>
  )
}

interface RatingButtonProps {
  readonly rating: Rating
  /** As it is read out, in the language of the question. */
  readonly word: string
  readonly isGiven: boolean
  readonly onPress: PressAct
}

function RatingButton({ rating, word, isGiven, onPress }: RatingButtonProps) {
  const cap = useKeyCap(`rate${rating}`)
  return (
    <button
      type="button"
      className={styles.rating}
      data-answer
      aria-pressed={isGiven}
      onClick={event => onPress(clickOf(event))}
    >
      {/* Its figure is its key, unless the person chose another. */}
      <span className={styles.figure}>{rating}</span> {cap !== String(rating) && <KeyFor action={`rate${rating}`} />}
      {word}
      <span className={styles.stripe} style={{ background: `var(--rb-rating-${rating})` }} />
    </button>
  )
}

function CommentBox({ comment, commentBox, answer, onComment, onNext }: QuestionCardProps) {
  return (
    <Textarea
      ref={commentBox}
      label={
        <span className="region">
          In their words <KeyFor action="comment" />
        </span>
      }
      description={
        comment && !answer
          ? 'Saved once there is a rating, or why there is none.'
          : 'Enter goes on, Shift and Enter begins a new line, Esc leaves the box.'
      }
      inputWrapperOrder={['label', 'input', 'description']}
      rows={3}
      maxLength={4000}
      value={comment}
      onChange={event => onComment(event.currentTarget.value)}
      onKeyDown={event => {
        if (event.key === 'Escape') event.currentTarget.blur()
        if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return
        event.preventDefault()
        onNext(pressOf(event))
      }}
    />
  )
}
