/** What tests of an outbox say in it, and the server and the browser on either side of it. */
import { vi } from 'vitest'
import { ApiProblem } from '../../api.ts'
import { Outbox } from './outbox.ts'
import type { CallOfWrite, Kept, Write } from './writes.ts'

export const call: CallOfWrite = { callId: 'a-call', interviewId: 'an-interview', person: 'Ms Example', titles: {} }
let made = 0
export const kept = (content: Write): Kept<Write> => {
  made += 1
  return { id: String(made).padStart(6, '0'), call, at: '2011-09-01T09:00:00Z', content }
}
export const answer = (question: string, rating: number) =>
  kept({ kind: 'answer', order: made + 1, answer: { question, rating, reason: null, comment: null } })
export const attempt = (outcome: string) =>
  kept({ kind: 'attempt', begins: true, attempt: { attemptId: 'one', numberId: 'one', outcome } })
export const end = () => kept({ kind: 'end', ending: 'completed' })

export const named = ({ content }: Kept<Write>) =>
  content.kind === 'answer' ? `${content.answer.question} ${content.answer.rating}` : content.kind

/** A server that answers when it is told to, and a browser that keeps. */
export function desk({ canKeep = true } = {}) {
  let canKeepNow = canKeep
  const sent: string[] = []
  const inBrowser = new Map<string, Kept>()
  const onTheWay: { resolve: (reply: unknown) => void; reject: (error: unknown) => void }[] = []
  const box = new Outbox({
    keep: async each => {
      if (!canKeepNow) throw new Error('the disk is full')
      inBrowser.set(each.id, each)
    },
    discard: async id => void inBrowser.delete(id),
    send: each => {
      sent.push(named(each))
      return new Promise((resolve, reject) => onTheWay.push({ resolve, reject }))
    },
  })
  const settle = async (how: 'resolve' | 'reject', what: unknown) => {
    const first = onTheWay.shift()
    if (!first) throw new Error('nothing is on its way')
    first[how](what)
    await vi.advanceTimersByTimeAsync(0)
  }
  return {
    box,
    sent,
    inBrowser,
    canKeep: (can: boolean) => {
      canKeepNow = can
    },
    accept: (reply: unknown = {}) => settle('resolve', reply),
    fail: (error: unknown) => settle('reject', error),
    waiting: () => box.read().waiting.map(named),
  }
}

export const noLine = new ApiProblem(0, 'unreachable', "Ringback can't be reached.")
export const signedOut = new ApiProblem(401, 'not_signed_in', 'Sign in.')
export const notYours = new ApiProblem(409, 'call_not_yours', "This call isn't yours now.")
export const tooLong = new ApiProblem(422, 'invalid', 'The field comment is too long.')
export const notTaken = new ApiProblem(
  422,
  'number_not_of_this_call',
  'The field numberId names no number of this call.',
)
export const notAsked = new ApiProblem(422, 'question_not_asked', 'The question is not asked in this interview now.')
