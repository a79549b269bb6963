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

it.each([
  ['Décès', 'DÉCÈS', true],
  ['Décès', 'De\u0301ce\u0300s', true],
  ['ﬁre', 'Fire', true],
  ['straße', 'STRASSE', true],
  ['no answer', 'noanswer', false],
  ['Deces', 'Décès', false],
])('what is said of %j is said of %j, as an import has it: %s', (said, written, isSaid) => {
  expect(saidAs({ [said]: true }, written) === said).toBe(isSaid)
})
