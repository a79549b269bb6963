import { describe, expect, it } from 'vitest'
import { afterCall, afterSignInCall, afterSilence, afterWish, type StateOfShift } from './rules.ts'

const call = { callBackId: 'call', claimId: 'claim' }
const none = { callBackId: null, claimId: null }
const between: StateOfShift = { state: 'between', reason: null, ...none }
const onCall: StateOfShift = { state: 'on_call', reason: null, ...call }
const finishing: StateOfShift = { state: 'finishing', reason: 'break', ...call }
const paused: StateOfShift = { state: 'paused', reason: 'break', ...none }
const idle: StateOfShift = { state: 'idle', reason: null, ...none }
const idleOnCall: StateOfShift = { ...idle, ...call }

type Wish = 'between' | 'paused' | 'finishing'
const wishes: readonly (readonly [Wish, StateOfShift | undefined, StateOfShift])[] = [
  ['between', undefined, between],
  ['between', paused, between],
  ['between', idle, between],
  ['between', onCall, onCall],
  ['between', finishing, onCall],
  ['between', idleOnCall, onCall],
  ['paused', undefined, paused],
  ['paused', between, paused],
  ['paused', idle, paused],
  ['paused', onCall, finishing],
  ['paused', finishing, finishing],
  ['paused', idleOnCall, finishing],
  ['finishing', onCall, finishing],
  ['finishing', between, paused],
]

describe('a wish', () => {
  it.each(wishes)('of %s, from %o, leads to %o', (state, now, next) => {
    expect(afterWish(now, { state, reason: state === 'between' ? null : 'break' })).toEqual(next)
  })
})

describe('a call', () => {
  it('ends in a break that was asked for in it, and else between calls', () => {
    expect(afterCall(onCall)).toEqual(between)
    expect(afterCall(idleOnCall)).toEqual(between)
    expect(afterCall(finishing)).toEqual(paused)
  })

  it('goes on after silence, and a break that is to follow it stays', () => {
    expect(afterSilence(onCall)).toEqual(idleOnCall)
    expect(afterSignInCall(idleOnCall, call)).toEqual(onCall)
    expect(afterSignInCall(finishing, call)).toEqual(finishing)
    expect(afterSignInCall(finishing, { callBackId: 'next', claimId: 'next' })).toMatchObject({ state: 'on_call' })
  })
})
