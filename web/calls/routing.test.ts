import { describe, expect, it } from 'vitest'
import type { Answer, CallBack, CallQuestion, Outcome } from './api.ts'
import {
  afterRing,
  firstToRing,
  groupOutcomes,
  leaveNotAsked,
  leaveToAsk,
  nextLeave,
  nextToRing,
  outcomesAt,
  placeOf,
  questionsToAsk,
  stepFrom,
  whatFollows,
} from './routing.ts'

const question = (key: string, concerns: string, askedIf: CallQuestion['askedIf'] = {}): CallQuestion => ({
  key,
  title: key,
  section: 'Response',
  lead: '',
  ask: '',
  concerns,
  scale: {
    ratings: { 1: '', 2: '', 3: '', 4: '', 5: '' },
    reasons: { not_applicable: '', dont_know: '', refused: '' },
  },
  askedIf,
})

const questions = [
  question('answered', 'call_handler'),
  question('informed', 'attending', {}),
  question('satisfied', 'officer_in_charge', {
    answered: { question: 'informed', unlessReason: ['not_applicable'] },
  }),
]

const outcome = (code: string, name: string, next = 'retry'): Outcome => ({
  code,
  name,
  title: name,
  next,
  isForGood: false,
})

const call: CallBack = {
  id: 'a-call',
  leaseExpiresAt: '2011-09-01T09:10:00Z',
  leaseSeconds: 600,
  attemptsMade: 0,
  maximumAttempts: 6,
  involvement: 'victim',
  person: { name: 'Ms Test', title: 'Ms', forename: null, surname: 'Test', language: null, needs: [] },
  numbers: [],
  dialling: { by: 'link', callerNumber: 'as_is', isRelay: false },
  desks: [],
  incident: { reference: '1', categoryName: null, openedAt: null, unit: null },
  appointmentAt: null,
  isOnTheLine: false,
  numberOnTheLine: null,
  lastAttempt: null,
  interview: { id: 'an-interview', mayBeNamed: null, mayBeRungAgain: null, lastOrder: 0, answers: [] },
  questions,
  language: 'en',
  missing: [],
  texts: { opening: '', introduction: '', mayBeNamed: '', mayBeRungAgain: '', closing: '' },
  outcomes: [outcome('1.1', 'interview', 'interview'), outcome('3.13', 'no_answer')],
}

const answers = (...given: readonly Partial<Answer>[]): ReadonlyMap<string, Answer> =>
  new Map(
    given.map(each => [each.question ?? '', { question: '', rating: null, reason: null, comment: null, ...each }]),
  )
const keys = (asked: readonly CallQuestion[]) => asked.map(({ key }) => key)

describe('questionsToAsk', () => {
  it.each([
    ['nothing is answered yet', answers(), ['answered', 'informed', 'satisfied']],
    [
      'the earlier one has a rating',
      answers({ question: 'informed', rating: 2 }),
      ['answered', 'informed', 'satisfied'],
    ],
    [
      'the earlier one does not apply',
      answers({ question: 'informed', reason: 'not_applicable' }),
      ['answered', 'informed'],
    ],
    [
      'the earlier one does not apply, but the later one has an answer',
      answers({ question: 'informed', reason: 'not_applicable' }, { question: 'satisfied', rating: 1 }),
      ['answered', 'informed', 'satisfied'],
    ],
    [
      'there is another reason',
      answers({ question: 'informed', reason: 'refused' }),
      ['answered', 'informed', 'satisfied'],
    ],
  ])('where %s', (_, given, asked) => {
    expect(keys(questionsToAsk(call, given))).toEqual(asked)
  })
})

describe('leaveToAsk', () => {
  const texts = { ...call.texts, mayBeNamed: 'A gawn ni roi eich enw?', mayBeRungAgain: 'May we ring you again?' }
  it('has the words of the sheet, and says which are in English for want of the person’s own', () => {
    expect(leaveToAsk({ language: 'cy', missing: ['call-may-be-rung-again'], texts })).toEqual([
      { name: 'mayBeNamed', words: 'A gawn ni roi eich enw?', isEnglish: false, language: 'cy' },
      { name: 'mayBeRungAgain', words: 'May we ring you again?', isEnglish: true, language: 'en' },
    ])
  })

  it('is asked one after the other', () => {
    expect(nextLeave({ mayBeNamed: null, mayBeRungAgain: null })).toBe('mayBeNamed')
    expect(nextLeave({ mayBeNamed: false, mayBeRungAgain: null })).toBe('mayBeRungAgain')
    expect(nextLeave({ mayBeNamed: true, mayBeRungAgain: false })).toBeUndefined()
  })
})

describe('placeOf', () => {
  const first = answers({ question: 'answered', rating: 5 })
  it.each([
    ['the question in the address', 'satisfied', first, 'satisfied'],
    ['the closing, if the address says so', 'closing', first, 'closing'],
    ['the first question without an answer', undefined, first, 'informed'],
    ['the same where the address is no place of this interview', 'arrival', first, 'informed'],
  ])('is %s', (_, at, given, place) => {
    expect(placeOf(at, questions, given)).toBe(place)
  })

  it('is the closing once everything is answered', () => {
    const all = answers(...questions.map(({ key }) => ({ question: key, rating: 3 })))
    expect(placeOf(undefined, questions, all)).toBe('closing')
  })
})

