import { describe, expect, it } from 'vitest'
import { type CallerNumber, diallingFor, dialOf } from './dialling.ts'

interface Case {
  readonly number: string
  readonly caller: CallerNumber
  readonly isRelay: boolean
  readonly dialled: string
}

const cases: readonly Case[] = [
  { number: '+441632960123', caller: 'as_is', isRelay: false, dialled: '+441632960123' },
  { number: '+441632960123', caller: 'withhold', isRelay: false, dialled: '14101632960123' },
  { number: '+441632960123', caller: 'show', isRelay: false, dialled: '147001632960123' },
  { number: '+447700900123', caller: 'as_is', isRelay: true, dialled: '1800207700900123' },
  { number: '+447700900123', caller: 'withhold', isRelay: true, dialled: '1411800207700900123' },
  { number: '+447700900123', caller: 'show', isRelay: true, dialled: '14701800207700900123' },
  { number: '+33199000000', caller: 'as_is', isRelay: false, dialled: '+33199000000' },
  { number: '+33199000000', caller: 'withhold', isRelay: false, dialled: '1410033199000000' },
]

describe('what is dialled', () => {
  it.each(cases)('for $number, caller $caller, relay $isRelay, is $dialled', ({ number, caller, isRelay, dialled }) => {
    expect(dialOf(number, { callerNumber: caller, isRelay })).toBe(dialled)
  })
})

describe('how somebody is dialled', () => {
  it.each([
    [[], 'as_is', { callerNumber: 'as_is', isRelay: false }],
    [[], 'withhold', { callerNumber: 'withhold', isRelay: false }],
    [['relay', 'interpreter'], 'show', { callerNumber: 'show', isRelay: true }],
    [['withhold_number'], 'show', { callerNumber: 'withhold', isRelay: false }],
    [['show_number'], 'withhold', { callerNumber: 'show', isRelay: false }],
    [['show_number', 'withhold_number'], 'as_is', { callerNumber: 'withhold', isRelay: false }],
  ] as const)('who needs %j, by a force that dials %s', (needs, force, how) => {
    expect(diallingFor(needs, force)).toEqual(how)
  })
})
