import { describe, expect, it } from 'vitest'
import { faultOf, isUnderWay, type PhoneView, type Ring, secondsRung, wordsOfRing } from './phone.ts'

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
