import { z } from 'zod'

export const ratings = [1, 2, 3, 4, 5] as const
export type Rating = (typeof ratings)[number]

const count = z.int().min(0)
/** One decimal and the sign, `0.9%`; `–` where there is nothing to divide by. */
const percent = z.string()
const day = z.string()

const section = z.object({
  name: z.string(),
  questions: z.array(z.string()),
  ratings: z.record(
    z.enum(['1', '2', '3', '4', '5']),
    z.object({ byQuestion: z.array(count), number: count, percent }),
  ),
  totals: z.object({ byQuestion: z.array(count), number: count }),
})

/** The paper's Appendix A: one table per section, then dissatisfaction over all questions answered. */
export const appendixA = z.object({
  title: z.string(),
  period: z.string(),
  successfulCallBacks: count,
  sections: z.array(section),
  dissatisfaction: z.object({ questions: count, ones: count, twos: count, total: count, percent }),
})
export type AppendixA = z.infer<typeof appendixA>
export type AppendixSection = z.infer<typeof section>

export const measure = z.object({
  name: z.string(),
  title: z.string(),
  percent,
  number: count,
  base: count,
  /** 95 %, by Wilson, as shares from 0 to 1; of answers, not of people. */
  interval: z.object({ from: z.number(), to: z.number() }).nullable(),
})
export type Measure = z.infer<typeof measure>

export const headlines = z.object({
  sentences: z.array(z.string()),
  measures: z.array(measure),
  firstDay: day,
  lastDay: day,
})
export type Headlines = z.infer<typeof headlines>

export const reportedUnits = z.object({
  units: z.array(z.object({ name: z.string(), kind: z.string(), depth: z.int() })),
  /** The days of the first and the last interview that count; null while there is none. */
  firstDay: day.nullable(),
  lastDay: day.nullable(),
})
export type ReportedUnits = z.infer<typeof reportedUnits>

/** Local days of the force, both inclusive, and a unit by name (with all below it). */
export interface Reported {
  readonly from: string
  readonly to: string
  readonly unit?: string | undefined
}
