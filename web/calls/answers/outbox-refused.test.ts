import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { answer, desk, end, kept, notAsked, tooLong } from './outbox-desk.ts'
import { hasParting } from './outbox-state.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

describe('an outbox of which something is refused', () => {
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
})
