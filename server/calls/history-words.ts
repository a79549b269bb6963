import { dayInWords } from '../platform/clock.ts'

/** What an audit entry says to somebody who reads a person's history. Details hold codes; ratings are never told here. */
type Details = Readonly<Record<string, unknown>>
type Words = (details: Details) => string

const code = (value: unknown): string => String(value ?? '').replaceAll('_', ' ')
const because = (details: Details): string => (details.reason ? `: ${code(details.reason)}` : '')
const scopes: Readonly<Record<string, string>> = { surveys: 'for surveys', all: 'for anything' }
const untilOf = ({ until }: Details): string => (until ? `, until ${dayInWords(String(until))}` : '')
const scopeOf = (details: Details): string => scopes[String(details.scope)] ?? ''

export const viewActions = ['recipients.viewed', 'recipients.calls_viewed', 'recipients.history_viewed'] as const

const nexts: Readonly<Record<string, string>> = {
  interview: 'the interview began',
  retry: 'to be tried again',
  next_number: 'the next number is to be tried',
  appointment: 'to be rung at an agreed time',
  final: 'the call-back has ended',
}

const words: Readonly<Record<string, Words>> = {
  'recipients.viewed': () => 'Looked at this person',
  'recipients.calls_viewed': () => 'Looked at the calls to this person',
  'recipients.history_viewed': () => 'Looked at this history',
  'recipients.suppressed': details => `Not to be rung ${scopeOf(details)}${because(details)}${untilOf(details)}`,
  'recipients.suppression_lifted': details => `May be rung again ${scopeOf(details)}${because(details)}`,
  'recipients.number_struck_off': details => `Struck off a number${because(details)}`,
  'recipients.number_put_back': details => `Put back a number${because(details)}`,
  'recipients.number_marked_unsafe': details => `Marked a number unsafe${because(details)}`,
  'recipients.number_marked_safe': details => `Marked a number safe${because(details)}`,
  'calls.claimed': () => 'Took the call',
  'calls.released': () => 'Put the call back, nothing tried',
  'calls.put_back': details => `The call went back${because(details)}`,
  'calls.lapsed': () => 'The call went back: nothing was heard from whoever had it',
  'calls.attempted': ({ outcome, next }) => `Rang: ${code(outcome)}; ${nexts[String(next)] ?? code(next)}`,
  'calls.excluded': details => `The call-back ended unrung${because(details)}`,
  'calls.reopened': () => 'The call-back waits again',
  'interviews.leave_set': ({ mayBeNamed, mayBeRungAgain }) =>
    `Noted what they allow: to be named ${allowed(mayBeNamed)}, to be rung again ${allowed(mayBeRungAgain)}`,
  'interviews.ended': ({ status }) => `The interview ended: ${code(status)}`,
}

const allowed = (value: unknown): string => (value === true ? 'yes' : value === false ? 'no' : 'not asked')

/** Another action than these is told by its name. */
export function historyWords(action: string, details: unknown): string {
  const told = words[action]
  if (told) return told(typeof details === 'object' && details !== null ? (details as Details) : {})
  const [, done = action] = action.split('.')
  const text = code(done)
  return text.charAt(0).toUpperCase() + text.slice(1)
}
