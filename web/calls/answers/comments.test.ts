import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { Answer } from '../api.ts'
import type { Answers } from './answer-book.ts'
import { Comments } from './comments.ts'

/** A book that keeps at once, and a box in which somebody types. */
function desk() {
  const given = new Map<string, Answer>()
  const drafts = new Map<string, string>()
  let isTyping = false
  const comments = new Comments(
    {
      read: () => ({ given, box: { drafts } }) as unknown as Answers,
      give: async answer => void given.set(answer.question, answer),
      draft: async (question, text) => void (text === '' ? drafts.delete(question) : drafts.set(question, text)),
    },
    now => {
      isTyping = now
    },
  )
  return { comments, given, drafts, isTyping: () => isTyping }
}
const rated = (question: string, rating: number) => ({ question, rating, reason: null })

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

it('words are a draft after a pause, and go with the answer once there is one', async () => {
  const { comments, given, drafts, isTyping } = desk()
  comments.write('arrival', 'Nobody ca')
  await vi.advanceTimersByTimeAsync(499)
  comments.write('arrival', 'Nobody came ')
  await vi.advanceTimersByTimeAsync(499)
  expect(drafts.size).toBe(0)
  expect(isTyping()).toBe(true)
  await vi.advanceTimersByTimeAsync(1)
  expect(drafts.get('arrival')).toBe('Nobody came')
  expect(isTyping()).toBe(false)
  await comments.give(rated('arrival', 1))
  expect(given.get('arrival')).toMatchObject({ rating: 1, comment: 'Nobody came' })
  expect(drafts.size).toBe(0)
})

it('an answer to another question takes nothing from the words that are being typed', async () => {
  const { comments, drafts, isTyping } = desk()
  comments.write('arrival', 'Nobody came')
  await comments.give(rated('actions', 3))
  expect(isTyping()).toBe(true)
  await vi.advanceTimersByTimeAsync(500)
  expect(drafts.get('arrival')).toBe('Nobody came')
  expect(isTyping()).toBe(false)
})

it('going on from another question takes nothing from them either', async () => {
  const { comments, drafts, isTyping } = desk()
  comments.write('arrival', 'Nobody came')
  await comments.save('actions')
  expect(isTyping()).toBe(true)
  await vi.advanceTimersByTimeAsync(500)
  expect(drafts.get('arrival')).toBe('Nobody came')
})

it('words that an earlier claim left unsaved neither cover nor take the place of an answer’s', async () => {
  const { comments, given, drafts } = desk()
  drafts.set('arrival', 'Nobody came')
  drafts.set('actions', 'They were kind')
  given.set('arrival', { ...rated('arrival', 4), comment: 'An hour late' })
  given.set('overall', { ...rated('overall', 4), comment: null })
  expect(['arrival', 'actions', 'overall'].map(question => comments.of(question))).toEqual([
    'An hour late',
    'They were kind',
    '',
  ])
  await comments.give(rated('arrival', 3))
  expect(given.get('arrival')).toMatchObject({ rating: 3, comment: 'An hour late' })
  expect(drafts.get('arrival')).toBe('Nobody came')
})

it('when the box goes, its last words are saved at once: with the answer, or as a draft', async () => {
  const { comments, given, drafts, isTyping } = desk()
  await comments.give(rated('arrival', 1))
  comments.write('arrival', 'Nobody came')
  comments.write('actions', 'They were kind')
  await comments.save('arrival')
  expect(given.get('arrival')).toMatchObject({ rating: 1, comment: 'Nobody came' })
  expect(isTyping()).toBe(true)
  await comments.save('actions')
  expect(drafts.get('actions')).toBe('They were kind')
  expect(isTyping()).toBe(false)
})
