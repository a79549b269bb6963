import { expect, it } from 'vitest'
import { ApiProblem } from '../../api.ts'
import { refusalWords, whyKept } from './words.ts'

const problem = (status: number, code: string, details = {}) =>
  new ApiProblem(status, code, 'The field x.', null, details)

it.each([
  [problem(0, 'unreachable'), 'No line', 'when the line is back'],
  [new Error('the line hangs'), 'No line', 'when the line is back'],
  [problem(503, 'not_ready'), 'Server fault', 'as soon as it can be taken'],
  [problem(429, 'too_many_requests'), 'Server fault', 'as soon as it can be taken'],
  [problem(401, 'not_signed_in'), 'Signed out', 'when you have signed in again'],
])('of what is kept after %s it is said why, and when it goes', (fault, why, until) => {
  expect(whyKept(fault)).toEqual({ why, until })
})

it.each([
  [problem(422, 'appointment_in_the_past'), /^The time agreed is over already/],
  [problem(422, 'appointment_too_far', { days: 90 }), /^The time agreed is more than 90 days away/],
  [problem(422, 'number_not_of_this_call'), /^This number is no longer one to ring/],
  [problem(422, 'else'), /^The field x\.$/],
])('%s is told in words for who said it', (refusal, words) => {
  expect(refusalWords(refusal)).toMatch(words)
})
