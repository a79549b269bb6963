import { expect, it } from 'vitest'
import { storableJson } from './json-text.ts'

it.each([
  ['half a character', 'a\ud800b', 'a\ufffdb'],
  ['zero', 'a\0b', 'a\ufffdb'],
  ['a whole character', 'a\u{1f600}b', 'a\u{1f600}b'],
  ['a backslash before what looks like half a character', 'a\\ud800\\\ud800', 'a\\ud800\\\ufffd'],
  ['another control character', 'a\u0007"\n', 'a\u0007"\n'],
])('JSON for the database, with %s in it', (_, text, kept) => {
  expect(JSON.parse(storableJson({ [text]: [text] }))).toEqual({ [kept]: [kept] })
})
