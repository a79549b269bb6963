import { measureOf, measures } from './rules.ts'
import type { AppendixA, Headlines, Measure, Reported } from './schema.ts'

/** The paper's three statements, computed: satisfaction by section, dissatisfaction over all; each with base and interval. */
export function headlinesOf(table: AppendixA, period: Reported): Headlines {
  const satisfied = table.sections.map(section => ({
    section: section.name,
    measure: {
      name: `satisfied_${section.name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '_')}`,
      title: `${section.name}: very good or excellent (4 or 5)`,
      ...measureOf([section], measures.satisfied),
    },
  }))
  const overall = (name: keyof typeof measures, title: string): Measure => ({
    name,
    title,
    ...measureOf(table.sections, measures[name]),
  })
  const dissatisfied = overall('dissatisfied', 'All sections: poor (1 or 2)')
  return {
    sentences: [
      ...satisfied.map(({ section, measure }) => satisfaction(section, measure)),
      dissatisfaction(dissatisfied),
    ],
    measures: [
      ...satisfied.map(({ measure }) => measure),
      dissatisfied,
      overall('poor', 'All sections: 1'),
      overall('excellent', 'All sections: 5'),
    ],
    firstDay: period.from,
    lastDay: period.to,
  }
}

function satisfaction(section: string, measure: Measure): string {
  if (measure.base === 0) return `${section}: nobody gave a rating.`
  const whole = Math.floor((measure.number * 100) / measure.base)
  const share = isWhole(measure) ? `${whole}%` : `over ${whole}%`
  return `${section}: ${share} of ratings were very good or excellent (${evidence(measure)}).`
}

function dissatisfaction(measure: Measure): string {
  if (measure.base === 0) return 'All sections: nobody gave a rating.'
  const whole = Math.floor((measure.number * 100) / measure.base)
  const share = isWhole(measure) ? `${whole}%` : `less than ${whole + 1}%`
  return `All sections: ${share} of ratings were poor, a 1 or a 2 (${evidence(measure)}).`
}

const isWhole = ({ number, base }: Measure): boolean => (number * 100) % base === 0

const grouped = (count: number): string => count.toLocaleString('en-GB')
const inPercent = (share: number): string => `${(share * 100).toFixed(1)}%`

function evidence({ percent, number, base, interval }: Measure): string {
  const range = interval ? `; 95% interval ${inPercent(interval.from)} to ${inPercent(interval.to)}` : ''
  return `${percent}, ${grouped(number)} of ${grouped(base)}${range}`
}
