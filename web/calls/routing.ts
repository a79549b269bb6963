import type { Question } from '../../server/surveys/schema.ts'
import { formatList } from '../ui/format.ts'
import type { Rating } from '../ui/RatingChip.tsx'
import type { Answer, AttemptResult, CallBack, CallQuestion, Outcome } from './api.ts'

/**
 * The questions of the interview as it stands. The server has left out what this service can't be asked; an earlier answer
 * may rule out more, but nothing that has an answer: that counts until it is changed. It mirrors `questionsToAsk` of the
 * surveys.
 */
export const questionsToAsk = (call: CallBack, given: ReadonlyMap<string, Answer>): readonly CallQuestion[] =>
  call.questions.filter(({ key, askedIf: { answered } }) => {
    if (given.has(key)) return true
    const reason = answered && given.get(answered.question)?.reason
    return !reason || !answered.unlessReason.includes(reason)
  })

/** Whether a text, or a question, is in English because the person's language has none. */
export const lacks = ({ missing }: Pick<CallBack, 'missing'>, name: string): boolean => missing.includes(name)

const leaveTexts = { mayBeNamed: 'call-may-be-named', mayBeRungAgain: 'call-may-be-rung-again' } as const
export type LeaveName = keyof typeof leaveTexts
const leaveNames = Object.keys(leaveTexts) as LeaveName[]

/** What they are asked to allow, in their language if it has the words. */
export const leaveToAsk = (call: Pick<CallBack, 'texts' | 'language' | 'missing'>) =>
  leaveNames.map(name => {
    const isEnglish = lacks(call, leaveTexts[name])
    return { name, words: call.texts[name], isEnglish, language: isEnglish ? 'en' : call.language }
  })

/** Which of the two hasn't been asked yet. */
export const nextLeave = (leave: Readonly<Record<LeaveName, boolean | null>>): LeaveName | undefined =>
  leaveNames.find(name => leave[name] === null)

const leaveTitles = { mayBeNamed: 'leave to be named', mayBeRungAgain: 'leave to be rung again' } as const

/** What they haven't been asked to allow, in words. */
export const leaveNotAsked = (leave: Readonly<Record<LeaveName, boolean | null>>): readonly string[] =>
  leaveNames.filter(name => leave[name] === null).map(name => leaveTitles[name])

export const closingStep = 'closing'

/** Where the interview is: as the address says, if that is a place of it, else the first question without an answer. */
export function placeOf(
  at: string | undefined,
  questions: readonly CallQuestion[],
  given: ReadonlyMap<string, Answer>,
): string {
  if (at === closingStep || questions.some(question => question.key === at)) return at ?? closingStep
  return questions.find(question => !given.has(question.key))?.key ?? closingStep
}

/** The step `by` places on (or back), staying within the interview. */
export function stepFrom(place: string, by: 1 | -1, questions: readonly CallQuestion[]): string {
  const places = [...questions.map(question => question.key), closingStep]
  const index = Math.max(0, places.indexOf(place)) + by
  return places[Math.min(Math.max(index, 0), places.length - 1)] ?? closingStep
}

type Numbers = CallBack['numbers']

/** One that was rung in vain is proposed only where all were. */
export const firstToRing = (numbers: Numbers): string => (numbers.find(each => !each.wasInVain) ?? numbers[0])?.id ?? ''

/** The one after it, and round again. */
export function nextToRing(numbers: Numbers, rungId: string): string {
  const at = numbers.findIndex(({ id }) => id === rungId)
  return firstToRing([...numbers.slice(at + 1), ...numbers.slice(0, Math.max(at, 0))]) || rungId
}

/** The numbers as they stand once one was rung. */
export const afterRing = (numbers: Numbers, rungId: string, next: AttemptResult['next']): Numbers =>
  numbers.map(each => (each.id === rungId && next === 'next_number' ? { ...each, wasInVain: true } : each))

/** AAPOR's answering machine on which a message was left. */
const messageLeft = '2.221'

/** Whoever may hear it isn't known, where a number is not safe: no message is left there. */
export const outcomesAt = (number: { readonly safe: boolean } | undefined, outcomes: readonly Outcome[]) =>
  number?.safe === false ? outcomes.filter(({ code }) => code !== messageLeft) : outcomes

export interface OutcomeGroup {
  readonly title: string
  readonly outcomes: readonly Outcome[]
}

/** By what the interviewer met, from AAPOR's classes; an interview's own endings are told at its end. */
export function groupOutcomes(outcomes: readonly Outcome[]): readonly OutcomeGroup[] {
  const groups = [
    { title: 'Nobody to speak to', has: (code: string) => code.startsWith('3.') || /^2\.2[012]/.test(code) },
    { title: 'Another time', has: (_: string, name: string) => name === 'appointment' },
    { title: 'Declined', has: (code: string) => code.startsWith('2.11') },
    {
      title: 'The number',
      has: (code: string, name: string) => /^4\.[234]/.test(code) || code === '4.51' || name === 'wrong_number',
    },
    { title: "Can't be interviewed", has: () => true },
  ]
  const left = outcomes.filter(({ next, code }) => next !== 'interview' && !['1.1', '1.2', '2.12'].includes(code))
  const taken = new Set<string>()
  return groups
    .map(({ title, has }) => {
      const mine = left.filter(({ code, name }) => !taken.has(name) && has(code, name))
      for (const outcome of mine) taken.add(outcome.name)
      return { title, outcomes: mine }
    })
    .filter(group => group.outcomes.length > 0)
}

export const reasons = [
  { reason: 'not_applicable', title: "Doesn't apply" },
  { reason: 'dont_know', title: "Don't know" },
  { reason: 'refused', title: 'Would rather not say' },
] as const
export type Reason = (typeof reasons)[number]['reason']

export const reasonTitle = (reason: string) => reasons.find(each => each.reason === reason)?.title ?? 'Not asked'

const concernedTitles: Readonly<Record<string, string>> = {
  call_handler: "the call handler's supervisor",
  attending: 'the supervisor of those who came',
  officer_in_charge: 'the supervisor of the officer in charge',
} satisfies Record<Question['concerns'], string>

/**
 * "2 ratings of 1 go to the call handler's supervisor": what the 1s and 5s set going. The 1s of somebody who wishes to complain
 * go to those who handle that instead.
 */
export function whatFollows(
  questions: readonly CallQuestion[],
  given: ReadonlyMap<string, Answer>,
  isComplaint: boolean,
  ratings: readonly Rating[] = [1, 5],
): readonly string[] {
  return ratings.flatMap(rating => {
    const rated = questions.filter(question => given.get(question.key)?.rating === rating)
    if (rated.length === 0) return []
    const whom = [...new Set(rated.map(question => concernedTitles[question.concerns] ?? 'their supervisor'))]
    const subject = rated.length === 1 ? `The ${rating} goes` : `${rated.length} ratings of ${rating} go`
    return [`${subject} to ${isComplaint && rating === 1 ? 'those who handle complaints' : formatList(whom)}`]
  })
}
