import { describe, expect, it } from 'vitest'
import {
  addDays,
  formatCounted,
  formatDateTime,
  formatDay,
  formatList,
  formatMoment,
  formatPeriod,
  instantOf,
  localOf,
  wordsOf,
} from './format.ts'

const london = 'Europe/London'

describe('counts and codes', () => {
  it.each([
    [0, '0 answers'],
    [1, '1 answer'],
    [27_377, '27,377 answers'],
  ])('counts %i', (count, words) => {
    expect(formatCounted(count, 'answer')).toBe(words)
  })

  it('takes an irregular plural', () => {
    expect(formatCounted(2, 'person is', 'people are')).toBe('2 people are')
  })

  it.each([
    [[], ''],
    [['a'], 'a'],
    [['a', 'b'], 'a and b'],
    [['a', 'b', 'c'], 'a, b and c'],
  ])('lists %j', (parts, words) => {
    expect(formatList(parts)).toBe(words)
  })

  it('makes words of a code', () => {
    expect(wordsOf('agreed_to_be_named')).toBe('Agreed to be named')
  })
})

describe('times are the force’s', () => {
  it.each([
    ['in summer an hour on', '2011-09-01T09:00:00Z', '1 September 2011 at 10:00'],
    ['in winter as it is', '2011-12-01T09:00:00Z', '1 December 2011 at 09:00'],
    ['on the next day', '2011-08-31T23:30:00Z', '1 September 2011 at 00:30'],
  ])('%s', (_, instant, words) => {
    expect(formatDateTime(instant, london)).toBe(words)
  })

  it('says the weekday of a moment near by', () => {
    expect(formatMoment('2011-09-01T09:00:00Z', london)).toBe('Thu 1 Sept, 10:00')
  })
})

describe('periods', () => {
  it.each([
    ['2010-10-01', '2011-08-31', 'October 2010 to August 2011'],
    ['2011-02-01', '2011-02-28', 'February 2011'],
    ['2012-02-01', '2012-02-28', '1 February 2012 to 28 February 2012'],
    ['2011-08-31', '2011-08-31', '31 August 2011'],
  ])('%s to %s is %s', (from, to, words) => {
    expect(formatPeriod(from, to)).toBe(words)
  })

  it('names a day as it stands, wherever the browser is', () => {
    expect(formatDay('2011-01-01')).toBe('1 January 2011')
  })

  it.each([
    ['2011-03-01', -1, '2011-02-28'],
    ['2012-02-28', 1, '2012-02-29'],
    ['2011-12-31', 1, '2012-01-01'],
    ['2011-03-27', 1, '2011-03-28'],
  ])('%s and %i day is %s', (day, days, expected) => {
    expect(addDays(day, days)).toBe(expected)
  })
})

describe('a time on the wall and its instant', () => {
  it.each([
    ['summer', '2011-09-01T10:00', '2011-09-01T09:00:00.000Z'],
    ['winter', '2011-01-01T10:00', '2011-01-01T10:00:00.000Z'],
    ['of two, the earlier', '2011-10-30T01:30', '2011-10-30T00:30:00.000Z'],
  ])('%s', (_, local, instant) => {
    expect(instantOf(local, london).toISOString()).toBe(instant)
    expect(localOf(new Date(instant), london)).toBe(local)
  })

  it('moves a time that the clocks skip forward by the hour', () => {
    const instant = instantOf('2011-03-27T01:30', london)
    expect(localOf(instant, london)).toBe('2011-03-27T02:30')
  })

  it('holds far from Greenwich', () => {
    expect(instantOf('2011-09-01T10:00', 'Pacific/Auckland').toISOString()).toBe('2011-08-31T22:00:00.000Z')
  })
})
