import { expect, it } from 'vitest'
import type { CallsOfService, RecipientNumber, Suppression, Verdict } from './api.ts'
import {
  answerOf,
  chanceWords,
  changeWords,
  needWords,
  numberState,
  reasonTitle,
  type VerdictWords,
  verdictWords,
} from './words.ts'

const london = 'Europe/London'

const verdict = (over: Partial<Verdict>): Verdict => ({
  survey: { key: 'service-quality', name: 'Service quality' },
  mayBeRung: false,
  state: 'kept_out',
  serviceId: '01990000-0000-7000-8000-000000000001',
  reason: null,
  dueAt: null,
  isAppointment: false,
  changesOn: null,
  ...over,
})

const rules: CallsOfService['rules'] = [
  { reason: 'domestic_abuse', rule: 'service_exclusion', holds: true },
  { reason: 'suppressed', rule: 'suppressed', holds: true },
  { reason: 'no_usable_number', rule: 'not_usable_number', holds: false },
  { reason: 'not_in_cornish', rule: 'a_rule_without_words', holds: true },
]

it.each<[string, Partial<Verdict>, VerdictWords]>([
  [
    'in hand',
    { state: 'in_hand', mayBeRung: true },
    { title: 'Being rung now', tone: 'good', why: 'An interviewer has the call.' },
  ],
  [
    'in hand, and unsafe meanwhile',
    { state: 'in_hand', reason: 'domestic_abuse' },
    { title: 'Being rung now', tone: 'bad', why: 'Meanwhile it became so: Domestic abuse.' },
  ],
  [
    'waiting',
    { state: 'waiting', mayBeRung: true },
    { title: 'May be rung', tone: 'good', why: 'A call waits for them.' },
  ],
  [
    'waiting until an hour, told on the force’s clock',
    { state: 'waiting', mayBeRung: true, dueAt: '2011-09-01T09:30:00Z' },
    { title: 'May be rung', tone: 'good', why: 'A call waits for them, due 1 September 2011 at 10:30.' },
  ],
  [
    'waiting for an appointment',
    { state: 'waiting', mayBeRung: true, dueAt: '2011-12-01T09:30:00Z', isAppointment: true },
    { title: 'May be rung', tone: 'good', why: 'They agreed to be rung on 1 December 2011 at 09:30.' },
  ],
  [
    'to be chosen',
    { state: 'to_be_chosen', mayBeRung: true },
    { title: 'May be rung', tone: 'good', why: 'No rule keeps them out. They are chosen within the hour.' },
  ],
  [
    'finished',
    { state: 'finished', reason: 'no_answer' },
    { title: 'Not rung again', tone: 'calm', why: 'Their last call-back has ended: no answer.' },
  ],
  [
    'finished without an outcome',
    { state: 'finished' },
    { title: 'Not rung again', tone: 'calm', why: 'Their last call-back has ended: no outcome.' },
  ],
  [
    'of no service that is asked about',
    { state: 'no_service', serviceId: null },
    { title: 'Not rung', tone: 'calm', why: 'They received no service that this survey asks about.' },
  ],
  [
    'kept out by a rule',
    { reason: 'domestic_abuse' },
    {
      title: 'Not rung: domestic abuse',
      tone: 'bad',
      why: 'An incident of theirs has this code, and it holds for the person.',
    },
  ],
  [
    'kept from being rung',
    { reason: 'suppressed' },
    { title: 'Not to be rung', tone: 'bad', why: 'They, or somebody on the same number, are not to be rung.' },
  ],
  [
    'kept out by a rule that has no words',
    { reason: 'not_in_cornish' },
    { title: 'Not rung: not in cornish', tone: 'bad', why: 'A rule without words.' },
  ],
  [
    'before the draw',
    { reason: 'awaiting_draw' },
    { title: 'Not rung: the draw is to come', tone: 'bad', why: 'The sample of their week is not drawn yet.' },
  ],
  [
    'not drawn',
    { reason: 'not_sampled' },
    { title: 'Not rung: not drawn for the sample', tone: 'bad', why: 'The sample fell on others.' },
  ],
])('whether they are rung, %s', (_, over, words) => expect(verdictWords(verdict(over), rules, london)).toEqual(words))

