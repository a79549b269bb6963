import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { questionsOf } from '../surveys/rules.ts'
import { serviceQualityQuestionnaire } from '../surveys/service-quality.ts'
import { headlinesOf } from './headlines.ts'
import { appendixACsv, printAppendixA } from './print.ts'
import { appendixAOf, type Counts, percentage, periodOf, wilson } from './rules.ts'
import { type Rating, ratings } from './schema.ts'

const words = { title: 'Call Back Performance – All sections', period: 'Totals to date: August 2011' }
const year = { from: '2010-10-01', to: '2011-08-31' }

const countsOf = (numbers: readonly (readonly number[])[]): Counts =>
  new Map(
    questionsOf(serviceQualityQuestionnaire).map(({ key }, question) => [
      key,
      new Map(ratings.map((rating, index) => [rating, numbers[question]?.[index] ?? 0] as [Rating, number])),
    ]),
  )

const someCounts = fc
  .array(fc.array(fc.nat({ max: 50_000 }), { minLength: 5, maxLength: 5 }), { minLength: 7, maxLength: 7 })
  .map(countsOf)

describe('a percentage', () => {
  it.each([
    [480, 54_928, '0.9%'],
    [7272, 136_051, '5.3%'],
    [1, 1, '100.0%'],
    [0, 10, '0.0%'],
    [1, 16, '6.3%'], // 6.25 exactly: away from zero, where a double's toFixed might not
    [1, 80, '1.3%'], // 1.25
    [3, 2000, '0.2%'], // 0.15
    [0, 0, '–'],
  ])('of %i in %i is %s', (number, base, expected) => {
    expect(percentage(number, base)).toBe(expected)
  })

  it('is never further than half a tenth from the exact share', () => {
    fc.assert(
      fc.property(fc.nat(), fc.integer({ min: 1, max: 2 ** 31 }), (number, base) => {
        const tenths = BigInt(percentage(number, base).replace(/[.%]/g, ''))
        const error = 2n * (BigInt(number) * 1000n - tenths * BigInt(base))
        expect(error < BigInt(base) && error >= -BigInt(base)).toBe(true)
      }),
    )
  })
})

describe('Appendix A', () => {
  it('adds up: questions to rows, rows to totals, sections to dissatisfaction', () => {
    fc.assert(
      fc.property(someCounts, counts => {
        const table = appendixAOf(serviceQualityQuestionnaire, counts, 0, words)
        const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0)
        for (const section of table.sections) {
          const rows = Object.values(section.ratings)
          for (const row of rows) expect(sum(row.byQuestion)).toBe(row.number)
          expect(sum(rows.map(row => row.number))).toBe(section.totals.number)
          expect(sum(section.totals.byQuestion)).toBe(section.totals.number)
        }
        expect(sum(table.sections.map(section => section.totals.number))).toBe(table.dissatisfaction.questions)
        expect(table.dissatisfaction.ones + table.dissatisfaction.twos).toBe(table.dissatisfaction.total)
      }),
    )
  })

  it('shows a dash where nobody answered', () => {
    const table = appendixAOf(serviceQualityQuestionnaire, new Map(), 0, words)
    expect(table.sections[0]?.ratings[5]).toEqual({ byQuestion: [0, 0], number: 0, percent: '–' })
    expect(table.dissatisfaction.percent).toBe('–')
    expect(headlinesOf(table, year).sentences).toEqual([
      'Control Room: nobody gave a rating.',
      'Response: nobody gave a rating.',
      'All sections: nobody gave a rating.',
    ])
  })

  it.each([
    ['2010-10-01', '2011-08-31', 'Totals to date: October 2010 to August 2011'],
    ['2011-08-01', '2011-08-31', 'Totals to date: August 2011'],
    ['2011-02-01', '2011-02-28', 'Totals to date: February 2011'],
    ['2011-08-01', '2011-08-30', 'Totals to date: 1 August 2011 to 30 August 2011'],
    ['2011-08-30', '2011-08-30', 'Totals to date: 30 August 2011'],
  ])('from %s to %s is headed "%s"', (from, to, expected) => {
    expect(periodOf({ from, to })).toBe(expected)
  })
})

/** The paper's marginals, as ratings by question. */
const paper = countsOf([
  [141, 236, 913, 5356, 20731],
  [339, 255, 1114, 6506, 19337],
  [1054, 776, 2095, 4779, 8698],
  [808, 428, 1283, 4366, 10318],
  [500, 365, 1257, 3930, 6028],
  [659, 335, 978, 3028, 4028],
  [844, 532, 1822, 6337, 15875],
])

describe('the headlines', () => {
  it('say what the paper says: over 83%, over 94%, less than 6%, each with its base', () => {
    const { sentences } = headlinesOf(appendixAOf(serviceQualityQuestionnaire, paper, 41_133, words), year)
    expect(sentences).toEqual([
      'Control Room: over 94% of ratings were very good or excellent (94.5%, 51,930 of 54,928; 95% interval 94.3% to 94.7%).',
      'Response: over 83% of ratings were very good or excellent (83.1%, 67,387 of 81,123; 95% interval 82.8% to 83.3%).',
      'All sections: less than 6% of ratings were poor, a 1 or a 2 (5.3%, 7,272 of 136,051; 95% interval 5.2% to 5.5%).',
    ])
  })

  it.each([
    [22_212, 25_410, 0.87001, 0.87817],
    [0, 10, 0, 0.27753],
    [9, 10, 0.59585, 0.98212],
  ])("Wilson's interval of %i in %i is %d to %d", (number, base, from, to) => {
    expect(wilson(number, base)?.from).toBeCloseTo(from, 5)
    expect(wilson(number, base)?.to).toBeCloseTo(to, 5)
  })
})

describe('on paper', () => {
  const table = appendixAOf(serviceQualityQuestionnaire, paper, 41_133, words)

  it('the tables stand in columns under folded headings', () => {
    const lines = printAppendixA(table, headlinesOf(table, year)).split('\n')
    expect(lines.slice(0, 12)).toEqual([
      'Call Back Performance – All sections',
      'Totals to date: August 2011',
      '',
      'Control Room',
      '',
      '        How quickly  Telephone',
      'Rating     answered   response  Number  % age',
      '──────  ───────────  ─────────  ──────  ─────',
      '1               141        339     480   0.9%',
      '2               236        255     491   0.9%',
      '3               913       1114    2027   3.7%',
      '4              5356       6506   11862  21.6%',
    ])
    expect(Math.max(...lines.slice(0, 30).map(line => line.length))).toBeLessThanOrEqual(100)
  })

  it('CSV has a line per figure, and its questions add up to the section', () => {
    const lines = appendixACsv(table).trimEnd().split('\r\n')
    expect(lines[0]).toBe('section,question,rating,number,percent')
    expect(lines).toContain('Control Room,How quickly answered,1,141,0.5%')
    expect(lines).toContain('Control Room,All,1,480,0.9%')
    expect(lines).toContain('All sections,All,1 or 2,7272,5.3%')
    expect(lines).toContain('All sections,Successful call-backs,,41133,')
  })

  it('CSV disarms a heading that a spreadsheet would run', () => {
    const armed = { ...table, sections: table.sections.map(section => ({ ...section, name: '=HYPERLINK("x")' })) }
    expect(appendixACsv(armed)).toContain('"\'=HYPERLINK(""x"")",How quickly answered')
  })
})
