import { expect, it } from 'vitest'
import type { OutboxState } from '../answers/outbox-state.ts'
import { whatBecameOf } from './words.ts'

const box = (change: Partial<Pick<OutboxState, 'replies' | 'refused' | 'fault'>> = {}) =>
  ({ replies: new Map(), refused: new Map(), fault: null, ...change }) as OutboxState
const told = (...toldTo: readonly string[]) => new Map([['one', { toldTo }]])
const refused = new Map([['one', new Error('These words are too long.')]])

it.each<[string, OutboxState, string]>([
  ['is on its way', box(), 'on the way.'],
  ['waits for the line', box({ fault: new Error('no line') }), 'kept here; it goes first'],
  ['reached the desk', box({ replies: told('crime@cleveland.example') }), 'told to crime@cleveland.example.'],
  ['reached no desk', box({ replies: told() }), 'kept, but no desk has an address'],
  ['was refused', box({ refused }), 'not taken: These words are too long; ring, or tell your team leader.'],
  ['was refused, and then the line went', box({ refused, fault: new Error('no line') }), 'not taken: '],
])('a report that %s says so', (_, state, words) => {
  expect(whatBecameOf('one', state)).toContain(words)
})
