import { useReducer, useState } from 'react'
import type { AnswerBook } from './answer-book.ts'
import { Comments } from './comments.ts'

/** The comments of an interview on the screen, drawn as they are typed. */
export function useComments(book: AnswerBook, onTyping: (isTyping: boolean) => void) {
  const [comments] = useState(() => new Comments(book, onTyping))
  const [, draw] = useReducer((times: number) => times + 1, 0)
  const write = (question: string, text: string) => {
    comments.write(question, text)
    draw()
  }
  return [comments, write] as const
}