const suppression = (over: Partial<Suppression>): Suppression => ({
  id: '01990000-0000-7000-8000-000000000002',
  scope: 'surveys',
  reason: { code: 'refused', title: 'They asked not to be rung' },
  note: null,
  createdAt: '2011-09-01T09:00:00Z',
  createdBy: null,
  until: null,
  liftedAt: null,
  liftedBy: null,
  liftReason: null,
  liftNote: null,
  ...over,
})
const suppressed = { reason: 'suppressed' } as const
const lifted = suppression({ liftedAt: '2011-09-01T09:00:00Z' })

it.each<[string, Partial<Verdict>, readonly Suppression[], string | null]>([
  ['they may be rung', { state: 'waiting', changesOn: '2011-10-01' }, [], null],
  ['it is finished', { state: 'finished' }, [], null],
  [
    'a day changes it',
    { reason: 'rung_lately', changesOn: '2011-10-01' },
    [],
    'If nothing else changes, they may be rung from 1 October 2011.',
  ],
  ['no day does', { reason: 'domestic_abuse' }, [], 'Time alone does not change it.'],
  ['no last day was set', suppressed, [suppression({})], 'It holds until somebody lifts it.'],
  [
    'a last day was set',
    suppressed,
    [suppression({ until: '2011-12-31' })],
    'It holds up to 31 December 2011, unless somebody lifts it before.',
  ],
  [
    'two hold, the later of them longer',
    suppressed,
    [suppression({ until: '2012-01-31' }), suppression({ until: '2011-12-31', scope: 'all' })],
    'It holds up to 31 January 2012, unless somebody lifts it before.',
  ],
  [
    'two hold, one without a last day',
    suppressed,
    [suppression({}), suppression({ until: '2011-12-31', scope: 'all' })],
    'It holds until somebody lifts it.',
  ],
  [
    'one was lifted',
    suppressed,
    [lifted, suppression({ until: '2011-12-31', scope: 'all' })],
    'It holds up to 31 December 2011, unless somebody lifts it before.',
  ],
  ['it is another’s', suppressed, [lifted], 'It holds as long as it does for whoever shares a number with them.'],
])('when it would be otherwise, where %s', (_, over, suppressions, words) =>
  expect(changeWords(verdict(over), suppressions)).toBe(words),
)

const struckOff = { struckOffAt: '2011-09-01T09:30:00Z' }

it.each<[string, Partial<RecipientNumber>, ReturnType<typeof numberState>]>([
  ['good', {}, { words: 'Safe to ring', tone: 'good' }],
  ['unsafe', { safe: false }, { words: 'Not safe to ring', tone: 'bad' }],
  ['no number', { usable: false, safe: false }, { words: 'Not a number that can be rung', tone: 'attention' }],
  [
    'struck off, whatever else',
    { ...struckOff, safe: false },
    { words: 'Struck off on 1 September 2011 at 10:30', tone: 'calm' },
  ],
])('a number that is %s', (_, over, state) =>
  expect(
    numberState(
      {
        id: '01990000-0000-7000-8000-000000000003',
        number: '07700 900123',
        extension: null,
        usable: true,
        safe: true,
        struckOffAt: null,
        sharedBy: 0,
        sharers: [],
        ...over,
      },
      london,
    ),
  ).toEqual(state),
)

it.each([
  ['relay', 'Text relay (dial 18002 first)'],
  ['interpreter', 'An interpreter'],
  ['mobile_only', 'Only on a mobile'],
  ['after_17:30', 'Not before 17:30'],
  ['large_print', 'Large print'],
])('what is needed to ring them: %s', (need, words) => expect(needWords(need)).toBe(words))

it.each([
  [1, '100%'],
  [0.5, '50%'],
  [1 / 3, '33.3%'],
  [0.0004, '0.04%'],
])('a chance of %d', (probability, words) => expect(chanceWords(probability)).toBe(words))

it('a rule is answered either way, and a reason without a title of its own is said in its own words', () => {
  expect(rules.map(answerOf)).toEqual([
    'An incident of theirs has this code, and it holds for the person',
    'They, or somebody on the same number, are not to be rung',
    'A number of theirs works and is safe',
    'A rule without words',
  ])
  expect(['under_16', 'rung_lately'].map(reasonTitle)).toEqual(['Under 16', 'Rung lately'])
})
