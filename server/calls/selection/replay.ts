/**
 * What a set of rules would have made of services that came in over some months. Each is asked about on the first day on
 * which it could have been chosen: when it had come into the window, and was known. Everybody who may be rung counts as
 * rung that day, so that one person's next service meets the days in which they aren't rung again. What is known of people
 * and their numbers is as it is now.
 */
import { exclusionOf, explainExclusion, type ServiceFacts } from '../../recipients/service.ts'
import type { Survey } from '../../surveys/service.ts'

export interface ToReplay {
  readonly facts: ServiceFacts
  readonly knownOn: Temporal.PlainDate
}

export interface Replayed {
  /** Of the first rule that holds; null where the service may be rung. */
  readonly reason: string | null
  /** No other rule would have kept it out. */
  readonly isAlone: boolean
}

/** Of one person, whose services come the one closed last first; what comes of each, in the same order. */
export function replayPerson(
  services: readonly ToReplay[],
  survey: Survey,
  today: Temporal.PlainDate,
): readonly Replayed[] {
  const { windowDays, notAgainForDays } = survey.settings
  const replayed: Replayed[] = new Array(services.length)
  let lastRungOn: Temporal.PlainDate | null = null
  for (const { at, facts, firstOn } of inOrderOfChoosing(services, survey, today)) {
    const again: Temporal.PlainDate | null = lastRungOn ?? facts.lastRungOn
    const freeOn: Temporal.PlainDate | undefined = again?.add({ days: notAgainForDays })
    // Who was rung lately is chosen when that is long enough ago, if the window lasts until then.
    const lastOn = earlier(facts.closedOn?.add({ days: windowDays.to }) ?? today, today)
    const askedOn: Temporal.PlainDate =
      freeOn && isBefore(firstOn, freeOn) && !isBefore(lastOn, freeOn) ? freeOn : firstOn
    const asked: ServiceFacts = { ...facts, lastRungOn: again, isWaiting: false }
    const reason = exclusionOf(asked, survey, askedOn) ?? null
    if (reason === null) lastRungOn = askedOn
    replayed[at] = { reason, isAlone: reason !== null && countHolding(asked, survey, askedOn) === 1 }
  }
  return replayed
}

function inOrderOfChoosing(services: readonly ToReplay[], survey: Survey, today: Temporal.PlainDate) {
  return services
    .map(({ facts, knownOn }, at) => {
      const inWindowOn = facts.closedOn?.add({ days: survey.settings.windowDays.from }) ?? today
      return { at, facts, firstOn: earlier(isBefore(inWindowOn, knownOn) ? knownOn : inWindowOn, today) }
    })
    .sort((a, b) => Temporal.PlainDate.compare(a.firstOn, b.firstOn) || a.at - b.at)
}

const countHolding = (facts: ServiceFacts, survey: Survey, day: Temporal.PlainDate) =>
  explainExclusion(facts, survey, day).filter(({ holds }) => holds).length

const isBefore = (a: Temporal.PlainDate, b: Temporal.PlainDate) => Temporal.PlainDate.compare(a, b) < 0
const earlier = (a: Temporal.PlainDate, b: Temporal.PlainDate) => (isBefore(a, b) ? a : b)
