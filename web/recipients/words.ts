import { formatCounted, formatDateTime, formatDay, wordsOf } from '../ui/format.ts'
import type { CallsOfService, FoundBy, RecipientNumber, ServiceOfRecipient, Suppression, Verdict } from './api.ts'

export const namedOr = (name: string) => name || 'Somebody without a name'

const foundWords: Readonly<Record<FoundBy, string>> = {
  newest: 'Everybody, the newest incidents first',
  number: 'By telephone number',
  reference: 'By log number',
  reference_start: 'By the start of a log number',
  name: 'By name',
  name_and_birth: 'By name and birth date',
  part_of_name: 'By part of a name',
  birth_date: 'By birth date',
}
export const foundTitle = (by: FoundBy): string => foundWords[by]

const involvements: Readonly<Record<ServiceOfRecipient['involvement'], string>> = {
  caller: 'Called us',
  victim: 'Victim',
  witness: 'Witness',
}
export const involvementWords = (involvement: ServiceOfRecipient['involvement']): string => involvements[involvement]

const parts: Readonly<Record<ServiceOfRecipient['staff'][number]['part'], string>> = {
  call_handler: 'Call handler',
  officer_in_charge: 'Officer in charge',
  attending: 'Attended',
}
export const partTitle = (part: ServiceOfRecipient['staff'][number]['part']): string => parts[part]

interface RuleWords {
  readonly holds: string
  readonly passes: string
}

/** What each kind of rule asks, as the answer to it. */
const ruleWords: Readonly<Record<string, RuleWords>> = {
  service_exclusion: {
    holds: 'An incident of theirs has this code, and it holds for the person',
    passes: 'No incident of theirs has this code',
  },
  suppressed: {
    holds: 'They, or somebody on the same number, are not to be rung',
    passes: 'Nobody on their numbers is kept from being rung',
  },
  unnamed: { holds: 'There is no name to ask for', passes: 'There is a name to ask for' },
  not_usable_number: {
    holds: 'No number of theirs works, is safe, and is held by nobody who must not be rung',
    passes: 'A number of theirs works and is safe',
  },
  nothing_to_ask: { holds: 'No question concerns them', passes: 'There are questions that concern them' },
  still_open: { holds: 'The incident is not closed', passes: 'The incident is closed' },
  outside_window: {
    holds: 'It was closed too short or too long ago',
    passes: 'It was not closed too short or too long ago',
  },
  rung_lately: {
    holds: 'They were rung for another service, or wait to be',
    passes: 'They were not rung for another service lately',
  },
  category: { holds: 'The incident’s category is kept out', passes: 'The incident’s category is not kept out' },
  grade: { holds: 'The incident’s grade is kept out', passes: 'The incident’s grade is not kept out' },
  unit: { holds: 'The incident’s unit is kept out', passes: 'The incident’s unit is not kept out' },
  involvement: { holds: 'Their part in it is kept out', passes: 'Their part in it is not kept out' },
  marker: { holds: 'A marker of theirs is kept out', passes: 'No marker of theirs is kept out' },
  language: { holds: 'Their language is kept out', passes: 'Their language is not kept out' },
}

export function answerOf({ rule, holds }: CallsOfService['rules'][number]): string {
  const words = ruleWords[rule]
  return words ? (holds ? words.holds : words.passes) : wordsOf(rule)
}

const reasonTitles: Readonly<Record<string, string>> = {
  suppressed: 'Not to be rung',
  no_usable_number: 'No usable number',
  not_sampled: 'Not drawn for the sample',
  awaiting_draw: 'The draw is to come',
  under_16: 'Under 16',
}
export const reasonTitle = (reason: string): string => reasonTitles[reason] ?? wordsOf(reason)

export interface VerdictWords {
  readonly title: string
  readonly tone: 'good' | 'attention' | 'bad' | 'calm'
  readonly why: string
}

