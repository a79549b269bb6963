import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { AppendixA } from './api.ts'
import { divergingBars } from './diverging.ts'

type Numbers = readonly [number, number, number, number, number]

/** A table of one section, from the numbers of 1s to 5s of each question. */
function tableOf(questions: Readonly<Record<string, Numbers>>): AppendixA {
  const columns = Object.values(questions)
  const rating = (index: number) => {
    const byQuestion = columns.map(numbers => numbers[index] ?? 0)
    return { byQuestion, number: byQuestion.reduce((sum, each) => sum + each, 0), percent: '' }
  }
  const bases = columns.map(numbers => numbers.reduce((sum, each) => sum + each, 0))
  return {
    title: '',
    period: '',
    successfulCallBacks: 0,
    sections: [
      {
        name: 'Response',
        questions: Object.keys(questions),
        ratings: { 1: rating(0), 2: rating(1), 3: rating(2), 4: rating(3), 5: rating(4) },
        totals: { byQuestion: bases, number: bases.reduce((sum, each) => sum + each, 0) },
      },
    ],
    dissatisfaction: { questions: 0, ones: 0, twos: 0, total: 0, percent: '' },
  }
}

describe('divergingBars', () => {
  it('puts 1 and 2 to the left of nought, 4 and 5 to the right, and the 3s across it', () => {
    const { segments } = divergingBars(tableOf({ Arrival: [10, 10, 20, 20, 40] }))
    expect(segments.map(({ rating, number, from, to }) => [rating, number, from, to])).toEqual([
      [1, 10, -30, -20],
      [2, 10, -20, -10],
      [3, 20, -10, 10],
      [4, 20, 10, 30],
      [5, 40, 30, 70],
    ])
  })

  it('keeps the row of a question that nobody answered, without a bar', () => {
    const { rows, segments } = divergingBars(tableOf({ Arrival: [0, 0, 0, 0, 0], Overall: [0, 0, 0, 0, 3] }))
    expect(rows).toEqual([
      { section: 'Response', question: 'Arrival', base: 0 },
      { section: 'Response', question: 'Overall', base: 3 },
    ])
    expect(new Set(segments.map(({ question }) => question))).toEqual(new Set(['Overall']))
  })

  it('makes every bar whole: segments meet, their shares are 100 %, and the middle of the 3s is nought', () => {
    const number = fc.nat({ max: 100_000 })
    fc.assert(
      fc.property(fc.tuple(number, number, number, number, number), numbers => {
        fc.pre(numbers.some(each => each > 0))
        const { segments } = divergingBars(tableOf({ Arrival: numbers }))
        expect(segments).toHaveLength(5)
        expect(segments.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(100)
        expect(((segments[2]?.from ?? 1) + (segments[2]?.to ?? 1)) / 2).toBeCloseTo(0)
        for (const [index, segment] of segments.entries()) {
          expect(segment.to - segment.from).toBeCloseTo(segment.share)
          if (index > 0) expect(segment.from).toBeCloseTo(segments[index - 1]?.to ?? Number.NaN)
        }
      }),
    )
  })
})
