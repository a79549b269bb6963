import { describe, expect, it } from 'vitest'
import { memorySource } from '../source.ts'
import { inspect } from './inspect.ts'

describe('a date whose format is named', () => {
  const rows = Array.from(
    { length: 20 },
    (_, at) => `607-${at + 1},${String(at + 1).padStart(2, '0')}/08/2011,08:${at + 10}`,
  )
  const file = ['Log No,Date,Time', ...rows].join('\n')
  const noticesBy = async (columns: object, format: string) => {
    const dateFormats = Object.fromEntries(Object.keys(columns).map(field => [field, format]))
    const { notices } = await inspect(memorySource('f.csv', Buffer.from(file)), [], {
      kind: 'recipients',
      definition: { columns: { 'incident.reference': 'Log No', ...columns }, dateFormats },
      country: 'GB',
      timeZone: 'Europe/London',
    })
    return notices.map(({ text }) => text)
  }
  const both = { 'incident.openedAt': ['Date', 'Time'] }

  it('is noticed by nothing where day and time of day are read together', async () => {
    expect(await noticesBy(both, 'dd/MM/yyyy HH:mm')).toEqual([])
  })

  it('is noticed where they are written otherwise', async () => {
    expect(await noticesBy(both, 'MM/dd/yyyy HH:mm')).toEqual([
      expect.stringMatching(/^Line 14 has "13\/08\/2011 08:22" in Date and Time, .* As dd\/MM\/yyyy 20 of 20 are/),
    ])
  })

  it('is noticed where the time of day was left out', async () => {
    expect(await noticesBy({ 'incident.openedAt': 'Date' }, 'MM/dd/yyyy')).toHaveLength(1)
  })

  it('is not looked for in a column that no date is read from', async () => {
    expect(await noticesBy({ 'incident.categoryName': 'Date' }, 'MM/dd/yyyy')).toEqual([])
  })
})
