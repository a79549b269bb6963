import type { Questionnaire } from '../surveys/schema.ts'
import { type AppendixA, type AppendixSection, type Rating, type Reported, ratings } from './schema.ts'

/** How many answers to each question gave each rating. */
export type Counts = ReadonlyMap<string, ReadonlyMap<Rating, number>>

/** Measures named apart, as shares of answers: "poor" is a 1, and 1 and 2 together are dissatisfied. */
export const measures = {
  poor: [1],
  dissatisfied: [1, 2],
  satisfied: [4, 5],
  excellent: [5],
} as const satisfies Record<string, readonly Rating[]>

export const noPercentage = '–'

/** Exactly, in whole numbers: one decimal, half away from zero. No base, no percentage. */
export function percentage(number: number, base: number): string {
  if (base === 0) return noPercentage
  const [n, b] = [BigInt(number), BigInt(base)]
  const tenths = (n * 2000n + b) / (b * 2n)
  return `${tenths / 10n}.${tenths % 10n}%`
}

const sum = (numbers: Iterable<number>): number => {
  let total = 0
  for (const number of numbers) total += number
  return total
}

export function appendixAOf(
  questionnaire: Questionnaire,
  counts: Counts,
  successfulCallBacks: number,
  words: { readonly title: string; readonly period: string },
): AppendixA {
  const sections = questionnaire.sections.map(section => sectionOf(section, counts))
  const given = (rating: Rating) => sum(sections.map(section => section.ratings[rating].number))
  const questions = sum(sections.map(section => section.totals.number))
  const [ones, twos] = [given(1), given(2)]
  const total = ones + twos
  return {
    title: words.title,
    period: words.period,
    successfulCallBacks,
    sections,
    dissatisfaction: { questions, ones, twos, total, percent: percentage(total, questions) },
  }
}

function sectionOf(section: Questionnaire['sections'][number], counts: Counts): AppendixSection {
  const byQuestion = (rating: Rating) => section.questions.map(({ key }) => counts.get(key)?.get(rating) ?? 0)
  const totals = section.questions.map(({ key }) => sum(counts.get(key)?.values() ?? []))
  const base = sum(totals)
  const row = (rating: Rating) => {
    const number = sum(byQuestion(rating))
    return { byQuestion: byQuestion(rating), number, percent: percentage(number, base) }
  }
  return {
    name: section.name,
    questions: section.questions.map(({ title }) => title),
    ratings: { 1: row(1), 2: row(2), 3: row(3), 4: row(4), 5: row(5) },
    totals: { byQuestion: totals, number: base },
  }
}

/** Whether a table says something of so few that they could be known by it; nothing at all says nothing. */
export function isOfTooFew(table: AppendixA, fewest: number): boolean {
  const bases = [table.successfulCallBacks, ...table.sections.flatMap(section => section.totals.byQuestion)]
  return bases.some(base => base > 0 && base < fewest)
}

export const titleOf = (unit: string | null): string => `Call Back Performance – ${unit ?? 'All sections'}`

/** Whole months are named as the paper names them; any other period by its days. */
export function periodOf({ from, to }: Reported): string {
  const [first, last] = [Temporal.PlainDate.from(from), Temporal.PlainDate.from(to)]
  const wholeMonths = first.day === 1 && last.day === last.daysInMonth
  const words = (date: Temporal.PlainDate) =>
    date.toLocaleString('en-GB', { month: 'long', year: 'numeric', ...(wholeMonths ? {} : { day: 'numeric' }) })
  const [start, end] = [words(first), words(last)]
  return `Totals to date: ${start === end ? start : `${start} to ${end}`}`
}

const z = 1.959964

/** Wilson's interval (95 %) for a share, from 0 to 1; null where there is no base. */
export function wilson(number: number, base: number): { readonly from: number; readonly to: number } | null {
  if (base === 0) return null
  const p = number / base
  const centre = (p + z ** 2 / (2 * base)) / (1 + z ** 2 / base)
  const half = (z * Math.sqrt((p * (1 - p)) / base + z ** 2 / (4 * base ** 2))) / (1 + z ** 2 / base)
  // At 0 and at all of them the bound is exact; floating point would miss it by a hair.
  return { from: number === 0 ? 0 : centre - half, to: number === base ? 1 : centre + half }
}

/** The ratings of a section, or of all, that a measure counts. */
export function measureOf(sections: readonly AppendixSection[], counted: readonly Rating[]) {
  const number = sum(sections.flatMap(section => counted.map(rating => section.ratings[rating].number)))
  const base = sum(sections.map(section => section.totals.number))
  return { number, base, percent: percentage(number, base), interval: wilson(number, base) }
}

export const ratingKeys = ratings.map(rating => String(rating) as `${Rating}`)
