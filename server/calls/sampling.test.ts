import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Sampling } from '../surveys/schema.ts'
import { awaitingDraw, lastDayOf, type Sampled, samplerOf } from './sampling.ts'

const day = Temporal.PlainDate.from('2011-08-24')
const services = (count: number): Sampled[] =>
  Array.from({ length: count }, (_, at) => ({ samplingKey: `service ${at}`, unitId: null, closedOn: day }))
const drawAll = (sampling: Sampling, from: readonly Sampled[], countedOff = 0) => {
  const sampler = samplerOf(sampling, countedOff)
  return { draws: from.map(service => sampler.draw(service)), countedOff: sampler.countedOff }
}
const places = (draws: readonly { outcome: string }[]) =>
  draws.flatMap(({ outcome }, at) => (outcome === 'selected' ? [at] : []))

describe('everyone', () => {
  it('is selected for certain', () => {
    const { draws } = drawAll({ kind: 'everyone' }, services(20))
    expect(draws).toEqual(Array(20).fill({ outcome: 'selected', probability: 1, stratum: null }))
  })
})

describe('every nth', () => {
  const nth = fc
    .integer({ min: 2, max: 40 })
    .chain(n =>
      fc.record({ kind: fc.constant('every_nth' as const), n: fc.constant(n), start: fc.integer({ min: 1, max: n }) }),
    )

  it('selects exactly the start and every nth after it, whatever the number', () => {
    fc.assert(
      fc.property(nth, fc.integer({ min: 0, max: 300 }), (sampling, count) => {
        const { draws } = drawAll(sampling, services(count))
        const expected = Array.from({ length: count }, (_, at) => at).filter(
          at => at % sampling.n === sampling.start - 1,
        )
        expect(places(draws)).toEqual(expected)
        expect(draws.every(({ probability }) => probability === 1 / sampling.n)).toBe(true)
      }),
    )
  })

  it('goes on where the last run ended: many runs select what one would', () => {
    fc.assert(
      fc.property(nth, fc.array(fc.integer({ min: 0, max: 40 }), { maxLength: 8 }), (sampling, runs) => {
        const all = services(runs.reduce((sum, count) => sum + count, 0))
        let [countedOff, at] = [0, 0]
        const apart = runs.flatMap(count => {
          const run = drawAll(sampling, all.slice(at, at + count), countedOff)
          countedOff = run.countedOff
          at += count
          return run.draws
        })
        expect(apart).toEqual(drawAll(sampling, all).draws)
      }),
    )
  })

  it('gives each service its chance of 1/n over the starts', () => {
    const all = services(24)
    const times = Array(24).fill(0)
    for (let start = 1; start <= 8; start += 1)
      for (const at of places(drawAll({ kind: 'every_nth', n: 8, start }, all).draws)) times[at] += 1
    expect(times).toEqual(Array(24).fill(1))
  })
})

describe('a random share', () => {
  const share = (percent: number, seed: string): Sampling => ({ kind: 'random_share', percent, seed })

  it('selects the same under the same seed, in any order, and another sample under another seed', () => {
    const all = services(400)
    const drawn = drawAll(share(30, 'a'), all).draws
    expect(drawAll(share(30, 'a'), all.toReversed()).draws.reverse()).toEqual(drawn)
    expect(drawAll(share(30, 'b'), all).draws).not.toEqual(drawn)
  })

  it('holds a smaller sample within a larger one of the same seed', () => {
    const all = services(400)
    const large = new Set(places(drawAll(share(40, 'a'), all).draws))
    expect(places(drawAll(share(15, 'a'), all).draws).every(at => large.has(at))).toBe(true)
  })

  it('selects about its share, to which the probabilities add up', () => {
    const { draws } = drawAll(share(20, 'seed'), services(20_000))
    const expected = draws.reduce((sum, { probability }) => sum + (probability ?? 0), 0)
    expect(expected).toBeCloseTo(4000, 6)
    // Four standard deviations of a binomial of 20,000 at 0.2.
    expect(Math.abs(places(draws).length - expected)).toBeLessThan(4 * Math.sqrt(20_000 * 0.2 * 0.8))
  })

  it('gives every service the same chance over many seeds', () => {
    const all = services(12)
    const seeds = 2000
    const times = Array(12).fill(0)
    for (let seed = 0; seed < seeds; seed += 1)
      for (const at of places(drawAll(share(25, `seed ${seed}`), all).draws)) times[at] += 1
    for (const count of times) expect(Math.abs(count - seeds / 4)).toBeLessThan(4.5 * Math.sqrt(seeds * 0.25 * 0.75))
  })
})

describe('so many for each unit and week', () => {
  it('waits for the draw of its stratum: the unit and the ISO week of closing', () => {
    const sampling: Sampling = { kind: 'per_unit_week', number: 3, seed: 's' }
    const closed = (closedOn: string, unitId: string | null) =>
      samplerOf(sampling).draw({ samplingKey: 'a', unitId, closedOn: Temporal.PlainDate.from(closedOn) })
    expect(closed('2011-08-24', 'u')).toEqual({ outcome: awaitingDraw, probability: null, stratum: 'u/2011-W34' })
    expect(closed('2011-01-01', null).stratum).toBe('no unit/2010-W52')
  })

  it('ends with the Sunday of that week', () => {
    const days = fc
      .integer({ min: 0, max: 20_000 })
      .map(after => Temporal.PlainDate.from('1995-01-01').add({ days: after }))
    fc.assert(
      fc.property(days, closedOn => {
        const { stratum } = samplerOf({ kind: 'per_unit_week', number: 1, seed: 's' }).draw({
          samplingKey: 'a',
          unitId: null,
          closedOn,
        })
        expect(lastDayOf(stratum ?? '').toString()).toBe(closedOn.add({ days: 7 - closedOn.dayOfWeek }).toString())
      }),
    )
  })
})
