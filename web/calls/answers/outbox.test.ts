import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { ApiProblem } from '../../api.ts'
import { Outbox } from './outbox.ts'
import { hasParting } from './outbox-state.ts'
import type { CallOfWrite, Kept, Write } from './writes.ts'

const call: CallOfWrite = { callId: 'a-call', interviewId: 'an-interview', person: 'Ms Example', titles: {} }
let made = 0
const kept = (content: Write): Kept<Write> => {
  made += 1
  return { id: String(made).padStart(6, '0'), call, at: '2011-09-01T09:00:00Z', content }
}
const answer = (question: string, rating: number) =>
  kept({ kind: 'answer', order: made + 1, answer: { question, rating, reason: null, comment: null } })
const attempt = (outcome: string) =>
  kept({ kind: 'attempt', begins: true, attempt: { attemptId: 'one', numberId: 'one', outcome } })
const end = () => kept({ kind: 'end', ending: 'completed' })

const named = ({ content }: Kept<Write>) =>
  content.kind === 'answer' ? `${content.answer.question} ${content.answer.rating}` : content.kind

/** A server that answers when it is told to, and a browser that keeps. */
function desk({ canKeep = true } = {}) {
  const sent: string[] = []
  const inBrowser = new Map<string, Kept>()
  const onTheWay: { resolve: (reply: unknown) => void; reject: (error: unknown) => void }[] = []
  const box = new Outbox({
    keep: async each => {
      if (!canKeep) throw new Error('the disk is full')
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
    accept: (reply: unknown = {}) => settle('resolve', reply),
    fail: (error: unknown) => settle('reject', error),
    waiting: () => box.read().waiting.map(named),
  }
}

const noLine = new ApiProblem(0, 'unreachable', "Ringback can't be reached.")
const signedOut = new ApiProblem(401, 'not_signed_in', 'Sign in.')
const notYours = new ApiProblem(409, 'call_not_yours', "This call isn't yours now.")
const tooLong = new ApiProblem(422, 'invalid', 'The field comment is too long.')
const notTaken = new ApiProblem(422, 'number_not_of_this_call', 'The field numberId names no number of this call.')
const notAsked = new ApiProblem(422, 'question_not_asked', 'The question is not asked in this interview now.')

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

describe('an outbox', () => {
  it('keeps before it resolves, sends one at a time in the order said, and lets go of what has arrived', async () => {
    const { box, sent, inBrowser, accept } = desk()
    await box.put(answer('arrival', 1))
    expect(inBrowser.size).toBe(1)
    await box.put(answer('actions', 2))
    await box.put(end())
    expect(sent).toEqual(['arrival 1'])
    await accept()
    expect(inBrowser.size).toBe(2)
    await accept()
    await accept()
    expect(sent).toEqual(['arrival 1', 'actions 2', 'end'])
    expect(inBrowser.size).toBe(0)
    expect(box.isEmpty()).toBe(true)
  })

  it('sends a correction after what it corrects if that is on its way, and instead of it if nothing was said since', async () => {
    const { box, sent, accept, waiting } = desk()
    await box.put(answer('arrival', 1))
    await box.put(answer('arrival', 5))
    await box.put(answer('arrival', 4))
    expect(waiting()).toEqual(['arrival 1', 'arrival 4'])
    for (const _ of [1, 2]) await accept()
    expect(sent).toEqual(['arrival 1', 'arrival 4'])
  })

  it('sends what another answer may hang on before it, also if it was corrected since', async () => {
    const { box, sent, fail, accept } = desk()
    await box.put(answer('informed', 2))
    await fail(noLine)
    await box.put(answer('satisfied', 1))
    await fail(noLine)
    await box.put(answer('informed', 4))
    await fail(noLine)
    box.retry()
    for (const _ of [1, 2, 3]) await accept()
    expect(sent.slice(-3)).toEqual(['informed 2', 'satisfied 1', 'informed 4'])
    expect(box.isEmpty()).toBe(true)
  })

  it('sends the attempt before what was said in it, whatever was put first', async () => {
    const { box, sent, fail, accept } = desk()
    await box.put(answer('arrival', 3))
    await fail(noLine)
    await box.put(attempt('on_the_line'))
    await accept()
    await accept()
    expect(sent).toEqual(['arrival 3', 'attempt', 'arrival 3'])
  })

  it('tries again by itself while there is no line, waiting longer each time, and at once when asked', async () => {
    const { box, sent, fail, accept } = desk()
    await box.put(answer('arrival', 2))
    await fail(noLine)
    expect(box.read().fault).toBe(noLine)
    await vi.advanceTimersByTimeAsync(500)
    expect(sent).toHaveLength(2)
    await fail(noLine)
    await vi.advanceTimersByTimeAsync(1_999)
    expect(sent).toHaveLength(2)
    box.retry()
    expect(sent).toHaveLength(3)
    await accept()
    await vi.advanceTimersByTimeAsync(60_000)
    expect(sent).toHaveLength(3)
    expect(box.read()).toMatchObject({ fault: null, waiting: [] })
  })

  it('sends nothing while signed out, and goes on when asked to', async () => {
    const { box, sent, fail, accept, inBrowser } = desk()
    await box.put(answer('arrival', 2))
    await fail(signedOut)
    await vi.advanceTimersByTimeAsync(60_000)
    expect(sent).toHaveLength(1)
    expect(inBrowser.size).toBe(1)
    box.retry()
    await accept()
    expect(box.isEmpty()).toBe(true)
  })

  it('keeps everything and sends nothing more once the call is somebody else’s', async () => {
    const { box, sent, fail, inBrowser } = desk()
    await box.put(answer('arrival', 2))
    await box.put(answer('actions', 3))
    await fail(notYours)
    await box.put(answer('overall', 4))
    box.retry()
    await vi.advanceTimersByTimeAsync(60_000)
    expect(sent).toEqual(['arrival 2'])
    expect(box.read().lost).toBe(notYours)
    expect(inBrowser.size).toBe(3)
    await box.discardAll([])
    expect(inBrowser.size).toBe(0)
  })

  it('claimed again, a lost call starts clean: what was left of it is sent or discarded by choice alone', async () => {
    const { box, sent, inBrowser, fail, accept, waiting } = desk()
    await box.put(answer('arrival', 2))
    await fail(notYours)
    const serious = kept({ kind: 'serious', reportId: 'one', report: { kind: 'update', words: 'What came of it?' } })
    await box.put(serious)
    await fail(noLine)
    box.claimed()
    expect(box.read().lost).toBeNull()
    expect(waiting()).toEqual(['serious'])
    expect(box.isEmpty()).toBe(false)
    await box.put(answer('arrival', 4))
    box.retry()
    await accept()
    await accept()
    expect(sent.slice(1)).toEqual(['serious', 'serious', 'arrival 4'])
    expect(box.read().left.map(named)).toEqual(['arrival 2'])
    expect(inBrowser.size).toBe(1)
    box.retryAll()
    await accept()
    expect(sent.at(-1)).toBe('arrival 2')
    expect(box.isEmpty()).toBe(true)
  })

  it('claimed again, a call whose start was refused has nobody on the line; what was said since is still on its way', async () => {
    const { box, sent, fail, accept, waiting } = desk()
    await box.put(attempt('on_the_line'))
    await box.put(answer('arrival', 2))
    await fail(notTaken)
    await fail(noLine)
    box.claimed()
    expect(waiting()).toEqual(['arrival 2'])
    expect(box.read().left.map(named)).toEqual(['attempt'])
    expect(box.read().refused.size).toBe(0)
    box.retry()
    await accept()
    expect(sent).toEqual(['attempt', 'arrival 2', 'arrival 2'])
    expect(box.isEmpty()).toBe(false)
  })

  it('a start that is on its way stands when the call is claimed again', async () => {
    const { box, waiting } = desk()
    await box.put(attempt('on_the_line'))
    box.claimed()
    expect(waiting()).toEqual(['attempt'])
  })

  it('what was left stays so for a page that is loaded again, until it is sent by choice', async () => {
    const before = desk()
    await before.box.put(attempt('on_the_line'))
    await before.fail(notTaken)
    before.box.claimed()
    const now = desk()
    for (const each of before.inBrowser.values()) now.box.adopt(each)
    now.box.retry()
    expect(now.sent).toEqual([])
    expect(now.box.read().left.map(named)).toEqual(['attempt'])
    now.box.retryAll()
    expect(now.sent).toEqual(['attempt'])
    expect([...now.inBrowser.values()].map(({ isLeft }) => isLeft)).toEqual([undefined])
  })

  it('a call is parting while its end is on the way, and not once that was refused, or the call is lost', async () => {
    for (const refusal of [notAsked, notYours]) {
      const { box, fail } = desk()
      await box.put(end())
      expect(hasParting(box.read())).toBe(true)
      await fail(refusal)
      expect(hasParting(box.read())).toBe(false)
      expect(box.isEmpty()).toBe(false)
    }
    const { box } = desk()
    await box.put(attempt('on_the_line'))
    expect(hasParting(box.read())).toBe(false)
  })

  it('a lost call of which all is discarded takes words again', async () => {
    const { box, sent, inBrowser, fail, accept } = desk()
    await box.put(answer('arrival', 2))
    await fail(notYours)
    await box.discardAll([])
    await box.put(answer('arrival', 3))
    await accept()
    expect(sent).toEqual(['arrival 2', 'arrival 3'])
    expect(inBrowser.size).toBe(0)
  })

  it('sends what is serious before all that was said, also once the call is somebody else’s', async () => {
    const { box, sent, fail, accept, inBrowser } = desk()
    const serious = (reportId: string) =>
      kept({ kind: 'serious', reportId, report: { kind: 'update', words: 'What came of it?' } })
    await box.put(answer('arrival', 2))
    await box.put(answer('actions', 2))
    const first = serious('one')
    await box.put(first)
    await accept()
    await accept({ toldTo: ['desk@cleveland.example'] })
    expect(sent).toEqual(['arrival 2', 'serious', 'actions 2'])
    expect(box.read().replies.get(first.id)).toEqual({ toldTo: ['desk@cleveland.example'] })
    await fail(notYours)
    await box.put(serious('two'))
    await accept()
    expect(sent.at(-1)).toBe('serious')
    expect(inBrowser.size).toBe(1)
  })

  it('keeps what was refused, with the reason, and goes on with the rest', async () => {
    const { box, sent, fail, accept, waiting } = desk()
    const refused = answer('follow_up', 2)
    await box.put(refused)
    await box.put(answer('overall', 3))
    await fail(tooLong)
    await accept()
    expect(sent).toEqual(['follow_up 2', 'overall 3'])
    expect(waiting()).toEqual(['follow_up 2'])
    expect(box.read().refused.get(refused.id)).toBe(tooLong)
  })

  it('tries again, after each answer that goes, what is not asked yet', async () => {
    const { box, sent, fail, accept } = desk()
    await box.put(answer('satisfied', 1))
    await fail(notAsked)
    await box.put(answer('overall', 3))
    await accept()
    await fail(notAsked)
    expect(box.read().refused.size).toBe(1)
    await box.put(answer('informed', 4))
    await accept()
    await accept()
    expect(sent).toEqual(['satisfied 1', 'overall 3', 'satisfied 1', 'informed 4', 'satisfied 1'])
    expect(box.isEmpty()).toBe(true)
    expect(box.read().refused.size).toBe(0)
  })

  it('lets go of what was refused once a later word stands over it', async () => {
    const { box, fail, accept, waiting, inBrowser } = desk()
    await box.put(answer('overall', 2))
    await box.put(answer('overall', 3))
    await fail(tooLong)
    expect(waiting()).toEqual(['overall 3'])
    await fail(tooLong)
    await box.put(answer('overall', 4))
    expect(waiting()).toEqual(['overall 4'])
    await accept()
    expect(inBrowser.size).toBe(0)
  })

  it.each([
    ['an answer', () => answer('overall', 1), () => tooLong],
    ['an answer to what is not asked', () => answer('satisfied', 1), () => notAsked],
    ['leave', () => kept({ kind: 'leave', leave: { mayBeNamed: true }, order: 1 }), () => tooLong],
  ])('sends no end while %s is refused, but gives it back', async (_, said, why) => {
    const { box, sent, fail, accept, inBrowser } = desk()
    const refused = said()
    await box.put(refused)
    const ending = box.ask(end())
    const given = expect(ending).rejects.toThrow('The call has not ended')
    await fail(why())
    await given
    expect(sent).not.toContain('end')
    expect([...inBrowser.keys()]).toEqual([refused.id])
    expect(hasParting(box.read())).toBe(false)
    await expect(box.ask(end())).rejects.toThrow('The call has not ended')

    box.leaveOutRefused()
    expect(box.read()).toMatchObject({ waiting: [], left: [refused] })
    const ended = box.ask(end())
    await vi.advanceTimersByTimeAsync(0)
    await accept({ status: 'completed' })
    await expect(ended).resolves.toEqual({ status: 'completed' })
    expect([...inBrowser.keys()]).toEqual([refused.id])
  })

  it('sends the end where what hung on a later answer was taken after it', async () => {
    const { box, sent, fail, accept } = desk()
    await box.put(answer('satisfied', 1))
    await box.put(answer('informed', 4))
    void box.ask(end())
    await fail(notAsked)
    for (const _ of [1, 2, 3]) await accept()
    expect(sent).toEqual(['satisfied 1', 'informed 4', 'satisfied 1', 'end'])
    expect(box.isEmpty()).toBe(true)
  })

  it.each([
    ['another rating', { rating: 1, reason: null, comment: null }, 0],
    ['other words', { rating: 4, reason: null, comment: 'They were kind.' }, 0],
    ['the same, but later', { rating: 4, reason: null, comment: null }, 3],
  ])('does not call saved what stands on the server as %s, said on another machine', async (_, standing, later) => {
    const { box, accept } = desk()
    const said = kept({
      kind: 'answer',
      order: 2,
      answer: { question: 'arrival', rating: 4, reason: null, comment: null },
    })
    await box.put(said)
    await accept({ question: 'arrival', ...standing, order: 2 + later, answeredAt: '2011-09-01T09:00:00Z' })
    expect(box.read().refused.get(said.id)).toMatchObject({ code: 'said_elsewhere' })
    expect(box.read().sent).toEqual([])
  })

  it('does not call saved what somebody allows where they refuse it on another machine', async () => {
    const { box, accept } = desk()
    const [named, again] = [{ mayBeNamed: true }, { mayBeRungAgain: true }]
    await box.put(kept({ kind: 'leave', order: 2, leave: named }))
    await accept({ mayBeNamed: true, mayBeRungAgain: false, order: 5 })
    expect(box.read().refused.size).toBe(0)
    await box.put(kept({ kind: 'leave', order: 3, leave: again }))
    await accept({ mayBeNamed: true, mayBeRungAgain: false, order: 5 })
    expect(box.read().refused.size).toBe(1)
  })

  it('answers who asked: with the reply, or with the refusal, which leaves nothing behind', async () => {
    const { box, accept, fail, inBrowser } = desk()
    const ended = box.ask(end())
    await vi.advanceTimersByTimeAsync(0)
    await fail(noLine)
    await vi.advanceTimersByTimeAsync(500)
    await accept({ status: 'completed' })
    await expect(ended).resolves.toEqual({ status: 'completed' })

    const recorded = box.ask(attempt('appointment'))
    const refusal = expect(recorded).rejects.toBe(notAsked)
    await vi.advanceTimersByTimeAsync(0)
    await fail(notAsked)
    await refusal
    expect(inBrowser.size).toBe(0)
    expect(box.isEmpty()).toBe(true)
  })

  it('tells what was kept once whoever waited for that has gone on, though nothing has been sent; before, if they ask', async () => {
    const { box } = desk()
    const heard: string[][] = []
    box.subscribe(() => heard.push(box.read().waiting.map(named)))
    await box.put(answer('arrival', 2))
    expect(heard).toEqual([])
    await vi.advanceTimersByTimeAsync(1)
    expect(heard).toEqual([['arrival 2']])
    await box.put(answer('actions', 3))
    box.tell()
    expect(heard.at(-1)).toEqual(['arrival 2', 'actions 3'])
  })

  it('sends what the browser could not keep all the same, and says that it was not kept', async () => {
    const { box, sent, accept } = desk({ canKeep: false })
    const said = answer('arrival', 2)
    await box.put(said)
    expect([...box.read().unkept]).toEqual([said.id])
    await accept()
    expect(sent).toEqual(['arrival 2'])
    expect(box.read().unkept.size).toBe(0)
  })

  it('waits for a browser that keeps nothing no longer than a moment', async () => {
    const box = new Outbox({
      keep: () => new Promise(() => undefined),
      discard: async () => undefined,
      send: async () => ({}),
    })
    const put = vi.fn()
    void box.put(answer('arrival', 2)).then(put)
    await vi.advanceTimersByTimeAsync(250)
    expect(put).toHaveBeenCalled()
  })

  /** A browser whose disk takes a while to answer. */
  const slowDesk = () => {
    const answers: (() => void)[] = []
    const discarded: string[] = []
    const box = new Outbox({
      keep: () => new Promise(resolve => answers.push(resolve)),
      discard: async id => void discarded.push(id),
      send: () => new Promise(() => undefined),
    })
    const keepNext = async () => {
      answers.shift()?.()
      await vi.advanceTimersByTimeAsync(0)
    }
    return { box, discarded, keepNext }
  }

  it('hears of a slow browser late: what it says that it has kept is kept', async () => {
    const { box, keepNext } = slowDesk()
    const said = answer('arrival', 2)
    void box.put(said)
    await vi.advanceTimersByTimeAsync(250)
    expect([...box.read().unkept]).toEqual([said.id])
    await keepNext()
    expect(box.read().unkept.size).toBe(0)
  })

  it('lets a slow browser forget what was kept after it had gone', async () => {
    const { box, discarded, keepNext } = slowDesk()
    const said = answer('arrival', 2)
    void box.put(said)
    await vi.advanceTimersByTimeAsync(250)
    await box.discardAll([])
    await keepNext()
    expect(discarded).toEqual([said.id, said.id])
    expect(box.read().unkept.size).toBe(0)
  })

  it('takes up what an earlier page kept, before what is said now, and sends each once', async () => {
    const { box, sent, fail, accept } = desk()
    const [before, now] = [answer('arrival', 2), answer('actions', 3)]
    await box.put(now)
    await fail(noLine)
    box.adopt(before)
    box.adopt(before)
    box.retry()
    await accept()
    await accept()
    expect(sent).toEqual(['actions 3', 'arrival 2', 'actions 3'])
    expect(box.isEmpty()).toBe(true)
  })

  it.each(['waits', 'has arrived'])('lets go of what an earlier page kept where a later word on it %s', async how => {
    const { box, sent, inBrowser, fail, accept } = desk()
    const [before, now] = [answer('arrival', 2), answer('arrival', 5)]
    inBrowser.set(before.id, before)
    await box.put(now)
    await (how === 'waits' ? fail(noLine) : accept())
    box.adopt(before)
    box.retry()
    if (how === 'waits') await accept()
    expect(new Set(sent)).toEqual(new Set(['arrival 5']))
    expect(inBrowser.size).toBe(0)
    expect(box.isEmpty()).toBe(true)
  })

  it('keeps words that are being typed, and forgets them when they are empty; they are not sent', async () => {
    const { box, sent, inBrowser } = desk()
    const draft = (text: string) =>
      box.draft({
        id: 'a draft',
        call,
        at: '2011-09-01T09:00:00Z',
        content: { kind: 'draft', question: 'arrival', text },
      })
    await draft('Nobody')
    await draft('Nobody came')
    expect([...inBrowser.values()].map(({ content }) => content)).toMatchObject([{ text: 'Nobody came' }])
    expect(box.isEmpty()).toBe(false)
    await draft('')
    expect(inBrowser.size).toBe(0)
    expect(sent).toEqual([])
  })
})
