import { type Asked, isAsked, questionsOf } from '../surveys/rules.ts'
import type { ExclusionRule, Questionnaire, SurveySettings } from '../surveys/schema.ts'
import { spelling } from './import-rules.ts'

/** What is known of a service and of its person when they may be chosen for a call. Days are the force's local days. */
export interface ServiceFacts {
  readonly involvement: Asked['involvement']
  readonly attended: boolean | null
  /** The day the incident closed; null while it is open. */
  readonly closedOn: Temporal.PlainDate | null
  /** Codes of the person in any of their incidents: unsafe is for the person, not for the service. */
  readonly exclusions: readonly string[]
  /** The person, or anybody who shares a number with them, is not to be rung. */
  readonly isSuppressed: boolean
  /** There is a name to ask for: without one nobody can tell whether the right person is on the line. */
  readonly isNamed: boolean
  /** Numbers that are usable, safe, not struck off, and not held by somebody who is unsafe. */
  readonly callableNumbers: number
  /** The person's last call-back in this survey, for another service. */
  readonly lastRungOn: Temporal.PlainDate | null
  /** The person waits for a call in this survey already, for another service. */
  readonly isWaiting: boolean
  readonly grade: string | null
  readonly categoryCode: string | null
  /** The incident's unit and those above it; none unless a rule asks for units. */
  readonly unitIds: readonly string[]
  /** Of the person, in any of their incidents; none unless a rule asks for markers. */
  readonly markers: readonly string[]
  readonly language: string | null
}

export interface EligibilityOf {
  readonly settings: SurveySettings
  readonly questionnaire: Questionnaire
}

type Rule = ExclusionRule['rule']
type RuleOf<Kind extends Rule> = Extract<ExclusionRule, { rule: Kind }>
type Holds<Kind extends Rule> = (
  facts: ServiceFacts,
  rule: RuleOf<Kind>,
  survey: EligibilityOf,
  today: Temporal.PlainDate,
) => boolean

const names = (listed: readonly string[], written: string | null) =>
  written !== null && listed.some(each => spelling(each) === spelling(written))

const holds: { readonly [Kind in Rule]: Holds<Kind> } = {
  service_exclusion: (facts, { code }) => facts.exclusions.includes(code),
  suppressed: facts => facts.isSuppressed,
  unnamed: facts => !facts.isNamed,
  not_usable_number: facts => facts.callableNumbers === 0,
  nothing_to_ask: (facts, _rule, { questionnaire }) => questionsThatCouldBeAsked(questionnaire, facts).length === 0,
  still_open: facts => facts.closedOn === null,
  outside_window: (facts, _rule, { settings }, today) => {
    if (facts.closedOn === null) return false
    const days = daysFrom(facts.closedOn, today)
    return days < settings.windowDays.from || days > settings.windowDays.to
  },
  rung_lately: (facts, _rule, { settings }, today) =>
    facts.isWaiting || (facts.lastRungOn !== null && daysFrom(facts.lastRungOn, today) < settings.notAgainForDays),
  category: (facts, { codes }) => names(codes, facts.categoryCode),
  grade: (facts, { grades }) => grades.some(grade => grade === facts.grade),
  unit: (facts, { units }) => units.some(unit => facts.unitIds.includes(unit)),
  involvement: (facts, { involvements }) => involvements.includes(facts.involvement),
  marker: (facts, { markers }) => facts.markers.some(marker => names(markers, marker)),
  language: (facts, { languages }) => names(languages, facts.language),
}

/** A rule's kind is what says how it is asked: the compiler can't follow that through the table. */
const doesHold = (rule: ExclusionRule, ...asked: [ServiceFacts, EligibilityOf, Temporal.PlainDate]): boolean => {
  const [facts, survey, today] = asked
  return (holds[rule.rule] as Holds<Rule>)(facts, rule, survey, today)
}

/** These pass with time, and stop a person being chosen; a call-back already begun is finished in spite of them. */
const onlyWhenChosen: ReadonlySet<Rule> = new Set(['still_open', 'outside_window'])

/** Why a service may not be chosen for a call: the reason of the first rule that holds, in the survey's order. */
export function exclusionOf(facts: ServiceFacts, survey: EligibilityOf, today: Temporal.PlainDate): string | undefined {
  return survey.settings.exclusions.find(rule => doesHold(rule, facts, survey, today))?.reason
}

/** Why a call-back may not go on: looked at again whenever it is claimed. */
export function exclusionAtClaim(
  facts: ServiceFacts,
  survey: EligibilityOf,
  today: Temporal.PlainDate,
  begun: boolean,
): string | undefined {
  const rules = survey.settings.exclusions.filter(rule => !(begun && onlyWhenChosen.has(rule.rule)))
  return exclusionOf(facts, { ...survey, settings: { ...survey.settings, exclusions: rules } }, today)
}

export interface Explanation {
  readonly reason: string
  readonly rule: Rule
  readonly holds: boolean
}

/** Every rule in order, and whether it holds: the answer to "why was this person not rung?" */
export function explainExclusion(
  facts: ServiceFacts,
  survey: EligibilityOf,
  today: Temporal.PlainDate,
): readonly Explanation[] {
  return survey.settings.exclusions.map(rule => ({
    reason: rule.reason,
    rule: rule.rule,
    holds: doesHold(rule, facts, survey, today),
  }))
}

/** The questions a service leads to, before any answer: routing by earlier answers is left open. */
export function questionsThatCouldBeAsked(
  questionnaire: Questionnaire,
  service: Pick<ServiceFacts, 'involvement' | 'attended'>,
) {
  const asked: Asked = { involvement: service.involvement, attended: service.attended, answers: new Map() }
  return questionsOf(questionnaire).filter(({ askedIf }) => isAsked({ ...askedIf, answered: undefined }, asked))
}

const daysFrom = (earlier: Temporal.PlainDate, later: Temporal.PlainDate): number => earlier.until(later).days
