import fc from 'fast-check'
import { parsePhoneNumberFromString } from 'libphonenumber-js/max'
import { expect, it } from 'vitest'
import { isDestroyedNumber, isMobile, readTelephoneField } from './telephone.ts'

const kept = (number: string, extension: string | null = null) => ({ number, usable: true, extension })
const refused = (number: string) => ({ number, usable: false, extension: null })

it.each([
  ['07700 900123', [kept('+447700900123')], []],
  [' (0113) 496-0000 ', [kept('+441134960000')], []],
  ['+44 (0)113 496 0000', [kept('+441134960000')], []],
  ['0044 113 4960000', [kept('+441134960000')], []],
  ['1632960000', [kept('+441632960000')], ['phone_repaired']],
  ['447700900123', [kept('+447700900123')], ['phone_repaired']],
  ['4408986498', [kept('+448986498')], ['phone_repaired']],
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

/** As the library reads it: for the country, else as an international number that lost its +. */
function byLibrary(bare: string): string | undefined {
  const asWritten = parsePhoneNumberFromString(bare, { defaultCountry: 'GB', extract: false })
  if (asWritten?.isPossible()) return asWritten.number
  const withPlus = /^[1-9]/.test(bare) ? parsePhoneNumberFromString(`+${bare}`, { extract: false }) : undefined
  return withPlus?.isPossible() ? withPlus.number : undefined
}

it('the short way for British numbers says what the library says, whatever stands before and between the digits and after them', () => {
  const before = fc.constantFrom('', '0', '00', '+', '44', '+44', '0044', '440', '+440', '+44(0)', '00440', '+33')
  const start = fc.constantFrom('', '', '44', '440', '0', '7', '1632')
  const digits = fc.tuple(start, fc.stringMatching(/^\d{4,13}$/)).map(([first, rest]) => (first + rest).slice(0, 13))
  const separators = fc.array(fc.constantFrom('', '', ' ', '-', '.', ')', ' – '), { minLength: 13, maxLength: 13 })
  const extension = fc.constantFrom('', '', ' x12', ' ext. 3456')
  fc.assert(
    fc.property(before, digits, separators, extension, (first, rest, between, after) => {
      const main = first + [...rest].map((digit, at) => digit + (at < rest.length - 1 ? between[at] : '')).join('')
      const expected = byLibrary(main.replace(/[^\d+]/g, ''))
      const written = main + after
      fc.pre(!isDestroyedNumber(written))
      expect(readTelephoneField(written, 'GB').numbers).toEqual([
        expected === undefined ? refused(written) : kept(expected, /\d+$/.exec(after)?.[0] ?? null),
      ])
    }),
    { numRuns: 20_000 },
  )
})

it('a mobile is told from a landline and from a personal number', () => {
  expect(['+447700900123', '+441134960000', '+447000900123'].map(isMobile)).toEqual([true, false, false])
})