/** Whether somebody is rung, in a few large words, and why in a sentence. */
export function verdictWords(verdict: Verdict, rules: CallsOfService['rules'], timeZone: string): VerdictWords {
  const { state, reason, mayBeRung } = verdict
  switch (state) {
    case 'in_hand':
      return mayBeRung
        ? { title: 'Being rung now', tone: 'good', why: 'An interviewer has the call.' }
        : { title: 'Being rung now', tone: 'bad', why: `Meanwhile it became so: ${reasonTitle(reason ?? '')}.` }
    case 'waiting':
      return { title: 'May be rung', tone: 'good', why: waitingWords(verdict, timeZone) }
    case 'to_be_chosen':
      return { title: 'May be rung', tone: 'good', why: 'No rule keeps them out. They are chosen within the hour.' }
    case 'finished':
      return { title: 'Not rung again', tone: 'calm', why: `Their last call-back has ended: ${outcomeWords(reason)}.` }
    case 'no_service':
      return { title: 'Not rung', tone: 'calm', why: 'They received no service that this survey asks about.' }
    case 'kept_out':
      return {
        title: reason === 'suppressed' ? 'Not to be rung' : `Not rung: ${reasonTitle(reason ?? '').toLowerCase()}`,
        tone: 'bad',
        why: `${whyKeptOut(reason, rules)}.`,
      }
  }
}

const outcomeWords = (outcome: string | null) => wordsOf(outcome ?? 'no outcome').toLowerCase()

function waitingWords({ dueAt, isAppointment }: Verdict, timeZone: string): string {
  if (dueAt === null) return 'A call waits for them.'
  const at = formatDateTime(dueAt, timeZone)
  return isAppointment ? `They agreed to be rung on ${at}.` : `A call waits for them, due ${at}.`
}

function whyKeptOut(reason: string | null, rules: CallsOfService['rules']): string {
  const rule = rules.find(each => each.holds && each.reason === reason)
  if (rule) return answerOf(rule)
  return reason === 'awaiting_draw' ? 'The sample of their week is not drawn yet' : 'The sample fell on others'
}

/** When it would be otherwise. */
export function changeWords(
  { state, reason, changesOn }: Verdict,
  suppressions: readonly Suppression[],
): string | null {
  if (state !== 'kept_out') return null
  if (changesOn) return `If nothing else changes, they may be rung from ${formatDay(changesOn)}.`
  if (reason === 'suppressed') return suppressionEnds(suppressions.filter(({ liftedAt }) => liftedAt === null))
  return 'Time alone does not change it.'
}

function suppressionEnds(holding: readonly Suppression[]): string {
  if (holding.length === 0) return 'It holds as long as it does for whoever shares a number with them.'
  const last = holding.map(({ until }) => until ?? '9999').reduce((a, b) => (a > b ? a : b))
  return last === '9999'
    ? 'It holds until somebody lifts it.'
    : `It holds up to ${formatDay(last)}, unless somebody lifts it before.`
}

export interface NumberState {
  readonly words: string
  readonly tone: 'good' | 'attention' | 'bad' | 'calm'
}

export function numberState(number: RecipientNumber, timeZone: string): NumberState {
  if (number.struckOffAt !== null)
    return { words: `Struck off on ${formatDateTime(number.struckOffAt, timeZone)}`, tone: 'calm' }
  if (!number.usable) return { words: 'Not a number that can be rung', tone: 'attention' }
  if (!number.safe) return { words: 'Not safe to ring', tone: 'bad' }
  return { words: 'Safe to ring', tone: 'good' }
}

const needTitles: Readonly<Record<string, string>> = {
  relay: 'Text relay (dial 18002 first)',
  interpreter: 'An interpreter',
  mobile_only: 'Only on a mobile',
}

export function needWords(need: string): string {
  const after = /^after_(\d{2}:\d{2})$/.exec(need)
  return after ? `Not before ${after[1]}` : (needTitles[need] ?? wordsOf(need))
}

/** "33.3%" for one in three. */
export const chanceWords = (probability: number): string =>
  new Intl.NumberFormat('en-GB', { style: 'percent', maximumSignificantDigits: 3 }).format(probability)

export const scopeWords = { surveys: 'for surveys', all: 'for anything' } as const

/** "Looked through 20,000 people": names are sealed, so part of one is found by reading them. */
export const lookedWords = (people: number) => `looked through ${formatCounted(people, 'person', 'people')}`
