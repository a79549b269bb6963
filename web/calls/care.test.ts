import { expect, it } from 'vitest'
import { ApiProblem } from '../api.ts'
import { careWords, type Heard } from './care.ts'

const putBack = new ApiProblem(409, 'call_put_back', 'This call was put back.')
const notYours = new ApiProblem(409, 'call_not_yours', "This call isn't yours now.")
const nothing: Heard = { over: null, unsafe: null, isNumberGone: false, number: null, begun: false }
const unsafe = 'Domestic abuse'

it.each<[string, Partial<Heard>, RegExp | null]>([
  ['nothing', {}, null],
  ['nothing, in an interview', { begun: true }, null],
  ['their number is gone, which the ring says itself', { isNumberGone: true }, null],
  ['put back', { over: putBack }, /^If you rang already, record what happened, .*This call was put back\.$/],
  ['somebody else’s', { over: notYours }, /^If you rang already and they refused, record .*isn't yours now\.$/],
  [
    'put back while they speak',
    { over: putBack, begun: true },
    /^the call has been put back\. If they are still on the line, go on: .* claimed the call\.$/,
  ],
  [
    'unsafe',
    { unsafe },
    /not to be rung \(domestic abuse\)\. If they have refused already, .* else put the call back\.$/,
  ],
  [
    'unsafe, and gone',
    { unsafe, over: notYours },
    /\(domestic abuse\), and the call has gone from your hands\. If they have refused already, record that; else go on to the next call\.$/,
  ],
  ['unsafe while they speak', { unsafe, begun: true }, /\(domestic abuse\)\. Ask whether they can speak.*is kept\.$/],
  [
    'unsafe, and put back while they speak',
    { unsafe, over: putBack, begun: true },
    /gone from your hands\. Ask whether they can speak, .*: what they say is taken, unless somebody else .*\.$/,
  ],
  [
    'their number is gone while they speak',
    { isNumberGone: true, number: '01632 960801', begun: true },
    /the number you are speaking on, 01632 960801, is not to be rung\. Ask whether they can speak.*is kept\.$/,
  ],
  [
    'a number this page does not know is gone while they speak',
    { isNumberGone: true, begun: true },
    /the number you are speaking on is not to be rung\. Ask whether they can speak/,
  ],
  [
    'the person, too',
    { isNumberGone: true, number: '01632 960801', unsafe, begun: true },
    /^since you took this call a record came in by which this person is not to be rung \(domestic abuse\)\. Ask/,
  ],
])('of a call in hand, %s, one thing is said', (_, heard, words) => {
  const said = careWords({ ...nothing, ...heard })
  if (words === null) expect(said).toBeNull()
  else expect(said).toMatch(words)
})
