import { expect, it } from 'vitest'
import type { Answer, CallBack } from '../api.ts'
import { AnswerBook } from './answer-book.ts'
import { Outbox } from './outbox.ts'
import type { Kept, Write } from './writes.ts'

const answer = (question: string, rating: number): Answer => ({ question, rating, reason: null, comment: null })

const call = (lastOrder: number, answers: readonly Answer[] = []) =>
  ({
    id: 'a-call',
    isOnTheLine: false,
    numberOnTheLine: null,
    person: { name: 'Ms Example' },
    questions: [],
    outcomes: [
      { name: 'started', code: '', title: 'Started', next: 'interview' },
      { name: 'no_answer', code: '3.13', title: 'No answer', next: 'retry' },
    ],
    interview: { id: 'an-interview', mayBeNamed: null, mayBeRungAgain: true, answers, lastOrder },
  }) as unknown as CallBack

/** A line that carries nothing until it is told to. */
function outbox() {
  const sent: Write[] = []
  let carries = false
  const box = new Outbox({
    keep: async () => undefined,
    discard: async () => undefined,
    send: async ({ content }: Kept<Write>) => {
      if (!carries) throw new Error('no line')
      sent.push(content)
      return {}
    },
  })
  const moment = () => new Promise(resolve => setTimeout(resolve, 0))
  const mend = async () => {
    await moment()
    carries = true
    box.retry()
    await moment()
  }
  return { box, sent, mend }
}
const ratings = (book: AnswerBook) =>
  [...book.read().given.values()].map(({ question, rating }) => `${question} ${rating}`)

it('what is said here stands over what the server knew, before and after it has gone', async () => {
  const { box, mend } = outbox()
  const book = new AnswerBook(call(3, [answer('arrival', 2), answer('actions', 4)]), box)
  await book.give(answer('arrival', 5))
  await book.allow({ mayBeNamed: false })
  expect(ratings(book)).toEqual(['arrival 5', 'actions 4'])
  expect(book.read().leave).toEqual({ mayBeNamed: false, mayBeRungAgain: true })
  await mend()
  expect(book.read().box.waiting).toEqual([])
  expect(ratings(book)).toEqual(['arrival 5', 'actions 4'])
})

it('each thing said has a higher order than all before it, also than those an earlier page gave', async () => {
  const { box, sent, mend } = outbox()
  const book = new AnswerBook(call(7), box)
  await book.give(answer('arrival', 5))
  await book.allow({ mayBeNamed: true })
  await mend()
  await book.give(answer('arrival', 4))
  await mend()
  expect(sent.map(write => 'order' in write && write.order)).toEqual([8, 9, 10])
})

it('the interview has begun once the person agreed, and an attempt that found nobody begins none', async () => {
  const first = new AnswerBook(call(0), outbox().box)
  await first.begin({ attemptId: 'one', numberId: 'one', outcome: 'started' })
  expect(first.read()).toMatchObject({ isBegun: true, numberOnTheLine: 'one' })
  const second = new AnswerBook(call(0), outbox().box)
  void second.record({ attemptId: 'two', numberId: 'one', outcome: 'no_answer' })
  expect(second.read()).toMatchObject({ isBegun: false, numberOnTheLine: null })
})

it('a later claim of the same interview begins with what the server knows then', async () => {
  const { box, mend } = outbox()
  const first = new AnswerBook(call(0), box)
  await first.begin({ attemptId: 'one', numberId: 'one', outcome: 'started' })
  await first.give(answer('arrival', 1))
  await mend()
  box.claimedAnew()
  const later = new AnswerBook(call(5, [answer('arrival', 4)]), box)
  expect(ratings(later)).toEqual(['arrival 4'])
  expect(later.read().isBegun).toBe(false)
})

it('what arrived while the sheet was on its way is seen all the same', async () => {
  const { box, mend } = outbox()
  const sheet = call(3, [answer('arrival', 2)])
  box.claimedAnew()
  const earlier = new AnswerBook(sheet, box)
  await earlier.begin({ attemptId: 'one', numberId: 'one', outcome: 'started' })
  await earlier.give(answer('arrival', 4))
  await earlier.give(answer('actions', 1))
  await earlier.allow({ mayBeNamed: true })
  await mend()
  expect(box.read().waiting).toEqual([])
  const again = new AnswerBook(sheet, box)
  expect(ratings(again)).toEqual(['arrival 4', 'actions 1'])
  expect(again.read()).toMatchObject({ isBegun: true, leave: { mayBeNamed: true, mayBeRungAgain: true } })
})

it('is the same until something changes, so that the page is drawn once', async () => {
  const book = new AnswerBook(call(0), outbox().box)
  expect(book.read()).toBe(book.read())
  const before = book.read()
  await book.give(answer('arrival', 5))
  expect(book.read()).not.toBe(before)
})
