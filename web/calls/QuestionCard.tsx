import { Button, Textarea } from '@mantine/core'
import type { RefObject } from 'react'
import { KeyCap } from '../ui/KeyCap.tsx'
import { allRatings, type Rating, ratingWords } from '../ui/RatingChip.tsx'
import type { Answer, CallQuestion } from './api.ts'
import { reasons } from './routing.ts'
import styles from './Workstation.module.css'

interface QuestionCardProps {
  readonly question: CallQuestion
  readonly place: number
  readonly of: number
  readonly answer: Answer | undefined
  readonly comment: string
  readonly hint: string
  readonly commentBox: RefObject<HTMLTextAreaElement | null>
  readonly heading: RefObject<HTMLHeadingElement | null>
  readonly onRate: (rating: Rating) => void
  readonly onDecline: (reason: string) => void
  readonly onComment: (text: string) => void
  readonly onNext: () => void
  readonly onBack: () => void
}

/** One question as it is said, and every way to answer it. */
export function QuestionCard(props: QuestionCardProps) {
  const { question, answer, place } = props
  return (
    <>
      <p className="region">
        {question.section} · {place} of {props.of}
      </p>
      <p className={styles.lead}>“{question.lead}</p>
      <h1 ref={props.heading} tabIndex={-1} className={styles.ask} id="question">
        {question.ask}”
      </h1>
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset's legend can't be the question's heading */}
      <div role="group" aria-labelledby="question" className={styles.ratings}>
        {allRatings.map(rating => (
          <button
            key={rating}
            type="button"
            className={styles.rating}
            aria-pressed={answer?.rating === rating}
            onClick={() => props.onRate(rating)}
          >
            <span className={styles.figure}>{rating}</span> {ratingWords[rating]}
            <span className={styles.stripe} style={{ background: `var(--rb-rating-${rating})` }} />
          </button>
        ))}
      </div>
      <div className="row">
        {reasons.map(({ reason, title, key }) => (
          <button
            key={reason}
            type="button"
            className={styles.reason}
            aria-pressed={answer?.reason === reason}
            onClick={() => props.onDecline(reason)}
          >
            {title} <KeyCap>{key}</KeyCap>
          </button>
        ))}
      </div>
      <p className={styles.hint} role="status">
        {props.hint}
      </p>
      <CommentBox {...props} />
      <div className={styles.steps}>
        <Button variant="default" onClick={props.onBack} disabled={place === 1}>
          Back&nbsp; <KeyCap>⌫</KeyCap>
        </Button>
        <Button variant={answer ? 'filled' : 'default'} onClick={props.onNext}>
          Next&nbsp; <KeyCap>↵</KeyCap>
        </Button>
      </div>
    </>
  )
}

function CommentBox({ comment, commentBox, answer, onComment, onNext }: QuestionCardProps) {
  return (
    <Textarea
      ref={commentBox}
      label={
        <span className="region">
          In their words <KeyCap>/</KeyCap>
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
        onNext()
      }}
    />
  )
}
