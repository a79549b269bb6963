import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { ApiProblem } from '../../api.ts'
import type { CallBack } from '../api.ts'
import { Books } from './books.ts'
import type { Keeping } from './keeper.ts'
import type { Kept } from './writes.ts'

const call = {
  id: 'a-call',
  isOnTheLine: true,
  person: { name: 'Ms Example' },
  questions: [],
  interview: { id: 'an-interview', mayBeNamed: null, mayBeRungAgain: null, answers: [], lastOrder: 0 },
} as unknown as CallBack
const answer = (question: string, rating: number) => ({ question, rating, reason: null, comment: null })
const before: Kept = {
  id: '0000',
  call: { callId: 'a-call', interviewId: 'an-interview', person: 'Ms Example', titles: {} },
  at: '2011-09-01T09:00:00Z',
  content: { kind: 'answer', answer: answer('arrival', 2), order: 1 },
}

/** A browser that keeps once it has the key, and a server that can't be reached to send anything. */
function desk({ canKeep = true } = {}) {
  let keyFails: Error | null = null
  let hasKey = false
  let tries = 0
  const inBrowser = new Map<string, Kept>([[before.id, before]])
  const keeper: Keeping = {
    canKeep: () => canKeep,
    fetchKey: async () => {
      tries += 1
      if (keyFails) throw keyFails
      hasKey = true
    },
    keep: async kept => {
      if (!hasKey) throw new Error('no key')
      inBrowser.set(kept.id, kept)
    },
    discard: async id => void inBrowser.delete(id),
    list: async () => ({ kept: [...inBrowser.values()], unreadable: [] }),
  }
  const books = new Books({ force: 'cleveland', userId: 'a-user' }, keeper, () => undefined)
  return {
    books,
    inBrowser,
    tries: () => tries,
    keyFails: (error: Error | null) => {
      keyFails = error
    },
  }
}

const starting = new ApiProblem(502, 'http_502', 'The server answered 502 without saying why.')
const signedOut = new ApiProblem(401, 'not_signed_in', 'Sign in.')

beforeEach(() => {
  vi.useFakeTimers()
  vi.stubGlobal('fetch', () => Promise.reject(new Error('no line')))
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

it('a key that could not be had is asked for again, until what an earlier page kept is found and what is said is kept', async () => {
  const { books, inBrowser, keyFails } = desk()
  keyFails(starting)
  await expect(books.load()).rejects.toBe(starting)
  const book = books.bookOf(call)
  await book.give(answer('actions', 3))
  await vi.advanceTimersByTimeAsync(400)
  expect(books.read().isLoaded).toBe(false)
  expect(book.read().box.unkept.size).toBe(1)
  expect(inBrowser.size).toBe(1)

  await vi.advanceTimersByTimeAsync(1_000)
  keyFails(null)
  await vi.advanceTimersByTimeAsync(2_000)
  expect(books.read().isLoaded).toBe(true)
  expect([...book.read().given.keys()]).toEqual(['arrival', 'actions'])
  expect(book.read().box.unkept.size).toBe(0)
  expect(inBrowser.size).toBe(2)
})

it('the key is asked for with longer and longer pauses, and no more once it is held', async () => {
  const { books, tries, keyFails } = desk()
  keyFails(starting)
  await expect(books.load()).rejects.toBe(starting)
  await vi.advanceTimersByTimeAsync(7_500)
  expect(tries()).toBe(4)
  await vi.advanceTimersByTimeAsync(14_000)
  expect(tries()).toBe(4)
  keyFails(null)
  books.retry()
  await vi.advanceTimersByTimeAsync(60_000)
  expect(tries()).toBe(5)
})

it('whoever is signed out is not asked again and again: the next sign-in does it', async () => {
  const { books, tries, keyFails } = desk()
  keyFails(signedOut)
  await expect(books.load()).rejects.toBe(signedOut)
  await vi.advanceTimersByTimeAsync(60_000)
  expect(tries()).toBe(1)
  keyFails(null)
  books.retry()
  await vi.advanceTimersByTimeAsync(0)
  expect(books.read().isLoaded).toBe(true)
})

it('a refusal that lasts is told, is not asked for again by itself, and is gone with the next try', async () => {
  const { books, tries, keyFails } = desk()
  const noInterviewer = new ApiProblem(403, 'forbidden', 'You are not an interviewer here.')
  keyFails(noInterviewer)
  await expect(books.load()).rejects.toBe(noInterviewer)
  await vi.advanceTimersByTimeAsync(60_000)
  expect(tries()).toBe(1)
  expect(books.read()).toMatchObject({ isLoaded: false, fault: noInterviewer })
  keyFails(null)
  books.retry()
  await vi.advanceTimersByTimeAsync(0)
  expect(books.read()).toMatchObject({ isLoaded: true, fault: null })
})

it('a call that was lost and is claimed again is this interviewer’s, without what the earlier claim left', async () => {
  const { books } = desk()
  const notYours = () => Response.json({ code: 'call_not_yours', title: "This call isn't yours now." }, { status: 409 })
  vi.stubGlobal('fetch', async () => notYours())
  await books.load()
  await vi.advanceTimersByTimeAsync(0)
  expect(books.read().bundles[0]?.outbox.read().lost).toMatchObject({ code: 'call_not_yours' })
  const { box, given } = books.bookOf(call).read()
  expect(box.lost).toBeNull()
  expect(given.size).toBe(0)
  expect(books.read().bundles).toHaveLength(1)
})

it('a call whose start was refused is still to be rung when it is claimed anew, and goes on when it is looked at again', async () => {
  const { books } = desk()
  const refused = { code: 'number_not_of_this_call', title: 'The field numberId names none.' }
  vi.stubGlobal('fetch', async () => Response.json(refused, { status: 422 }))
  await books.load()
  const book = books.bookOf({ ...call, isOnTheLine: false })
  await book.begin({ attemptId: 'one', numberId: 'one', outcome: 'complete' })
  await vi.advanceTimersByTimeAsync(0)
  expect(book.read().isBegun).toBe(true)
  const again = books.bookOf({ ...call, isOnTheLine: false }).read()
  expect(again.isBegun).toBe(true)
  expect(again.box.left).toEqual([])
  books.claimedAnew({ ...call, isOnTheLine: false })
  expect(books.bookOf({ ...call, isOnTheLine: false }).read().isBegun).toBe(false)
})

it('a browser that can seal nothing is asked for nothing, and has nothing to look for', async () => {
  const { books, tries } = desk({ canKeep: false })
  await books.load()
  expect(books.read().isLoaded).toBe(true)
  expect(tries()).toBe(0)
})
