import fc from 'fast-check'
import { parsePhoneNumberFromString } from 'libphonenumber-js/max'
import { expect, it } from 'vitest'
import { isMobile, readTelephoneField } from './telephone.ts'

const kept = (number: string, extension: string | null = null) => ({ number, usable: true, extension })
const refused = (number: string) => ({ number, usable: false, extension: null })

it.each([
  ['07700 900123', [kept('+447700900123')], []],
  [' (0113) 496-0000 ', [kept('+441134960000')], []],
  ['+44 (0)113 496 0000', [kept('+441134960000')], []],
  ['0044 113 4960000', [kept('+441134960000')], []],
  ['1632960000', [kept('+441632960000')], ['phone_repaired']],
  ['447700900123', [kept('+447700900123')], ['phone_repaired']],
  ['0118 4960005 x876', [kept('+441184960005', '876')], ['phone_extension']],
  ['0118 496 0005 ext. 12', [kept('+441184960005', '12')], ['phone_extension']],
  ['020 79460006 / 0161 4960534', [kept('+442079460006'), kept('+441614960534')], ['phone_two_in_field']],
  ['0118 4960004 or withheld', [refused('0118 4960004 or withheld')], ['phone_unusable']],
  ['4.47701E+11', [refused('4.47701E+11')], ['phone_unusable', 'phone_destroyed']],
  ['1632960000.0', [refused('1632960000.0')], ['phone_unusable', 'phone_destroyed']],
  ['999', [refused('999')], ['phone_unusable']],
  ['N/K', [refused('N/K')], ['phone_unusable']],
  ['+33 1 99 00 12 34', [kept('+33199001234')], []],
  ['', [], []],
])('"%s" is read', (text, numbers, warnings) => {
  const field = readTelephoneField(text, 'GB')
  expect(field.numbers).toEqual(numbers)
  expect([...field.warnings]).toEqual(warnings)
})

it('the short way for British numbers says what the library says', () => {
  const digits = fc.stringMatching(/^[1-9]\d{9}$/)
  fc.assert(
    fc.property(digits, fc.constantFrom('0', '+44', '+440', '0044'), (rest, before) => {
      const library = parsePhoneNumberFromString(`+44${rest}`)
      expect(library?.isPossible()).toBe(true)
      expect(readTelephoneField(before + rest, 'GB').numbers).toEqual([kept(library?.number ?? '')])
    }),
  )
})

it('a mobile is told from a landline and from a personal number', () => {
  expect(['+447700900123', '+441134960000', '+447000900123'].map(isMobile)).toEqual([true, false, false])
})
