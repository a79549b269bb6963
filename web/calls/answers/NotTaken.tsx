import { Button } from '@mantine/core'
import type { AnswerBook, Answers } from './answer-book.ts'
import { refusedOf } from './outbox-state.ts'
import { refusalWords, waitingWords } from './words.ts'

interface NotTakenProps {
  readonly book: AnswerBook
  readonly answers: Answers
}

/** What the server refused for good while the call goes on, why, and what can be done. */
export function NotTaken({ book, answers: { box } }: NotTakenProps) {
  if (box.refused.size === 0) return null
  const reasons = [...new Set([...box.refused.values()].map(refusalWords))]
  return (
    <div className="notice bad stack" role="alert">
      <p>
        <strong>Not taken:</strong> {waitingWords(refusedOf(box))}. {reasons.join(' ')} It stays here, to read and to
        copy; all else goes on, and the end asks about it first.
      </p>
      <Button variant="default" onClick={() => book.retryRefused()}>
        Send again
      </Button>
    </div>
  )
}
