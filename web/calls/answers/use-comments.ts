import { useEffect, useRef, useState } from 'react'
import type { Answer } from '../api.ts'
import type { AnswerBook } from './answer-book.ts'

/** Long enough not to save every letter, short enough that a fault loses a word at most. */
const pauseMs = 500

/**
 * Comments as they are typed. After a pause, and on going on, they are saved with their answer; while there is no answer
 * yet they are kept in the browser, and are in the box again after a crash.
 */
export function useComments(book: AnswerBook, onTyping: (isTyping: boolean) => void) {
  const [typed, setTyped] = useState<ReadonlyMap<string, string>>(() => new Map())
  const latest = useRef(typed)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const kept = (question: string) => {
    const { box, given } = book.read()
    return box.drafts.get(question) ?? given.get(question)?.comment ?? ''
  }
  const of = (question: string) => latest.current.get(question) ?? kept(question)

  const give = async (answer: Omit<Answer, 'comment'>) => {
    clearTimeout(timer.current)
    await book.give({ ...answer, comment: of(answer.question).trim() || null })
    if (book.read().box.drafts.has(answer.question)) void book.draft(answer.question, '')
    onTyping(false)
  }
  const save = async (question: string) => {
    clearTimeout(timer.current)
    const text = latest.current.get(question)?.trim()
    const answer = book.read().given.get(question)
    if (text !== undefined && text !== kept(question)) {
      if (answer) return give(answer)
      await book.draft(question, text)
    }
    onTyping(false)
  }
  useEffect(() => () => clearTimeout(timer.current), [])
  return {
    of,
    give,
    save,
    write: (question: string, text: string) => {
      latest.current = new Map(latest.current).set(question, text)
      setTyped(latest.current)
      onTyping(true)
      clearTimeout(timer.current)
      timer.current = setTimeout(() => void save(question), pauseMs)
    },
  }
}
