import { describe, expect, it } from 'vitest'
import { allOf, presets } from './periods.ts'

const daysOf = (today: string) =>
  Object.fromEntries(presets('2010-10-04', '2011-08-30', today).map(({ title, from, to }) => [title, `${from} ${to}`]))

describe('presets', () => {
  it('are whole months, but for the one under way', () => {
    expect(daysOf('2011-09-15')).toEqual({
      'All to date': '2010-10-01 2011-08-31',
      'This month so far': '2011-09-01 2011-09-15',
      'Last month': '2011-08-01 2011-08-31',
      'Last 3 months': '2011-06-01 2011-08-31',
      'Last 12 months': '2010-09-01 2011-08-31',
    })
  })

  it('reach back over the new year and end on the last day of a short month', () => {
    expect(daysOf('2012-03-31')).toMatchObject({
      'Last month': '2012-02-01 2012-02-29',
      'Last 3 months': '2011-12-01 2012-02-29',
      'Last 12 months': '2011-03-01 2012-02-29',
    })
  })

  it('count from the first day of a month as from its last', () => {
    expect(daysOf('2011-01-01')).toMatchObject({
      'This month so far': '2011-01-01 2011-01-01',
      'Last month': '2010-12-01 2010-12-31',
    })
  })
})

describe('allOf', () => {
  it('runs from the first month with interviews to the last, to its end', () => {
    expect(allOf('2010-10-31', '2011-02-01')).toMatchObject({ from: '2010-10-01', to: '2011-02-28' })
  })
})
