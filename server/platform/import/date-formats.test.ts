import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { dateReader, faultOfFormat } from './date-formats.ts'

const century = { thisYear: 2026, ahead: 19 }

/** What is read, as `2011-08-02 08:22:15.500 +60`, without what is zero or absent. */
function shown(format: string, text: string): string | undefined {
  const read = dateReader(format, century)(text)
  if (!read) return undefined
  const two = (number: number) => String(number).padStart(2, '0')
  const day = `${read.year}-${two(read.month)}-${two(read.day)}`
  const fraction = read.millisecond ? `.${read.millisecond}` : ''
  const time = read.hasTime ? ` ${two(read.hour)}:${two(read.minute)}:${two(read.second)}${fraction}` : ''
  return day + time + (read.offsetMinutes === null ? '' : ` ${read.offsetMinutes}`)
}

describe('a date', () => {
  it.each([
    ['dd/MM/yyyy HH:mm', '02/08/2011 08:22', '2011-08-02 08:22:00'],
    ['dd/MM/yyyy HH:mm', '2/8/2011 8:22', '2011-08-02 08:22:00'],
    ['dd/MM/yyyy HH:mm', '02/08/2011 08:22:15', '2011-08-02 08:22:15'],
    ['dd/MM/yyyy HH:mm', '02/08/2011', undefined],
    ['dd/MM/yyyy HH:mm', '2011-08-02T08:22', '2011-08-02 08:22:00'],
    ['dd/MM/yyyy HH:mm', '31/04/2011 08:22', undefined],
    ['dd/MM/yyyy HH:mm', '29/02/2011 08:22', undefined],
    ['dd/MM/yyyy HH:mm', '29/02/2012 24:00', undefined],
    ['dd/MM/yyyy HH:mm', '02/08/0011 08:22', undefined],
    ['dd/MM/yyyy', '02/08/2011', '2011-08-02'],
    ['dd/MM/yyyy', '02/08/2011 00:00:00', '2011-08-02 00:00:00'],
    ['dd/MM/yyyy', '02/08/2011 8:05 PM', '2011-08-02 20:05:00'],
    ['MM/dd/yyyy hh:mm a', '08/02/2011 12:05 AM', '2011-08-02 00:05:00'],
    ['MM/dd/yyyy hh:mm a', '08/02/2011 12:05 p.m.', '2011-08-02 12:05:00'],
    ['MM/dd/yyyy hh:mm a', '08/02/2011 13:05 PM', undefined],
    ['dd-MMM-yyyy', '02-Aug-2011', '2011-08-02'],
    ['dd-MMM-yyyy', '02-SEPT-2011', '2011-09-02'],
    ['dd MMM yyyy', '2 August 2011', '2011-08-02'],
    ['dd-MMM-yyyy', '02-Foo-2011', undefined],
    ['dd-MMM-yy HH:mm', '02-Aug-11 08:22', '2011-08-02 08:22:00'],
    ['EEE dd/MM/yyyy HH:mm', 'Tue 02/08/2011 08:22', '2011-08-02 08:22:00'],
    ['EEE, dd MMM yyyy', 'Tuesday, 2 August 2011', '2011-08-02'],
    ['EEE dd/MM/yyyy', '02/08/2011', undefined],
    ['dd-MMM-yy hh.mm.ss a', '02-AUG-11 08.22.15 PM', '2011-08-02 20:22:15'],
    ['yy-MM-dd', '11-08-25', '2011-08-25'],
    ['dd/MM/yy', '02/08/45', '2045-08-02'],
    ['dd/MM/yy', '02/08/46', '1946-08-02'],
    ['ddMMyyyy', '02082011', '2011-08-02'],
    ['ddMMyyyy', '2082011', undefined],
    ['yyyyMMddHHmmss', '20110802082215', '2011-08-02 08:22:15'],
    ['dd.MM.yyyy', '02.08.2011', '2011-08-02'],
    ['dd.MM.yyyy', '02x08x2011', undefined],
    ['iso', '2011-08-02', '2011-08-02'],
    ['iso', '2011-08-02 08:22', '2011-08-02 08:22:00'],
    ['iso', '2011-08-02T08:22:15.5Z', '2011-08-02 08:22:15.500 0'],
    ['iso', '2011-08-02T08:22:15,123456+01:00', '2011-08-02 08:22:15.123 60'],
    ['iso', '2011-08-02T08:22-0530', '2011-08-02 08:22:00 -330'],
    ['iso', '2011-08-02T08:22+24:00', undefined],
    ['iso', '2011-13-02', undefined],
    ['iso', '02/08/2011', undefined],
    ['excel', '40757', '2011-08-02'],
    ['excel', '40757.348611111', '2011-08-02 08:22:00'],
    ['excel', '60', undefined],
    ['excel', '2011-08-02', '2011-08-02'],
    ['excel', 'soon', undefined],
  ])('in the format "%s", "%s" is %s', (format, text, read) => {
    expect(shown(format, text)).toBe(read)
  })

  it('of two digits for its year is one of the last hundred where nothing lies ahead, as of a birth', () => {
    const born = dateReader('dd/MM/yy', { thisYear: 2026, ahead: 0 })
    expect([born('01/01/26')?.year, born('01/01/27')?.year]).toEqual([2026, 1927])
  })

  const days = fc.date({ min: new Date('1900-03-01'), max: new Date('2999-12-31'), noInvalidDate: true })
  const two = (number: number) => String(number).padStart(2, '0')
  const names = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ')
  const print: Readonly<Record<string, (date: Date) => string>> = {
    'dd/MM/yyyy HH:mm': date =>
      `${two(date.getUTCDate())}/${two(date.getUTCMonth() + 1)}/${date.getUTCFullYear()} ${time(date)}`,
    'MM/dd/yyyy HH:mm': date => `${date.getUTCMonth() + 1}/${date.getUTCDate()}/${date.getUTCFullYear()} ${time(date)}`,
    'dd-MMM-yyyy HH:mm': date =>
      `${date.getUTCDate()}-${names[date.getUTCMonth()]}-${date.getUTCFullYear()} ${time(date)}`,
    iso: date => date.toISOString(),
    excel: date => String(date.getTime() / 86_400_000 + 25_569),
  }
  const time = (date: Date) => `${two(date.getUTCHours())}:${two(date.getUTCMinutes())}`

  it.each(Object.keys(print))('printed as %s and read again is the same', format => {
    const read = dateReader(format, century)
    fc.assert(
      fc.property(days, date => {
        const at = new Date(Math.floor(date.getTime() / 60_000) * 60_000)
        const found = read(print[format]?.(at) ?? '')
        expect(found && [found.year, found.month, found.day, found.hour, found.minute]).toEqual([
          at.getUTCFullYear(),
          at.getUTCMonth() + 1,
          at.getUTCDate(),
          at.getUTCHours(),
          at.getUTCMinutes(),
        ])
      }),
      { numRuns: 500 },
    )
  })
})

describe('a format', () => {
  it.each([
    ['iso', undefined],
    ['excel', undefined],
    ['dd/MM/yyyy HH:mm', undefined],
    ['MMM dd yy hh:mm a', undefined],
    ['dd/MM/yyyy at HH:mm', undefined],
    ['HH:mm', '"iso", "excel" or a pattern: "HH:mm" lacks dd, MM or MMM, yyyy or yy'],
    ['dd/MM/yyyy MMM', '"dd/MM/yyyy MMM" has a part twice'],
    ['dd/MM/yyyy hh:mm', '"dd/MM/yyyy hh:mm": hh goes with a (AM or PM)'],
  ])('"%s" has as its fault: %s', (format, fault) => {
    expect(faultOfFormat(format)).toBe(fault)
  })
})
