import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { ApiProblem } from '../api.ts'
import { type KeptFor, Lease } from './lease.ts'

const minute = 60_000
const noLine = new ApiProblem(0, 'unreachable', "Ringback can't be reached.")
const notYours = new ApiProblem(409, 'call_not_yours', "This call isn't yours now.")
const putBack = new ApiProblem(409, 'call_put_back', 'The calling hours are over.', null, {
  reason: 'outside_calling_hours',
})
const unsafe = new ApiProblem(409, 'call_unsafe', 'Do not ring.', null, { reason: 'do_not_contact' })
const signedOut = new ApiProblem(401, 'signed_in_as_another', 'Somebody else is signed in.')
const forbidden = new ApiProblem(403, 'not_allowed', 'You are no interviewer of this force.')
const kept = (minutes = 10, numbers = ['home', 'mobile']): KeptFor => ({
  leftMs: minutes * minute,
  numbers,
  unsafe: null,
})

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance', 'Date'] }))
afterEach(() => void vi.useRealTimers())

type Said = KeptFor | ApiProblem | 'nothing'

/** A call claimed just now, and what the server says to each keep-alive, until it says something else. */
function desk(first: Said, isOnTheLine = false) {
  let said = first
  const onSignedOut = vi.fn()
  let beats = 0
  let isWaiting = false
  const lease = new Lease(10 * minute, {
    keepAlive: async () => {
      beats += 1
      if (said === 'nothing') return new Promise<KeptFor>(() => undefined)
      if (said instanceof ApiProblem) throw said
      return said
    },
    isAnyWaiting: () => isWaiting,
    onSignedOut,
    isOnTheLine,
  })
  lease.open()
  return {
    lease,
    onSignedOut,
    beats: () => beats,
    say: (next: Said) => {
      said = next
    },
    wait: (is: boolean) => {
      isWaiting = is
    },
    /** The answer to a press of "dial", however long the page waits for it. */
    press: async (number = 'home') => {
      const may = lease.mayRing(number)
      await vi.advanceTimersByTimeAsync(3_000)
      return may
    },
  }
}
const later = (ms: number) => vi.advanceTimersByTimeAsync(ms)

