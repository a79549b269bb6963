import { describe, expect, it } from 'vitest'
import { type ExclusionRule, surveySettings } from '../surveys/schema.ts'
import { serviceQualityQuestionnaire, serviceQualitySettings } from '../surveys/service-quality.ts'
import {
  exclusionAtClaim,
  exclusionOf,
  explainExclusion,
  questionsThatCouldBeAsked,
  type ServiceFacts,
} from './eligibility.ts'

const survey = { settings: serviceQualitySettings, questionnaire: serviceQualityQuestionnaire }
const today = Temporal.PlainDate.from('2011-09-01')
const daysAgo = (days: number) => today.subtract({ days })

const eligible: ServiceFacts = {
  involvement: 'caller',
  attended: true,
  closedOn: daysAgo(10),
  exclusions: [],
  isSuppressed: false,
  isNamed: true,
  callableNumbers: 1,
  lastRungOn: null,
  isWaiting: false,
  grade: 'priority',
  categoryCode: 'C07',
  unitIds: ['section', 'district', 'force'],
  markers: ['Deaf - Relay UK'],
  language: 'English',
}

const cases: readonly [string, Partial<ServiceFacts>, string | undefined][] = [
  ['nothing against it', {}, undefined],
  ['a domestic abuse code in any incident', { exclusions: ['domestic_abuse'] }, 'domestic_abuse'],
  ['the first rule, when several hold', { exclusions: ['under_16', 'sexual_offence'] }, 'sexual_offence'],
  ['a code before a suppression', { exclusions: ['police_officer'], isSuppressed: true }, 'police_officer'],
  ['a code that no rule names', { exclusions: ['something_else'] }, undefined],
  ['a suppression', { isSuppressed: true, callableNumbers: 0 }, 'suppressed'],
  ['no name to ask for', { isNamed: false, callableNumbers: 0 }, 'no_name'],
  ['no number to ring', { callableNumbers: 0 }, 'no_usable_number'],
  ['a witness nobody attended', { involvement: 'witness', attended: false }, 'nothing_to_ask'],
  ['a victim of whom attendance is unknown', { involvement: 'victim', attended: null }, 'nothing_to_ask'],
  ['a caller nobody attended', { attended: false }, undefined],
  ['an incident still open', { closedOn: null }, 'still_open'],
  ['closed today', { closedOn: today }, 'outside_window'],
  ['closed yesterday', { closedOn: daysAgo(1) }, undefined],
  ['closed 42 days ago', { closedOn: daysAgo(42) }, undefined],
  ['closed 43 days ago', { closedOn: daysAgo(43) }, 'outside_window'],
  ['closed tomorrow, by a wrong clock', { closedOn: daysAgo(-1) }, 'outside_window'],
  ['rung 89 days ago', { lastRungOn: daysAgo(89) }, 'rung_lately'],
  ['rung 90 days ago', { lastRungOn: daysAgo(90) }, undefined],
  ['waiting for another call', { isWaiting: true }, 'rung_lately'],
]

/** Rules an administrator adds: each holds for the first facts and not for the others. */
const added: readonly [string, ExclusionRule, Partial<ServiceFacts>, readonly Partial<ServiceFacts>[]][] = [
  [
    'a category, however it is written',
    { reason: 'ours', rule: 'category', codes: ['X1', ' c07'] },
    {},
    [{ categoryCode: 'C08' }, { categoryCode: null }],
  ],
  [
    'a grade',
    { reason: 'ours', rule: 'grade', grades: ['priority', 'none'] },
    {},
    [{ grade: 'emergency' }, { grade: null }],
  ],
  [
    'a unit, with all below it',
    { reason: 'ours', rule: 'unit', units: ['district'] },
    {},
    [{ unitIds: ['other section', 'other district', 'force'] }, { unitIds: [] }],
  ],
  [
    'a part in the incident',
    { reason: 'ours', rule: 'involvement', involvements: ['caller'] },
    {},
    [{ involvement: 'victim' }],
  ],
  [
    'a marker, however it is written',
    { reason: 'ours', rule: 'marker', markers: ['DEAF - RELAY UK'] },
    {},
    [{ markers: [] }],
  ],
  [
    'a language',
    { reason: 'ours', rule: 'language', languages: ['Polish', 'english'] },
    {},
    [{ language: 'Urdu' }, { language: null }],
  ],
]

describe('a rule that an administrator adds', () => {
  it.each(added)('keeps out %s, under its own reason', (_title, rule, held, others) => {
    const ours = {
      ...survey,
      settings: { ...serviceQualitySettings, exclusions: [...serviceQualitySettings.exclusions, rule] },
    }
    expect(exclusionOf({ ...eligible, ...held }, ours, today)).toBe('ours')
    for (const other of others) expect(exclusionOf({ ...eligible, ...other }, ours, today)).toBeUndefined()
  })

  it('is asked in its place', () => {
    const rule: ExclusionRule = { reason: 'ours', rule: 'involvement', involvements: ['caller'] }
    const first = {
      ...survey,
      settings: { ...serviceQualitySettings, exclusions: [rule, ...serviceQualitySettings.exclusions] },
    }
    expect(exclusionOf({ ...eligible, isSuppressed: true }, first, today)).toBe('ours')
  })
})

it('settings that were stored before there was sampling select everyone', () => {
  const { sampling: _, ...before } = serviceQualitySettings
  expect(surveySettings.parse(before)).toEqual(serviceQualitySettings)
})

describe('eligibility', () => {
  it.each(cases)('%s', (_title, facts, reason) => {
    expect(exclusionOf({ ...eligible, ...facts }, survey, today)).toBe(reason)
  })

  it('lets a call-back that was begun be finished after its window, but never an unsafe one', () => {
    const late = { ...eligible, closedOn: daysAgo(60) }
    expect(exclusionAtClaim(late, survey, today, true)).toBeUndefined()
    expect(exclusionAtClaim(late, survey, today, false)).toBe('outside_window')
    expect(exclusionAtClaim({ ...late, exclusions: ['domestic_abuse'] }, survey, today, true)).toBe('domestic_abuse')
  })

  it('explains itself: every rule, in order, with what holds', () => {
    const explained = explainExclusion({ ...eligible, isSuppressed: true, closedOn: null }, survey, today)
    expect(explained.map(one => one.reason)).toEqual(serviceQualitySettings.exclusions.map(rule => rule.reason))
    expect(explained.filter(one => one.holds).map(one => one.reason)).toEqual(['suppressed', 'still_open'])
  })

  it('counts a question that waits for an earlier answer as one that could be asked', () => {
    expect(questionsThatCouldBeAsked(serviceQualityQuestionnaire, eligible)).toHaveLength(7)
    expect(
      questionsThatCouldBeAsked(serviceQualityQuestionnaire, { involvement: 'caller', attended: false }),
    ).toHaveLength(2)
  })
})
