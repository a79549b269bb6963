import { Button } from '@mantine/core'
import type { CallBack } from '../api.ts'
import { type AnswerBook, type Answers, callOfWrite } from './answer-book.ts'
import { refusedOf, refusedWords } from './outbox-state.ts'
import { keptLines, refusalWords, waitingWords } from './words.ts'

interface NotTakenProps {
  readonly call: CallBack
  readonly book: AnswerBook
  readonly answers: Answers
}

/** What the server refused for good while the call goes on, why, and what can be done. */
export function NotTaken({ call, book, answers: { box } }: NotTakenProps) {
  if (box.refused.size === 0) return null
  const lines = keptLines(callOfWrite(call), refusedWords(box))
  const reasons = [...new Set([...box.refused.values()].map(refusalWords))]
  return (
    <div className="notice bad stack" role="alert">
      <p>
        <strong>Not taken:</strong> {waitingWords(refusedOf(box))}. {reasons.join(' ')}{' '}
        {lines.length > 0
          ? 'All else goes on, and the end asks first about what follows. It stays here, to read and to copy.'
          : 'All else goes on.'}
      </p>
      {lines.length > 0 && (
        <ul>
          {lines.map(({ id, line }) => (
            <li key={id}>{line}</li>
          ))}
        </ul>
      )}
      <Button variant="default" onClick={() => book.retryRefused()}>
        Send again
      </Button>
    </div>
  )
}
