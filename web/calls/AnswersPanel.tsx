import { Link } from '@tanstack/react-router'
import { isRating, RatingChip } from '../ui/RatingChip.tsx'
import type { Answers } from './answers/answer-book.ts'
import type { Answer, CallBack } from './api.ts'
import { questionsToAsk, reasonTitle, whatFollows } from './routing.ts'
import { wishesToComplain } from './serious/words.ts'
import styles from './Workstation.module.css'

/** What was said, each with a way back to it, and what it will set going. */
export function AnswersPanel({ call, answers }: { readonly call: CallBack; readonly answers: Answers }) {
  const questions = questionsToAsk(call, answers.given)
  const answered = questions.flatMap(question => {
    const answer = answers.given.get(question.key)
    return answer ? [{ question, answer }] : []
  })
  return (
    <section className={styles.block}>
      <h2 className="region">Answers so far</h2>
      {answered.length === 0 && <p className="second">None yet. Each is saved as soon as it is given.</p>}
      <ul>
        {answered.map(({ question, answer }) => (
          <li key={question.key}>
            <Link from="/f/$force/calls" to="." search={{ at: question.key }} replace className={styles.answer}>
              <span>
                {question.title}
                <span className="visually-hidden">, change the answer</span>
              </span>
              <Said answer={answer} />
              {answer.comment && <span className={`small second ${styles.said}`}>“{answer.comment}”</span>}
            </Link>
          </li>
        ))}
      </ul>
      {whatFollows(questions, answers.given, wishesToComplain(answers.box)).map(each => (
        <p key={each} className="small second">
          {each} when the interview ends.
        </p>
      ))}
      <LeaveLine name={call.person.name} mayBeNamed={answers.leave.mayBeNamed} />
    </section>
  )
}

function Said({ answer: { rating, reason } }: { readonly answer: Answer }) {
  if (isRating(rating)) return <RatingChip rating={rating} />
  return <span className="small second">{reasonTitle(reason ?? '')}</span>
}

function LeaveLine({ name, mayBeNamed }: { readonly name: string; readonly mayBeNamed: boolean | null }) {
  if (mayBeNamed === null) return null
  return (
    <p className="small second">
      {name} <strong>{mayBeNamed ? 'has agreed' : 'has not agreed'}</strong> to be named.
    </p>
  )
}
