import { QueryClient } from '@tanstack/react-query'
import { afterEach, expect, it, vi } from 'vitest'
import {
  claimCall,
  currentCallQuery,
  endInterview,
  fetchKeepingKey,
  keepCallAlive,
  putAnswer,
  putLeave,
  putOffInterview,
  recordAttempt,
  releaseCall,
  reportSerious,
  softphoneQuery,
  summaryQuery,
} from './api.ts'
import { changeMyShift, myShiftQuery } from './shifts/api.ts'

const who = { force: 'cleveland', as: 'ann' }
const by = { ...who, signal: new AbortController().signal }
const client = new QueryClient()

afterEach(() => void vi.unstubAllGlobals())

it.each<[string, () => Promise<unknown>]>([
  ['the call in hand', () => client.fetchQuery(currentCallQuery(who))],
  ['the queue', () => client.fetchQuery(summaryQuery(who))],
  ['their shift', () => client.fetchQuery(myShiftQuery(who))],
  ['their account on the telephone system', () => client.fetchQuery(softphoneQuery(who))],
  ['the key of what is kept', () => fetchKeepingKey(by)],
  ['a claim', () => claimCall(who)],
  ['a keep-alive', () => keepCallAlive(by, 'a-call')],
  ['a call put back', () => releaseCall(who, 'a-call')],
  ['an interview put off', () => putOffInterview(who, 'an-interview', '2011-09-02T10:00:00Z')],
  ['a change of their shift', () => changeMyShift(who, { state: 'between' })],
  ['an attempt', () => recordAttempt(by, 'a-call', { attemptId: 'one', numberId: 'one', outcome: 'no_answer' })],
  [
    'an answer',
    () => putAnswer(by, 'an-interview', { question: 'arrival', rating: 3, reason: null, comment: null }, 1),
  ],
  ['leave', () => putLeave(by, 'an-interview', { mayBeNamed: true }, 1)],
  ['something serious', () => reportSerious(by, 'an-interview', 'a-report', { kind: 'update', words: 'When?' })],
  ['an end', () => endInterview(by, 'an-interview', 'completed')],
])('%s says whose it is', async (_, ask) => {
  const fetched = vi.fn(async (_address: string, _how: RequestInit) => Response.json({}))
  vi.stubGlobal('fetch', fetched)
  await ask()
  expect(fetched.mock.calls.map(([, { headers }]) => new Headers(headers).get('x-ringback-as'))).toEqual(['ann'])
})

it.each([currentCallQuery, summaryQuery, myShiftQuery, softphoneQuery])(
  'what one interviewer was told is not shown to another: %o',
  query => {
    expect(query(who).queryKey).not.toEqual(query({ ...who, as: 'bob' }).queryKey)
  },
)
