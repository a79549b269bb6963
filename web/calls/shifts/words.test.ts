import { expect, it } from 'vitest'
import { formatMinutes } from './words.ts'

it.each([
  [0, '0 min'],
  [4.46, '4.5 min'],
  [9.96, '10 min'],
  [59.4, '59 min'],
  [59.6, '1 h 0 min'],
  [85, '1 h 25 min'],
])('%d minutes are %s', (minutes, words) => expect(formatMinutes(minutes)).toBe(words))
