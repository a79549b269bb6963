import type { FunnelStep } from '../../server/calls/selection/schema.ts'
import { formatCount, formatCounted, wordsOf } from '../ui/format.ts'
import type { ExclusionRule, WantedSelection } from './api.ts'

export const kindTitles: Readonly<Record<ExclusionRule['rule'], string>> = {
  service_exclusion: 'A code of the person',
  category: 'Category of the incident',
  grade: 'Grade of the incident',
  unit: 'Unit of the incident',
  involvement: 'Part in the incident',
  marker: 'Marker of the person',
  language: 'Language of the person',
  suppressed: 'Not to be rung',
  unnamed: 'No name',
  not_usable_number: 'No number',
  nothing_to_ask: 'Nothing to ask',
  still_open: 'Still open',
  outside_window: 'Outside the window',
  rung_lately: 'Rung lately',
}

const quotedList = (items: readonly string[]) => items.join(', ')

/** Whom a rule keeps out, as the end of "Not rung: …". */
export function ruleWords(rule: ExclusionRule, unitName: (id: string) => string): string {
  switch (rule.rule) {
    case 'service_exclusion':
      return `The person has the code “${rule.code}” in any of their incidents`
    case 'category':
      return `The incident's category is ${quotedList(rule.codes)}`
    case 'grade':
      return `The incident's grade is ${quotedList(rule.grades)}`
    case 'unit':
      return `The incident belongs to ${quotedList(rule.units.map(unitName))}, or a unit below`
    case 'involvement':
      return `The person was a ${rule.involvements.join(' or ')}`
    case 'marker':
      return `The person has a marker ${quotedList(rule.markers)} in any of their incidents`
    case 'language':
      return `The person's language is ${quotedList(rule.languages)}`
    case 'suppressed':
      return 'They, or somebody on the same number, are not to be rung'
    case 'unnamed':
      return 'There is no name to ask for'
    case 'not_usable_number':
      return 'There is no number that works, is safe, and is held by nobody who must not be rung'
    case 'nothing_to_ask':
      return 'No question of the survey concerns them'
    case 'still_open':
      return 'The incident is not closed'
    case 'outside_window':
      return 'It was closed too short or too long ago'
    case 'rung_lately':
      return 'They were rung for another service, or wait to be'
  }
}

export function sampleWords(sampling: WantedSelection['sampling']): string {
  switch (sampling.kind) {
    case 'everyone':
      return 'Everyone who may be rung'
    case 'every_nth':
      return `Every ${formatCount(sampling.n)}th who may be rung${sampling.start ? `, from the ${sampling.start}th` : ''}`
    case 'per_unit_week':
      return `${formatCount(sampling.number)} of each unit and week${seedWords(sampling.seed)}`
    case 'random_share':
      return `${sampling.percent}% at random${seedWords(sampling.seed)}`
  }
}

const seedWords = (seed: string | undefined) => (seed ? `, seed ${seed}` : '')

export const daysWords = (days: number) => formatCounted(days, 'day')

/** The reason of a rule, or that somebody may be rung. */
export const reasonWords = (reason: string | null) => (reason === null ? 'May be rung' : wordsOf(reason))

export const stepTitles: Readonly<Record<FunnelStep, string>> = {
  undecided: 'Not looked at yet',
  no_usable_number: 'No usable number',
  not_safe: 'Not safe to ring',
  not_asked: 'Not asked in this survey',
  not_in_window: 'Outside the window',
  rung_lately: 'Rung lately',
  not_drawn: 'Not drawn, or not yet',
}
