import { Button } from '@mantine/core'
import type { ReactNode } from 'react'
import { formatCounted } from '../../ui/format.ts'
import { isRating, RatingChip } from '../../ui/RatingChip.tsx'
import type { CallBack } from '../api.ts'
import { Copy } from '../Copy.tsx'
import { reasonTitle } from '../routing.ts'
import styles from '../Workstation.module.css'
import { type Answers, callOfWrite } from './answer-book.ts'
import { unsentOf } from './outbox-state.ts'
import { keptLines } from './words.ts'

interface LostCallProps {
  readonly call: CallBack
  readonly answers: Answers
  readonly problem: Error
  /** Taken from whoever had the call: the desk hears of it all the same. */
  readonly serious: ReactNode
  readonly onLeave: () => void
}

/** Somebody else has the call, or it is over: what was said here stays in view, and can't overwrite what is said there. */
export function LostCall({ call, answers, problem, serious, onLeave }: LostCallProps) {
  const unsaved = keptLines(callOfWrite(call), unsentOf(answers.box), answers.box.drafts)
  const answered = new Set(answers.box.waiting.flatMap(({ id, content }) => (content.kind === 'answer' ? [id] : [])))
  const others = unsaved.filter(({ id }) => !answered.has(id))
  const given = call.questions.flatMap(({ key, title }) => {
    const answer = answers.given.get(key)
    return answer ? [{ title, answer, isSaved: !answers.box.waiting.some(of => isAbout(of.content, key)) }] : []
  })
  return (
    <div className="page reading stack">
      <section className="card stack" role="alert">
        <h1>This call is no longer yours</h1>
        <p>{problem.message}</p>
        <p>
          If you are still speaking to {call.person.name}, thank them and say that somebody will ring again. What is not
          saved is no part of the interview; it stays here for you to read and to copy.
        </p>
      </section>
      {given.length > 0 && (
        <section className="card stack" aria-labelledby="lost-title">
          <h2 id="lost-title">What {call.person.name} said</h2>
          <ul>
            {given.map(({ title, answer, isSaved }) => (
              <li key={title} className={styles.answer}>
                <span>
                  {title}
                  <span className={`small ${isSaved ? styles.safe : styles.unsafe}`}>
                    {isSaved ? 'Saved' : 'Not saved'}
                  </span>
                </span>
                {isRating(answer.rating) ? <RatingChip rating={answer.rating} /> : reasonTitle(answer.reason ?? '')}
                {answer.comment && <span className={`small second ${styles.said}`}>“{answer.comment}”</span>}
              </li>
            ))}
          </ul>
        </section>
      )}
      {others.length > 0 && (
        <section className="card stack" aria-labelledby="unsaved-title">
          <h2 id="unsaved-title">What else is not saved</h2>
          <ul>
            {others.map(({ id, line }) => (
              <li key={id}>{line}</li>
            ))}
          </ul>
        </section>
      )}
      {serious}
      <div className="row">
        {unsaved.length > 0 && (
          <Copy
            lines={unsaved.map(({ line }) => line)}
          >{`Copy the ${formatCounted(unsaved.length, 'line')} not saved`}</Copy>
        )}
        <Button onClick={onLeave}>Go on to the next call</Button>
      </div>
    </div>
  )
}

const isAbout = (content: Answers['box']['waiting'][number]['content'], question: string): boolean =>
  content.kind === 'answer' && content.answer.question === question
