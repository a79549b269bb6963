import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { ServiceFacts } from '../../recipients/service.ts'
import type { Survey } from '../../surveys/service.ts'
import { serviceQualityQuestionnaire, serviceQualitySettings } from '../../surveys/service-quality.ts'
import { replayPerson, type ToReplay } from './replay.ts'

const today = Temporal.PlainDate.from('2011-09-01')
const survey = (settings: Partial<Survey['settings']> = {}): Survey => ({
  id: 's',
  key: 's',
  name: 'S',
  revision: 1,
  questionnaireId: 'q',
  questionnaire: serviceQualityQuestionnaire,
  settings: { ...serviceQualitySettings, ...settings },
})
const before = (days: number) => today.subtract({ days })
const service = (closedDaysAgo: number | null, facts: Partial<ServiceFacts> = {}, knownDaysAgo = 90): ToReplay => ({
  knownOn: before(knownDaysAgo),
  facts: {
    involvement: 'caller',
    attended: true,
    closedOn: closedDaysAgo === null ? null : before(closedDaysAgo),
    exclusions: [],
    isSuppressed: false,
    isNamed: true,
    callableNumbers: 1,
    lastRungOn: null,
    isWaiting: false,
    grade: null,
    categoryCode: null,
    unitIds: [],
    markers: [],
    language: null,
    ...facts,
  },
})
const reasons = (services: readonly ToReplay[], by = survey()) =>
  replayPerson(services, by, today).map(({ reason }) => reason)

describe('a service is asked about', () => {
  it.each<[string, ToReplay, string | null]>([
    ['when it came into the window, however long ago that is', service(80), null],
    ['when it was known, if that was later', service(80, {}, 10), 'outside_window'],
    ['when it was known, still in the window', service(80, {}, 60), null],
    ['today, where it has not come into the window', service(0), 'outside_window'],
    ['today, where it is open', service(null), 'still_open'],
  ])('%s', (_, one, reason) => {
    expect(reasons([one])).toEqual([reason])
  })
})

describe('a person', () => {
  it('is rung for the service that came first, and not again for as long as the rules say', () => {
    expect(reasons([service(10), service(40), service(89)])).toEqual(['rung_lately', 'rung_lately', null])
  })

  it('is rung again when that is long enough ago, within the window', () => {
    const by = survey({ notAgainForDays: 30 })
    // 88 days ago for the first; the second waits from 59 days ago until 58, the third from 44 until 28; the fourth waits.
    expect(reasons([service(10), service(45), service(60), service(89)], by)).toEqual(['rung_lately', null, null, null])
    expect(reasons([service(48), service(89)], survey({ notAgainForDays: 90 }))).toEqual(['rung_lately', null])
  })

  it('rung before the period is not rung again either', () => {
    expect(reasons([service(80, { lastRungOn: before(100) })])).toEqual(['rung_lately'])
  })

  it('who is kept out of one service is free for another', () => {
    expect(reasons([service(10), service(40, { involvement: 'witness', attended: false })])).toEqual([
      null,
      'nothing_to_ask',
    ])
  })
})

describe('a rule that alone keeps a service out', () => {
  it('is told from one among several', () => {
    const [one] = replayPerson([service(10, { isSuppressed: true })], survey(), today)
    const [several] = replayPerson([service(10, { isSuppressed: true, callableNumbers: 0 })], survey(), today)
    expect(one).toEqual({ reason: 'suppressed', isAlone: true })
    expect(several).toEqual({ reason: 'suppressed', isAlone: false })
  })
})

it('never rings a person twice within the days, nor leaves one who may be rung unrung', () => {
  const cases = fc.record({
    closed: fc.array(fc.integer({ min: 1, max: 89 }), { minLength: 1, maxLength: 8 }),
    notAgain: fc.integer({ min: 0, max: 100 }),
  })
  fc.assert(
    fc.property(cases, ({ closed, notAgain }) => {
      const services = closed.toSorted((a, b) => a - b).map(days => service(days))
      const outcomes = reasons(services, survey({ notAgainForDays: notAgain }))
      const rung = outcomes.filter(reason => reason === null).length
      expect(rung).toBeGreaterThanOrEqual(1)
      // The window reaches 42 days, so over 89 days nobody is rung more often than this.
      expect(rung).toBeLessThanOrEqual(notAgain === 0 ? closed.length : Math.floor(88 / notAgain) + 1)
      expect(outcomes.every(reason => reason === null || reason === 'rung_lately')).toBe(true)
    }),
  )
})
