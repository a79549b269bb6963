import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { Outbox } from './outbox.ts'
import { answer, call, desk, named, noLine, tooLong } from './outbox-desk.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

describe('an outbox and what the browser keeps', () => {
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

  it('keeps what was left out, too, once the browser can: a page that is loaded again has it as left', async () => {
    const { box, fail, inBrowser, canKeep } = desk({ canKeep: false })
    const said = answer('arrival', 2)
    await box.put(said)
    await fail(tooLong)
    box.leaveOutRefused()
    await vi.advanceTimersByTimeAsync(0)
    expect([...box.read().unkept]).toEqual([said.id])
    canKeep(true)
    box.retry()
    await vi.advanceTimersByTimeAsync(0)
    expect(box.read().unkept.size).toBe(0)
    expect(inBrowser.get(said.id)).toMatchObject({ isLeft: true })
  })

  it('keeps also the words that were being typed, once the browser can', async () => {
    const { box, inBrowser, canKeep } = desk({ canKeep: false })
    await box.draft({ id: 'typed', call, at: '', content: { kind: 'draft', question: 'overall', text: 'They were' } })
    expect([...box.read().unkept]).toEqual(['typed'])
    canKeep(true)
    box.retry()
    await vi.advanceTimersByTimeAsync(0)
    expect(box.read().unkept.size).toBe(0)
    expect(inBrowser.get('typed')).toMatchObject({ content: { text: 'They were' } })
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
  const slowDesk = (send: () => Promise<unknown> = () => new Promise(() => undefined)) => {
    const answers: (() => void)[] = []
    const discarded: string[] = []
    const box = new Outbox({
      keep: () => new Promise(resolve => answers.push(resolve)),
      discard: async id => void discarded.push(id),
      send,
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
    const { box, discarded, keepNext } = slowDesk(async () => ({}))
    const said = answer('arrival', 2)
    void box.put(said)
    await vi.advanceTimersByTimeAsync(250)
    expect(box.isEmpty()).toBe(true)
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