describe('a lease', () => {
  it('is kept alive every 3 minutes, and in time where it is short', async () => {
    const long = desk(kept())
    await later(9 * minute)
    expect(long.beats()).toBe(3)
    const short = desk(kept(1))
    await short.lease.beat()
    await later(minute)
    expect(short.beats()).toBe(4)
    expect(short.lease.read().isLapsed).toBe(false)
  })

  it('lapses when it has run out without a line, and is held again once a keep-alive succeeds', async () => {
    const { lease, press, say } = desk(noLine)
    await later(9.9 * minute)
    expect(lease.read().isLapsed).toBe(false)
    expect(await press()).toBe(true)
    await later(minute / 5)
    expect(lease.read().isLapsed).toBe(true)
    expect(await press()).toBe(false)
    say(kept())
    await later(15_000)
    expect(lease.read().isLapsed).toBe(false)
    expect(await press()).toBe(true)
  })

  it('has lapsed also where the machine slept, and its clock of the page stood still', async () => {
    const { lease } = desk(noLine)
    vi.setSystemTime(Date.now() + 11 * minute)
    expect(await lease.mayRing('home')).toBe(false)
  })

  it('does not become longer where the clock of the machine is set back', async () => {
    const { press } = desk(noLine)
    vi.setSystemTime(Date.now() - 60 * minute)
    await later(10 * minute)
    expect(await press()).toBe(false)
  })

  it('is asked for again soon after a keep-alive that failed', async () => {
    const { beats } = desk(noLine)
    await later(3 * minute)
    await later(15_000)
    expect(beats()).toBe(2)
  })

  it('is asked about before a ring, but not twice within half a minute', async () => {
    const { lease, beats, press } = desk(kept())
    expect(lease.isFresh('home')).toBe(false)
    expect(await press()).toBe(true)
    expect(await press()).toBe(true)
    expect(beats()).toBe(1)
    await later(30_000)
    expect(lease.isFresh('home')).toBe(false)
    expect(await press()).toBe(true)
    expect(beats()).toBe(2)
  })

  it('allows a ring while it holds, where the line carries nothing', async () => {
    const { press, lease } = desk('nothing')
    expect(await press()).toBe(true)
    expect(lease.isFresh('home')).toBe(true)
  })

  it('allows no ring of somebody who is not to be rung any more, until they are again', async () => {
    const { press, lease, say } = desk(unsafe)
    expect(await press()).toBe(false)
    expect(lease.read().unsafe).toBe('Do not contact')
    say(kept())
    await lease.beat()
    expect(lease.read().unsafe).toBe(null)
    expect(await press()).toBe(true)
  })

  it('allows no ring of a number that went, and goes on allowing the others', async () => {
    const { press, lease, say } = desk(kept())
    expect(await press('home')).toBe(true)
    say(kept(10, ['mobile']))
    await lease.beat()
    expect(await press('home')).toBe(false)
    expect(lease.isFresh('mobile')).toBe(true)
  })

  it('asks anew what may be rung after a ring that changed it, also where it was being asked before', async () => {
    const { press, lease, say, beats } = desk(kept())
    expect(await press('home')).toBe(true)
    expect(lease.isFresh('home')).toBe(true)
    const before = lease.beat()
    const after = lease.askAnew()
    say(kept(10, ['mobile']))
    expect(lease.isFresh('home')).toBe(false)
    await Promise.all([before, after])
    expect(beats()).toBe(3)
    expect(await press('home')).toBe(false)
    expect(await press('mobile')).toBe(true)
  })

  it('says why somebody is not to be rung while they are being spoken to', async () => {
    const { lease } = desk({ ...kept(), unsafe: 'do_not_contact' })
    await lease.beat()
    expect(lease.read()).toMatchObject({ unsafe: 'Do not contact', over: null })
  })

  it('is asked about at once where the page opens with the person on the line, and not where they are still to be rung', async () => {
    const begun = desk({ ...kept(), unsafe: 'do_not_contact' }, true)
    await later(0)
    expect(begun.lease.read().unsafe).toBe('Do not contact')
    expect(begun.beats()).toBe(1)
    const { beats } = desk(kept())
    await later(0)
    expect(beats()).toBe(0)
  })

  it.each([notYours, putBack])('is over once the server says so, and is asked for no more: %s', async problem => {
    const { lease, press, beats } = desk(problem)
    expect(await press()).toBe(false)
    expect(lease.read().over).toBe(problem)
    await later(10 * minute)
    await lease.beat()
    expect(beats()).toBe(1)
  })

  it('that was put back is taken up again by what happened in it, and one that is somebody else’s is not', async () => {
    const back = desk(putBack)
    await back.lease.beat()
    back.say(kept())
    back.lease.takeUpAgain()
    expect(back.lease.read().over).toBe(null)
    await later(15_000)
    expect(back.beats()).toBe(2)
    expect(await back.press()).toBe(true)
    const others = desk(notYours)
    await others.lease.beat()
    others.lease.takeUpAgain()
    expect(others.lease.read().over).toBe(notYours)
  })

  it('is not over by what was asked before something said had taken the call up again', async () => {
    const { lease } = desk(putBack)
    const beat = lease.beat()
    lease.takeUpAgain()
    await beat
    expect(lease.read().over).toBe(null)
  })

  it('is not over while something said waits to be sent: that may take the call up again', async () => {
    const { lease, wait, say } = desk(notYours)
    wait(true)
    const beat = lease.beat()
    wait(false)
    await beat
    expect(lease.read().over).toBe(null)
    say(kept())
    await later(15_000)
    expect(lease.read()).toMatchObject({ over: null, isLapsed: false })
  })

  it('allows no ring to whoever is signed out, or is refused; and says so', async () => {
    const out = desk(signedOut)
    expect(await out.press()).toBe(false)
    expect(out.onSignedOut).toHaveBeenCalled()
    const refused = desk(forbidden)
    expect(await refused.press()).toBe(false)
    expect(refused.lease.read().refusal).toBe(forbidden)
  })

  it('that is left asks for nothing more, and allows no ring', async () => {
    const { lease, beats } = desk(kept())
    const may = lease.mayRing('home')
    lease.close()
    expect(await may).toBe(false)
    await later(10 * minute)
    expect(beats()).toBe(1)
  })
})
