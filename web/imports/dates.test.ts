import { expect, it } from 'vitest'
import { readDate } from './dates.ts'

it.each([
  ['dd/MM/yyyy', '3 April 2011'],
  ['dd/mm/yyyy', null],
  ['dd/dd/yyyy', null],
  ['dd/MM/yyyy a', null],
  ['d', null],
])('an example is read by %s, whatever somebody is typing, as %s', (format, read) => {
  expect(readDate('03/04/2011', format, 2030)).toBe(read)
})
