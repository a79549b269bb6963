import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import {
  answer,
  attempt,
  call,
  desk,
  end,
  kept,
  named,
  noLine,
  notAsked,
  notTaken,
  notYours,
  tooLong,
} from './outbox-desk.ts'
import { goingOf, hasParting, stoppedOf } from './outbox-state.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

describe('an outbox of a call that is lost, put back or claimed again', () => {
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
    await box.discard([...inBrowser.keys()], new Map())
    expect(inBrowser.size).toBe(0)
  })

  it('claimed again, a lost call starts clean: what was left of it is sent or discarded by choice alone', async () => {
    const { box, sent, inBrowser, fail, accept, waiting } = desk()
    await box.put(answer('arrival', 2))
    await fail(notYours)
    const serious = kept({ kind: 'serious', reportId: 'one', report: { kind: 'update', words: 'What came of it?' } })
    await box.put(serious)
    await fail(noLine)
    box.claimedAnew()
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
    box.claimedAnew()
    expect(waiting()).toEqual(['arrival 2'])
    expect(box.read().left.map(named)).toEqual(['attempt'])
    expect(box.read().refused.size).toBe(0)
    box.retry()
    await accept()
    expect(sent).toEqual(['attempt', 'arrival 2', 'arrival 2'])
    expect(box.isEmpty()).toBe(false)
  })

  it('claimed again, what was refused of an earlier ring is no ring of this claim', async () => {
    const { box, fail, accept, sent } = desk()
    await box.put(
      kept({ kind: 'attempt', begins: false, attempt: { attemptId: 'one', numberId: 'one', outcome: 'busy' } }),
    )
    await fail(notTaken)
    box.claimedAnew()
    box.retryRefused()
    expect(sent).toEqual(['attempt'])
    expect(box.read().left.map(named)).toEqual(['attempt'])
    await box.put(answer('arrival', 4))
    await accept()
    expect(box.read().left.map(named)).toEqual(['attempt'])
  })

  it('what is left is discarded alone: what was said since goes on to the server, and its end', async () => {
    const { box, sent, inBrowser, fail, accept, waiting } = desk()
    await box.put(answer('arrival', 2))
    await box.put(answer('actions', 3))
    await fail(tooLong)
    await fail(noLine)
    box.leaveOutRefused()
    await box.put(end())
    await box.draft({ id: 'typed', call, at: '', content: { kind: 'draft', question: 'overall', text: 'They were' } })
    expect(stoppedOf(box.read()).map(named)).toEqual(['arrival 2'])
    expect(goingOf(box.read()).map(named)).toEqual(['actions 3', 'end'])
    await box.discard([...inBrowser.keys()], new Map())
    expect(waiting()).toEqual(['actions 3', 'end'])
    expect(box.read().left).toEqual([])
    expect(box.read().drafts.size).toBe(1)
    expect(inBrowser.size).toBe(3)
    box.retry()
    await accept()
    await accept()
    expect(sent.slice(2)).toEqual(['actions 3', 'end'])
  })

  it('of a lost call all is discarded but what is serious: that goes to its desk all the same', async () => {
    const { box, inBrowser, fail, accept, waiting } = desk()
    await box.put(answer('arrival', 2))
    await fail(notYours)
    await box.put(kept({ kind: 'serious', reportId: 'one', report: { kind: 'update', words: 'What came of it?' } }))
    await box.discard([...inBrowser.keys()], new Map())
    expect(waiting()).toEqual(['serious'])
    expect(box.read().lost).toBeNull()
    await accept()
    expect(box.isEmpty()).toBe(true)
    expect(inBrowser.size).toBe(0)
  })

  it('a start that is on its way stands when the call is claimed again', async () => {
    const { box, waiting } = desk()
    await box.put(attempt('on_the_line'))
    box.claimedAnew()
    expect(waiting()).toEqual(['attempt'])
  })

  it('what was left stays so for a page that is loaded again, until it is sent by choice, and a start for good', async () => {
    const before = desk()
    await before.box.put(attempt('on_the_line'))
    await before.fail(notTaken)
    await before.box.put(answer('arrival', 2))
    await before.fail(tooLong)
    before.box.leaveOutRefused()
    before.box.claimedAnew()
    const now = desk()
    for (const each of before.inBrowser.values()) now.box.adopt(each)
    now.box.retry()
    expect(now.sent).toEqual([])
    expect(now.box.read().left.map(named)).toEqual(['attempt', 'arrival 2'])
    now.box.retryAll()
    expect(now.sent).toEqual(['arrival 2'])
    expect([...now.inBrowser.values()].map(({ isLeft }) => isLeft)).toEqual([undefined])
    expect(now.box.read().left.map(named)).toEqual(['attempt'])
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
    await box.discard([...inBrowser.keys()], new Map())
    await box.put(answer('arrival', 3))
    await accept()
    expect(sent).toEqual(['arrival 2', 'arrival 3'])
    expect(inBrowser.size).toBe(0)
  })
})
