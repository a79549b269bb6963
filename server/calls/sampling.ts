import { createHash } from 'node:crypto'
import type { Sampling } from '../surveys/schema.ts'

/** It may be rung, and was not drawn: final. */
export const notSampled = 'not_sampled'
/** It may be rung, and its unit's week is not over. */
export const awaitingDraw = 'awaiting_draw'

export interface Draw {
  readonly outcome: 'selected' | typeof notSampled | typeof awaitingDraw
  /** Of being selected, once it may be rung: its inverse is the weight. Null while it waits for a draw. */
  readonly probability: number | null
  readonly stratum: string | null
}

/** A service that may be rung, as a sample sees it. */
export interface Sampled {
  readonly samplingKey: string
  readonly unitId: string | null
  readonly closedOn: Temporal.PlainDate | null
}

export interface Sampler {
  draw(service: Sampled): Draw
  /** How many services have been counted off, where every nth is selected. */
  readonly countedOff: number
}

/**
 * - everyone: p = 1;
 * - every nth: systematic sampling with a random start, counted over the services that may be rung as they come: p = 1/n;
 * - so many per unit and week: the service waits for its stratum to be drawn (`drawWeeks`): p = k/m;
 * - random share: each for itself, by a hash of its key under the seed (Poisson sampling): p is the share.
 */
export function samplerOf(sampling: Sampling, countedOff = 0): Sampler {
  let counted = countedOff
  const draw = (service: Sampled): Draw => {
    switch (sampling.kind) {
      case 'everyone':
        return { outcome: 'selected', probability: 1, stratum: null }
      case 'every_nth': {
        const place = (counted % sampling.n) + 1
        counted += 1
        return drawn(place === sampling.start, 1 / sampling.n)
      }
      case 'per_unit_week':
        return { outcome: awaitingDraw, probability: null, stratum: stratumOf(service) }
      case 'random_share':
        return drawn(placeOf(sampling.seed, service.samplingKey) < sampling.percent / 100, sampling.percent / 100)
    }
  }
  return {
    draw,
    get countedOff() {
      return counted
    },
  }
}

const drawn = (isDrawn: boolean, probability: number): Draw => ({
  outcome: isDrawn ? 'selected' : notSampled,
  probability,
  stratum: null,
})

/** Where a service stands between 0 and 1 under a seed: the same for ever, and as good as random from seed to seed. */
function placeOf(seed: string, samplingKey: string): number {
  return createHash('sha256').update(`${seed} ${samplingKey}`).digest().readUIntBE(0, 6) / 2 ** 48
}

/** `018f…/2011-W34`: the incident's unit and the ISO week in which it was closed. */
export function stratumOf({ unitId, closedOn }: Pick<Sampled, 'unitId' | 'closedOn'>): string {
  if (closedOn === null) throw new RangeError('a service that is open has no week')
  return `${unitId ?? 'no unit'}/${closedOn.yearOfWeek}-W${String(closedOn.weekOfYear).padStart(2, '0')}`
}

/** The Sunday on which a stratum's week ends. */
export function lastDayOf(stratum: string): Temporal.PlainDate {
  const [, year, week] = /\/(\d{4})-W(\d\d)$/.exec(stratum) ?? []
  if (year === undefined || week === undefined) throw new RangeError(`"${stratum}" names no week`)
  // 4 January is always in week 1 (ISO 8601).
  const inFirst = Temporal.PlainDate.from({ year: Number(year), month: 1, day: 4 })
  return inFirst.add({ days: 7 - inFirst.dayOfWeek, weeks: Number(week) - 1 })
}
