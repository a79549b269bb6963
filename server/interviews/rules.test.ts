import { describe, expect, it } from 'vitest'
import { serviceQualityQuestionnaire as questionnaire } from '../surveys/service-quality.ts'
import { concernsOf, type Part } from './concerns.ts'
import { ageBandOf, type Ending, endOf } from './rules.ts'

const all = [
  'answered_quickly',
  'telephone_response',
  'arrived_quickly',
  'initial_actions',
  'informed_of_follow_up',
  'satisfied_with_follow_up',
  'overall_service',
]
type Answers = Map<string, { readonly rating: number | null; readonly reason: string | null }>
const rated = (...keys: string[]): Answers => new Map(keys.map(key => [key, { rating: 4, reason: null }]))

describe('how an interview ends', () => {
  const caller = { involvement: 'caller', attended: true } as const
  const victim = { involvement: 'victim', attended: true } as const
  const cases: readonly [string, Parameters<typeof endOf>[1], Ending, string, string][] = [
    ['all answered', { ...caller, answers: rated(...all) }, 'completed', 'completed', 'complete'],
    [
      'a victim needs no control room',
      { ...victim, answers: rated(...all.slice(2)) },
      'completed',
      'completed',
      'complete',
    ],
    ['one question left', { ...caller, answers: rated(...all.slice(1)) }, 'completed', 'partial', 'partial'],
    ['broken off at 4 of 7', { ...caller, answers: rated(...all.slice(0, 4)) }, 'broken_off', 'partial', 'partial'],
    [
      'broken off at 3 of 7',
      { ...caller, answers: rated(...all.slice(0, 3)) },
      'broken_off',
      'broken_off',
      'break_off',
    ],
    ['broken off at once', { ...caller, answers: rated() }, 'broken_off', 'broken_off', 'break_off'],
    [
      'abandoned with most answered',
      { ...caller, answers: rated(...all.slice(1)) },
      'abandoned',
      'abandoned',
      'partial',
    ],
  ]
  it.each(cases)('%s', (_title, asked, ending, status, outcome) => {
    expect(endOf(questionnaire, asked, ending, 50)).toMatchObject({ status, outcome })
  })

  it('says of each question without an answer whether it was left out or not reached', () => {
    const { unanswered } = endOf(questionnaire, { ...victim, answers: rated('arrived_quickly') }, 'broken_off', 50)
    expect([...unanswered]).toEqual([
      ['answered_quickly', 'not_asked'],
      ['telephone_response', 'not_asked'],
      ['initial_actions', 'not_reached'],
      ['informed_of_follow_up', 'not_reached'],
      ['satisfied_with_follow_up', 'not_reached'],
      ['overall_service', 'not_reached'],
    ])
  })

  it('asks nothing of follow-up where there was none', () => {
    const answers = rated('arrived_quickly', 'initial_actions', 'overall_service')
    const said = answers.set('informed_of_follow_up', { rating: null, reason: 'not_applicable' })
    const end = endOf(questionnaire, { ...victim, answers: said }, 'completed', 50)
    expect(end.status).toBe('completed')
    expect(end.unanswered.get('satisfied_with_follow_up')).toBe('not_asked')
  })
})

describe('whom a question concerns', () => {
  const parts: readonly Part[] = [
    { part: 'call_handler', staffId: 'handler' },
    { part: 'officer_in_charge', staffId: 'oic' },
    { part: 'attending', staffId: 'first' },
    { part: 'attending', staffId: 'second' },
    { part: 'attending', staffId: null },
  ]
  const who = (key: string, involvements: readonly Part[]) =>
    concernsOf(questionnaire, [key], involvements).map(concern => concern.staffId)
  const without = (part: string) => parts.filter(one => one.part !== part)

  it.each([
    ['the call handler, for the control room', 'telephone_response', parts, ['handler']],
    ['all who attended', 'arrived_quickly', parts, ['first', 'second']],
    ['the officer in charge, overall', 'overall_service', parts, ['oic']],
    ['the officer in charge, if nobody known attended', 'initial_actions', without('attending'), ['oic']],
    ['those attending, if nobody was in charge', 'overall_service', without('officer_in_charge'), ['first', 'second']],
    ['nobody, if the call handler is not known', 'answered_quickly', without('call_handler'), []],
  ])('%s', (_title, key, involvements, staff) => {
    expect(who(key, involvements)).toEqual(staff)
  })

  it('looks only at questions that were rated', () => {
    expect(concernsOf(questionnaire, [], parts)).toEqual([])
  })
})

it.each([
  ['1995-09-01', '16_to_24'],
  ['1995-09-02', 'under_16'],
  ['1936-09-01', '75_and_over'],
  ['1936-09-02', '65_to_74'],
  [null, null],
  ['2012-01-01', null],
])('a person born on %s is of the age band %s on 1 September 2011', (born, band) => {
  expect(ageBandOf(born, Temporal.PlainDate.from('2011-09-01'))).toBe(band)
})
