import { expect, it } from 'vitest'
import { saidAs } from './said-as.ts'

it.each([
  ['Y', 'Y'],
  ['y', 'y'],
  [' yes', 'Yes'],
  ['NO  CALLS', 'No calls'],
  ['toString', 'toString'],
  ['other', 'other'],
])('what is said of %j is found under %j', (written, under) => {
  expect(saidAs({ Y: true, y: false, Yes: true, 'No calls': false }, written)).toBe(under)
})