describe('stepFrom', () => {
  it.each([
    ['answered', 1, 'informed'],
    ['satisfied', 1, 'closing'],
    ['closing', 1, 'closing'],
    ['closing', -1, 'satisfied'],
    ['answered', -1, 'answered'],
  ] as const)('from %s, %i on, is %s', (place, by, expected) => {
    expect(stepFrom(place, by, questions)).toBe(expected)
  })
})

describe('groupOutcomes', () => {
  it('puts each outcome in one group, and leaves out how an interview ends', () => {
    const outcomes = [
      outcome('1.1', 'interview', 'interview'),
      outcome('on the line', 'agreed', 'interview'),
      outcome('2.12', 'broken_off', 'final'),
      outcome('3.13', 'no_answer'),
      outcome('2.2', 'appointment', 'appointment'),
      outcome('2.111', 'refused', 'final'),
      outcome('4.32', 'disconnected', 'next_number'),
      outcome('4.1', 'wrong_number', 'next_number'),
      outcome('2.31', 'deceased', 'final'),
    ]
    expect(groupOutcomes(outcomes).map(group => [group.title, group.outcomes.map(({ name }) => name)])).toEqual([
      ['Nobody to speak to', ['no_answer']],
      ['Another time', ['appointment']],
      ['Declined', ['refused']],
      ['The number', ['disconnected', 'wrong_number']],
      ["Can't be interviewed", ['deceased']],
    ])
  })
})

describe('outcomesAt', () => {
  it('leaves no message at a number that is not safe for it', () => {
    const outcomes = [outcome('2.221', 'machine_message_left'), outcome('3.13', 'no_answer')]
    expect(outcomesAt({ safe: false }, outcomes).map(({ name }) => name)).toEqual(['no_answer'])
    expect(outcomesAt({ safe: true }, outcomes)).toEqual(outcomes)
  })
})

it('names the leave that was not asked', () => {
  expect(leaveNotAsked({ mayBeNamed: null, mayBeRungAgain: false })).toEqual(['leave to be named'])
  expect(leaveNotAsked({ mayBeNamed: false, mayBeRungAgain: true })).toEqual([])
})

describe('the number to ring', () => {
  const numbers = (...inVain: readonly string[]) =>
    ['home', 'work', 'mobile'].map(id => ({ id, wasInVain: inVain.includes(id) })) as unknown as CallBack['numbers']
  it.each<[string, readonly string[], string, string]>([
    ['home', [], 'home', 'work'],
    ['home', ['home'], 'work', 'work'],
    ['home', ['home', 'work'], 'mobile', 'mobile'],
    ['mobile', ['work'], 'home', 'home'],
    ['mobile', ['home', 'work', 'mobile'], 'home', 'home'],
  ])('after %s, where %j were rung in vain, is first %s, and next %s', (rung, inVain, first, next) => {
    expect(firstToRing(numbers(...inVain))).toBe(first)
    expect(nextToRing(numbers(...inVain), rung)).toBe(next)
  })

  it('is none where there is none, and the same again where it is the only one', () => {
    expect(firstToRing([])).toBe('')
    expect(nextToRing(numbers().slice(0, 1), 'home')).toBe('home')
  })

  it('was rung in vain once the next one is to be rung', () => {
    expect(afterRing(numbers(), 'home', 'next_number')).toEqual(numbers('home'))
    expect(afterRing(numbers('home'), 'work', 'retry')).toEqual(numbers('home'))
  })
})

describe('whatFollows', () => {
  it('says how many 1s and 5s go to whom, and nothing of the ratings between', () => {
    expect(whatFollows(questions, answers({ question: 'answered', rating: 4 }), false)).toEqual([])
    expect(
      whatFollows(
        questions,
        answers(
          { question: 'answered', rating: 1 },
          { question: 'informed', rating: 1 },
          { question: 'satisfied', rating: 5 },
        ),
        false,
      ),
    ).toEqual([
      "2 ratings of 1 go to the call handler's supervisor and the supervisor of those who came",
      'The 5 goes to the supervisor of the officer in charge',
    ])
  })

  it('says that the 1s of somebody who wishes to complain go with the complaint', () => {
    const given = answers({ question: 'answered', rating: 1 }, { question: 'satisfied', rating: 5 })
    expect(whatFollows(questions, given, true)).toEqual([
      'The 1 goes to those who handle complaints',
      'The 5 goes to the supervisor of the officer in charge',
    ])
  })

  it('says it of the 1s alone where the interview goes on another time', () => {
    const given = answers({ question: 'answered', rating: 1 }, { question: 'satisfied', rating: 5 })
    expect(whatFollows(questions, given, false, [1])).toEqual(["The 1 goes to the call handler's supervisor"])
  })
})
