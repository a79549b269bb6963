import { expect, it } from 'vitest'
import { ApiProblem } from '../../api.ts'
import type { OutboxState } from '../answers/outbox-state.ts'
import { whatBecameOf, wishesToComplain } from './words.ts'

const box = (change: Partial<Pick<OutboxState, 'replies' | 'refused' | 'fault' | 'unkept'>> = {}) =>
  ({ replies: new Map(), refused: new Map(), fault: null, unkept: new Set(), ...change }) as OutboxState
const complaint = { id: 'one', content: { kind: 'serious', report: { kind: 'complaint' } } }
const told = (...toldTo: readonly string[]) => new Map([['one', { toldTo }]])
const noLine = new ApiProblem(0, 'unreachable', "Ringback can't be reached.")
const busy = new ApiProblem(503, 'not_ready', 'Ringback is starting.')
const refused = new Map([['one', new Error('These words are too long.')]])

it.each<[string, OutboxState, string]>([
  ['is on its way', box(), 'on the way.'],
  ['waits for the line', box({ fault: noLine }), 'kept here; it goes first when the line is back.'],
  ['waits for the server', box({ fault: busy }), 'kept here; it goes first as soon as it can be taken.'],
  ['the browser can’t keep', box({ fault: noLine, unkept: new Set(['one']) }), 'in this page alone: leave it open; it'],
  ['reached the desk', box({ replies: told('crime@cleveland.example') }), 'told to crime@cleveland.example.'],
  ['reached no desk', box({ replies: told() }), 'kept, but no desk has an address'],
  ['was refused', box({ refused }), 'not taken: These words are too long; ring, or tell your team leader.'],
  ['was refused, and then the line went', box({ refused, fault: noLine }), 'not taken: '],
])('a report that %s says so', (_, state, words) => {
  expect(whatBecameOf('one', state)).toContain(words)
})

it.each([
  ['on its way', { waiting: [complaint] }, true],
  ['taken', { sent: [complaint] }, true],
  ['refused', { waiting: [complaint], refused }, false],
])('they wish to complain where a complaint is %s: %j', (_, change, wishes) => {
  expect(wishesToComplain({ ...box(), sent: [], waiting: [], ...change } as unknown as OutboxState)).toBe(wishes)
})
