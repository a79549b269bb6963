import { describe, expect, it, vi } from 'vitest'
import {
  faultOf,
  isUnderWay,
  type Phone,
  type PhoneView,
  type Ring,
  ringNoLonger,
  secondsRung,
  wordsOfRing,
} from './phone.ts'

const ring: Ring = {
  numberId: 'a number',
  stage: 'talking',
  ringsSinceMs: 2_000,
  ringSeconds: 4,
  isMuted: false,
  isHeld: false,
  tones: '',
  ending: null,
}

describe('what is said of a ring', () => {
  it.each<[Partial<Ring>, string]>([
    [{ stage: 'dialling' }, 'Dialling …'],
    [{ stage: 'ringing' }, 'Ringing …'],
    [{}, 'On the line'],
    [{ isMuted: true }, 'Muted: they don’t hear you'],
    [{ isMuted: true, isHeld: true }, 'On hold'],
    [{ stage: 'over', ending: 'busy', ringSeconds: null }, 'Engaged.'],
    [{ stage: 'over', ending: 'no_answer', ringSeconds: 1 }, 'No answer. It rang for 1 second.'],
    [{ stage: 'over', ending: 'ended_there', ringSeconds: 18 }, 'They hung up. It rang for 18 seconds.'],
    [
      { stage: 'over', ending: 'not_to_be_rung', ringSeconds: 6 },
      'Hung up by this page: this number is not to be rung now. It rang for 6 seconds.',
    ],
  ])('of %j is %s', (change, words) => {
    expect(wordsOfRing({ ...ring, ...change })).toBe(words)
  })

  it('is under way until it is over', () => {
    expect(isUnderWay(ring)).toBe(true)
    expect(isUnderWay({ ...ring, stage: 'over' })).toBe(false)
    expect(isUnderWay(null)).toBe(false)
  })
})

it.each<[string, Partial<Ring> | null, number | null]>([
  ['another number', { numberId: 'another' }, null],
  ['no ring', null, null],
  ['one that is being dialled', { stage: 'dialling', ringsSinceMs: null, ringSeconds: null }, null],
  ['one that rings', { stage: 'ringing', ringSeconds: null }, 9],
  ['one that rang', { stage: 'over' }, 4],
])('of %s: %j rang for %j seconds', (_, change, seconds) => {
  expect(secondsRung(change && { ...ring, ...change }, 'a number', 11_000)).toBe(seconds)
})

it.each<[PhoneView['line'], RegExp | null]>([
  ['connecting', null],
  ['ready', null],
  ['lost', null],
  ['refused', /refused your account/],
])('a telephone whose line is %s is a fault, or waits: %s', (line, words) => {
  const fault = faultOf({ line, ring: null })
  if (words) expect(fault).toMatch(words)
  else expect(fault).toBeNull()
})

it.each<[string, Ring | null, number]>([
  ['that is being dialled', { ...ring, stage: 'dialling' }, 1],
  ['that rings', { ...ring, stage: 'ringing' }, 1],
  ['with somebody on the line', ring, 0],
  ['that is over', { ...ring, stage: 'over' }, 0],
  ['that never was', null, 0],
])('of somebody who may not be rung any more, a ring %s is hung up or goes on', (_, now, times) => {
  const hangUp = vi.fn()
  ringNoLonger({ read: () => ({ line: 'ready', ring: now }), hangUp } as unknown as Phone)
  expect(hangUp.mock.calls).toEqual(Array(times).fill(['not_to_be_rung']))
})
