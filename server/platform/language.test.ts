import { expect, it } from 'vitest'
import { languageCode } from './language.ts'

it.each([
  ['Welsh', 'cy'],
  ['cymraeg', 'cy'],
  [' CY ', 'cy'],
  ['cy-GB', 'cy'],
  ['cy_GB', 'cy'],
  ['English', 'en'],
  ['Polski', 'pl'],
  ['iw', 'he'],
  ['Klingon', null],
  ['../../etc', null],
  ['', null],
  [null, null],
])('the language %j has the code %s', (written, code) => {
  expect(languageCode(written)).toBe(code)
})
