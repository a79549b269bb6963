import fc from 'fast-check'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { ApiProblem } from '../../api.ts'
import { Outbox } from './outbox.ts'
import type { CallOfWrite, Kept, Write } from './writes.ts'

const call: CallOfWrite = { callId: 'a-call', interviewId: 'an-interview', person: 'Ms Example', titles: {} }

/** A line that loses what is sent, loses the reply, or delivers it once more, much later. */
type Weather = 'fine' | 'request lost' | 'reply lost' | 'late again'
const unreachable = () => new ApiProblem(0, 'unreachable', "Ringback can't be reached.")

const notAsked = () => new ApiProblem(422, 'question_not_asked', 'The question is not asked in this interview now.')

/** `d` is asked if `a` was answered, and not with a reason that rules it out. */
const hangsOn: Readonly<Record<string, string>> = { d: 'a' }

/**
 * As Ringback's server takes writes: a lower order replaces nothing; a question is taken once it is asked; an attempt's id
 * and the end count once.
 */
function server() {
  const answers = new Map<string, { rating: number | null; order: number }>()
  const attempts: string[] = []
  let ends = 0
  return {
    answers,
    attempts,
    ends: () => ends,
    take: (write: Write) => {
      if (write.kind === 'answer') {
        const known = answers.get(write.answer.question)
        if (ends > 0 && !known) throw new Error('an answer came after the end')
        if (known && known.order >= write.order) return known
        const earlier = hangsOn[write.answer.question]
        if (earlier !== undefined && (answers.get(earlier)?.rating ?? null) === null) throw notAsked()
        const given = { rating: write.answer.rating, order: write.order }
        answers.set(write.answer.question, given)
        return given
      }
      if (write.kind === 'attempt' && !attempts.includes(write.attempt.attemptId))
        attempts.push(write.attempt.attemptId)
      if (write.kind === 'end') ends = 1
      return {}
    },
  }
}

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const steps = fc.array(
  fc.oneof(
    // Corrections of what another answer hangs on are drawn often.
    fc.record({
      say: fc.constantFrom('a', 'a', 'b', 'c', 'd', 'd'),
      rating: fc.option(fc.integer({ min: 1, max: 5 })),
    }),
    fc.record({ isCut: fc.boolean() }),
    fc.record({ wait: fc.integer({ min: 0, max: 5_000 }) }),
    fc.constant({ crash: true }),
  ),
  { maxLength: 25 },
)
const weathers = fc.array(fc.constantFrom<Weather>('fine', 'request lost', 'reply lost', 'late again'), {
  maxLength: 40,
})

it('whatever the line does, and however often the page is lost, the server ends with what was said last, once', async () => {
  await fc.assert(
    fc.asyncProperty(steps, weathers, async (said, weather) => {
      const { take, answers, attempts, ends } = server()
      const inBrowser = new Map<string, Kept>()
      const forecast = [...weather]
      let isCut = false
      const open = () => {
        let isOpen = true
        const box = new Outbox({
          keep: async each => void inBrowser.set(each.id, each),
          discard: async id => void (isOpen && inBrowser.delete(id)),
          send: async ({ content }) => {
            if (!isOpen) return new Promise(() => undefined)
            const now = forecast.shift() ?? 'fine'
            if (isCut || now === 'request lost') throw unreachable()
            const reply = take(content)
            if (now === 'reply lost') throw unreachable()
            if (now === 'late again') setTimeout(() => take(content), 7_000)
            return reply
          },
        })
        for (const each of [...inBrowser.values()].toSorted((one, other) => (one.id < other.id ? -1 : 1)))
          box.adopt(each)
        box.retry()
        const close = () => {
          isOpen = false
        }
        return { box, close }
      }
      let page = open()
      let made = 0
      const put = (content: Write) => {
        made += 1
        return page.box.put({ id: String(made).padStart(6, '0'), call, at: '', content })
      }
      await put({
        kind: 'attempt',
        begins: true,
        attempt: { attemptId: 'one', numberId: 'one', outcome: 'on_the_line' },
      })
      const last = new Map<string, number | null>()
      for (const step of said) {
        if ('say' in step) {
          const earlier = hangsOn[step.say]
          // The page asks what the server would ask.
          if (earlier !== undefined && (last.get(earlier) ?? null) === null) continue
          last.set(step.say, step.rating)
          const reason = step.rating === null ? 'not_applicable' : null
          const answer = { question: step.say, rating: step.rating, reason, comment: null }
          await put({ kind: 'answer', order: made + 1, answer })
        } else if ('isCut' in step) isCut = step.isCut
        else if ('wait' in step) await vi.advanceTimersByTimeAsync(step.wait)
        else {
          page.close()
          page = open()
        }
      }
      await put({ kind: 'end', ending: 'completed' })
      isCut = false
      await vi.advanceTimersByTimeAsync(20 * 60_000)
      expect(Object.fromEntries([...answers].map(([question, { rating }]) => [question, rating]))).toEqual(
        Object.fromEntries(last),
      )
      expect(attempts).toEqual(['one'])
      expect(ends()).toBe(1)
      expect(inBrowser.size).toBe(0)
    }),
    { numRuns: 500 },
  )
})
