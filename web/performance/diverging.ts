import type { Rating } from '../ui/RatingChip.tsx'
import { allRatings } from '../ui/RatingChip.tsx'
import type { AppendixA } from './api.ts'

export interface Segment {
  readonly section: string
  readonly question: string
  readonly rating: Rating
  readonly number: number
  /** Share of the question's answers, in per cent. */
  readonly share: number
  /** Edges in per cent of the answers; the middle of the 3s stands at nought. */
  readonly from: number
  readonly to: number
}

export interface Row {
  readonly section: string
  readonly question: string
  readonly base: number
}

/** One bar per question that has answers: 1 and 2 to the left, 4 and 5 to the right, the 3s across the middle. */
export function divergingBars(table: AppendixA): {
  readonly rows: readonly Row[]
  readonly segments: readonly Segment[]
} {
  const rows = table.sections.flatMap(section =>
    section.questions.map((question, index) => ({
      section: section.name,
      question,
      base: section.totals.byQuestion[index] ?? 0,
    })),
  )
  const segments = table.sections.flatMap(section =>
    section.questions.flatMap((question, index) => {
      const numbers = allRatings.map(rating => section.ratings[`${rating}`].byQuestion[index] ?? 0)
      return segmentsOf(section.name, question, numbers)
    }),
  )
  return { rows, segments }
}

function segmentsOf(section: string, question: string, numbers: readonly number[]): readonly Segment[] {
  const base = numbers.reduce((sum, number) => sum + number, 0)
  if (base === 0) return []
  const shares = numbers.map(number => (100 * number) / base)
  const [ones = 0, twos = 0, threes = 0] = shares
  let edge = -(ones + twos + threes / 2)
  return allRatings.map((rating, index) => {
    const share = shares[index] ?? 0
    const from = edge
    edge += share
    return { section, question, rating, number: numbers[index] ?? 0, share, from, to: edge }
  })
}
