import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { ApiProblem } from '../api.ts'
import { AnswerBook, openBook } from './answer-book.ts'
import type { Answer } from './api.ts'

const answer = (question: string, rating: number): Answer => ({ question, rating, reason: null, comment: null })

/** A server that answers when it is told to. */
function slowServer() {
  const sent: Answer[] = []
  const waiting: { resolve: () => void; reject: (error: unknown) => void }[] = []
  const save = (given: Answer) => {
    sent.push(given)
    return new Promise<void>((resolve, reject) => waiting.push({ resolve, reject }))
  }
  const next = () => {
    const first = waiting.shift()
    if (!first) throw new Error('nothing is on its way')
    return first
  }
  return {
    save,
    said: () => sent.map(({ question, rating }) => `${question} ${rating}`),
    accept: async () => {
      next().resolve()
      await vi.advanceTimersByTimeAsync(0)
    },
    fail: async (error: unknown) => {
      next().reject(error)
      await vi.advanceTimersByTimeAsync(0)
    },
  }
}

const unreachable = new ApiProblem(0, 'unreachable', "Ringback can't be reached.")

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

describe('AnswerBook', () => {
  it('sends one answer at a time, in the order given', async () => {
    const server = slowServer()
    const book = new AnswerBook([], server.save)
    book.give(answer('arrival', 1))
    book.give(answer('actions', 2))
    book.give(answer('overall', 3))
    expect(server.said()).toEqual(['arrival 1'])
    await server.accept()
    expect(server.said()).toEqual(['arrival 1', 'actions 2'])
    await server.accept()
    await server.accept()
    expect(server.said()).toEqual(['arrival 1', 'actions 2', 'overall 3'])
    expect(book.read().unsaved.size).toBe(0)
  })

  it('sends each answer once: none again when retry is asked for while it is on its way, or after', async () => {
    const server = slowServer()
    const book = new AnswerBook([], server.save)
    book.give(answer('arrival', 4))
    book.retry()
    await server.accept()
    book.retry()
    await vi.advanceTimersByTimeAsync(60_000)
    expect(server.said()).toEqual(['arrival 4'])
  })

  it('sends a correction after what it corrects, and counts the question as unsaved until then', async () => {
    const server = slowServer()
    const book = new AnswerBook([], server.save)
    book.give(answer('arrival', 1))
    book.give(answer('arrival', 5))
    await server.accept()
    expect(server.said()).toEqual(['arrival 1', 'arrival 5'])
    expect([...book.read().unsaved]).toEqual(['arrival'])
    await server.accept()
    expect(book.read().unsaved.size).toBe(0)
    expect(book.read().given.get('arrival')?.rating).toBe(5)
  })

  it('tries again by itself after a failure, waiting longer each time, and keeps the answer meanwhile', async () => {
    const server = slowServer()
    const book = new AnswerBook([], server.save)
    book.give(answer('arrival', 2))
    await server.fail(unreachable)
    expect(book.read().fault).toBe(unreachable)
    expect(book.read().given.get('arrival')?.rating).toBe(2)
    await vi.advanceTimersByTimeAsync(500)
    expect(server.said()).toHaveLength(2)
    await server.fail(unreachable)
    await vi.advanceTimersByTimeAsync(1_999)
    expect(server.said()).toHaveLength(2)
    await vi.advanceTimersByTimeAsync(1)
    expect(server.said()).toHaveLength(3)
    await server.accept()
    expect(book.read()).toMatchObject({ fault: null, unsaved: new Set() })
  })

  it('leaves the pause when retry is asked for, and does not send a second time when the pause would have ended', async () => {
    const server = slowServer()
    const book = new AnswerBook([], server.save)
    book.give(answer('arrival', 2))
    await server.fail(unreachable)
    book.retry()
    expect(server.said()).toHaveLength(2)
    await server.accept()
    await vi.advanceTimersByTimeAsync(60_000)
    expect(server.said()).toHaveLength(2)
  })

  it('does not repeat by itself what the server refused', async () => {
    const server = slowServer()
    const book = new AnswerBook([], server.save)
    book.give(answer('arrival', 2))
    await server.fail(new ApiProblem(409, 'call_not_claimed', 'This call is not yours.'))
    await vi.advanceTimersByTimeAsync(60_000)
    expect(server.said()).toHaveLength(1)
    expect([...book.read().unsaved]).toEqual(['arrival'])
  })

  it('tells its listeners of every change, and none after they have left', async () => {
    const server = slowServer()
    const book = new AnswerBook([], server.save)
    const listener = vi.fn()
    const leave = book.subscribe(listener)
    book.give(answer('arrival', 3))
    expect(listener).toHaveBeenCalledTimes(1)
    leave()
    await server.accept()
    expect(listener).toHaveBeenCalledTimes(1)
  })
})

describe('openBook', () => {
  it('gives back the book in which something is unsaved, else one of what the server knows', async () => {
    const requests = vi.fn<typeof fetch>(() => Promise.reject(new TypeError('no network')))
    vi.stubGlobal('fetch', requests)
    const book = openBook('cleveland', 'an-interview', [answer('arrival', 3)])
    book.give(answer('arrival', 1))
    await vi.advanceTimersByTimeAsync(0)
    expect(openBook('cleveland', 'an-interview', [answer('arrival', 3)])).toBe(book)

    requests.mockImplementation(() => Promise.resolve(Response.json({})))
    book.retry()
    await vi.advanceTimersByTimeAsync(0)
    expect(book.read().unsaved.size).toBe(0)
    const afresh = openBook('cleveland', 'an-interview', [answer('arrival', 1), answer('overall', 5)])
    expect(afresh).not.toBe(book)
    expect([...afresh.read().given.keys()]).toEqual(['arrival', 'overall'])
    vi.unstubAllGlobals()
  })
})
