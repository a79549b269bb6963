import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { dialects, printed } from '../../../testing/dialect.ts'
import { workbookOf } from '../../../testing/workbook.ts'
import { fieldDates } from '../local-dates.ts'
import { profileShape } from '../profile.ts'
import { openImport } from '../reader.ts'
import { memorySource } from '../source.ts'
import { fieldsOfKind, knownNames, wordsOf } from './headings.ts'
import { inspect } from './inspect.ts'
import { isDateField } from './proposal.ts'

type Kind = 'recipients' | 'staff'
const inLondon = { timeZone: 'Europe/London', now: Temporal.Instant.from('2011-09-01T10:00:00Z') }

/** Names of a field that no other field of the kind has: what is called as two things are called is nobody's to know. */
function ownNames(kind: Kind, field: string): readonly string[] {
  const others = new Set(
    fieldsOfKind(kind)
      .filter(other => other !== field)
      .flatMap(knownNames),
  )
  return knownNames(field).filter(name => !others.has(name))
}

const writings: readonly ((words: string) => string)[] = [
  words => words.replace(/\b./g, letter => letter.toUpperCase()),
  words => words.replaceAll(' ', '_'),
  words => words.toUpperCase(),
  words => `${words.replaceAll(' ', '-')}`,
]

interface Moment {
  readonly year: number
  readonly month: number
  readonly day: number
  readonly hour: number
  readonly minute: number
}
const two = (number: number) => String(number).padStart(2, '0')
const months = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ')
/** As systems write days; those of one group can be mistaken for each other. */
const dayWritings: Readonly<Record<string, (moment: Moment) => string>> = {
  'dd/MM/yyyy': ({ year, month, day }) => `${two(day)}/${two(month)}/${year}`,
  'MM/dd/yyyy': ({ year, month, day }) => `${two(month)}/${two(day)}/${year}`,
  'd/M/yyyy': ({ year, month, day }) => `${day}/${month}/${year}`,
  'dd-MM-yyyy': ({ year, month, day }) => `${two(day)}-${two(month)}-${year}`,
  'MM-dd-yyyy': ({ year, month, day }) => `${two(month)}-${two(day)}-${year}`,
  'dd.MM.yyyy': ({ year, month, day }) => `${two(day)}.${two(month)}.${year}`,
  'dd/MM/yy': ({ year, month, day }) => `${two(day)}/${two(month)}/${two(year % 100)}`,
  'MM/dd/yy': ({ year, month, day }) => `${two(month)}/${two(day)}/${two(year % 100)}`,
  ddMMyyyy: ({ year, month, day }) => `${two(day)}${two(month)}${year}`,
  MMddyyyy: ({ year, month, day }) => `${two(month)}${two(day)}${year}`,
  'yyyy-MM-dd': ({ year, month, day }) => `${year}-${two(month)}-${two(day)}`,
  'yyyy/MM/dd': ({ year, month, day }) => `${year}/${two(month)}/${two(day)}`,
  yyyyMMdd: ({ year, month, day }) => `${year}${two(month)}${two(day)}`,
  'dd MMM yyyy': ({ year, month, day }) => `${day} ${months[month - 1]} ${year}`,
  'dd-MMM-yy': ({ year, month, day }) => `${two(day)}-${months[month - 1]}-${two(year % 100)}`,
}
const timeWritings: Readonly<Record<string, (moment: Moment) => string>> = {
  '': () => '',
  ' HH:mm': ({ hour, minute }) => ` ${two(hour)}:${two(minute)}`,
  ' HH:mm:ss': ({ hour, minute }) => ` ${two(hour)}:${two(minute)}:30`,
  ' hh:mm a': ({ hour, minute }) => ` ${two(hour % 12 || 12)}:${two(minute)} ${hour < 12 ? 'AM' : 'PM'}`,
}
const canBeMistaken = (format: string) => /^(?:d|dd|MM)\W?(?:M|MM|dd)\W?y/.test(format)

const moments = (latestDay: number): fc.Arbitrary<Moment> =>
  fc.record({
    year: fc.constantFrom(2009, 2010, 2011),
    month: fc.integer({ min: 1, max: 12 }),
    day: fc.integer({ min: 1, max: latestDay }),
    hour: fc.integer({ min: 0, max: 23 }),
    minute: fc.integer({ min: 0, max: 59 }),
  })

const words = (...all: readonly string[]) => fc.constantFrom(...all)
const digits = (length: number) =>
  fc.string({ unit: fc.constantFrom(...'123456789'), minLength: length, maxLength: length })
const cellsOf: Readonly<Record<string, fc.Arbitrary<string>>> = {
  'incident.reference': digits(7).map(number => `CC-${number}`),
  'incident.grade': words('Immediate', 'Priority', 'Scheduled'),
  'incident.categoryCode': words('B1', 'C10', 'T05'),
  'incident.categoryName': words('Burglary, dwelling', 'Criminal damage', 'Traffic'),
  'incident.district': words('North', 'South', 'Langbaurgh'),
  'incident.section': words('Redcar', 'Town centre', 'Loftus'),
  'incident.attended': words('Yes', 'No'),
  'incident.callHandler': digits(4),
  'incident.officerInCharge': digits(4),
  'incident.attendingOfficers': fc.tuple(digits(4), digits(4)).map(pair => pair.join('/')),
  'recipient.involvement': words('Caller', 'Victim', 'Witness'),
  'recipient.title': words('Mr', 'Mrs', 'Dr'),
  'recipient.forename': words('Ann', 'José', 'Zoë', 'Siân'),
  'recipient.surname': words('Müller', 'O’Neill', 'Smith "Jr"', 'Ash'),
  'recipient.phone1': digits(3).map(end => `07700 900${end}`),
  'recipient.phone2': digits(3).map(end => `01632 960${end}`),
  'recipient.email': digits(3).map(end => `person${end}@people.example`),
  'recipient.language': words('English', 'Polish'),
  'recipient.markers': words('DEAF', 'DNC'),
  'staff.collarNumber': digits(4),
  'staff.rank': words('Constable', 'Sergeant'),
  'staff.forename': words('Ann', 'José', 'Zoë'),
  'staff.surname': words('Müller', 'O’Neill', 'Ash'),
  'staff.email': digits(3).map(end => `staff${end}@force.example`),
  'staff.district': words('North', 'South'),
  'staff.section': words('Redcar', 'Loftus'),
  'staff.supervisorCollarNumber': digits(4),
}

interface Column {
  readonly field: string
  readonly heading: string
  /** Of a date, how it is written. */
  readonly format: string
  readonly moments: readonly Moment[]
  readonly cells: readonly string[]
}

function columns(kind: Kind, field: string, rows: number): fc.Arbitrary<Column> {
  const heading = fc
    .tuple(fc.constantFrom(...ownNames(kind, field)), fc.constantFrom(...writings))
    .map(([name, write]) => write(name))
  if (!isDateField(field))
    return fc
      .record({
        heading,
        cells: fc.array(cellsOf[field] as fc.Arbitrary<string>, { minLength: rows, maxLength: rows }),
      })
      .map(column => ({ ...column, field, format: '', moments: [] }))
  const isDay = /bornOn|posted/.test(field)
  const times = isDay ? [''] : Object.keys(timeWritings)
  return fc
    .tuple(heading, fc.constantFrom(...Object.keys(dayWritings)), fc.constantFrom(...times), fc.constantFrom(12, 28))
    .chain(([name, day, time, latest]) =>
      fc.array(moments(latest), { minLength: rows, maxLength: rows }).map(all => ({
        field,
        heading: name,
        format: day + time,
        moments: all,
        cells: all.map(moment => `${dayWritings[day]?.(moment)}${timeWritings[time]?.(moment)}`),
      })),
    )
}

const needed: Readonly<Record<Kind, readonly string[]>> = {
  recipients: ['incident.reference', 'incident.openedAt', 'recipient.surname', 'recipient.phone1'],
  staff: ['staff.collarNumber', 'staff.surname', 'staff.district', 'staff.postedFrom'],
}

/** A file of a system that nobody knows: some fields, in any order, called as systems call them. */
const files = fc.constantFrom<Kind>('recipients', 'staff').chain(kind =>
  fc
    .tuple(
      fc.subarray(fieldsOfKind(kind).filter(field => !needed[kind].includes(field))),
      fc.integer({ min: 4, max: 30 }),
      dialects([',', ';', '\t', '|', '~', '^']),
      fc.constantFrom('csv', 'csv', 'csv', 'xlsx'),
      fc.constantFrom([], [['Extract for the quality team']]),
    )
    .chain(([more, rows, dialect, format, title]) =>
      fc
        .tuple(...[...needed[kind], ...more].map(field => columns(kind, field, rows)))
        .chain(all => fc.shuffledSubarray(all, { minLength: all.length }))
        .map(all => ({ kind, rows, dialect, format, title, columns: all })),
    ),
)

const isoDay = ({ year, month, day }: Moment) => `${year}-${two(month)}-${two(day)}`

/** Whether what is written could as well be another day. */
function isAmbiguous({ format, moments: all }: Column): boolean {
  const [dayFormat = ''] = format.split(' ')
  return canBeMistaken(dayFormat) && all.every(({ day }) => day <= 12)
}

describe('a file of a system that nobody knows', () => {
  it('is read rightly by what is proposed, or asked about: never wrong without a word', async () => {
    const seen = { files: 0, dates: 0, asked: 0, mapped: 0, columns: 0 }
    await fc.assert(
      fc.asyncProperty(files, async ({ kind, rows, dialect, format, title, columns: all }) => {
        fc.pre(new Set(all.map(({ heading }) => wordsOf(heading))).size === all.length)
        const table = [
          all.map(({ heading }) => heading),
          ...Array.from({ length: rows }, (_, at) => all.map(({ cells }) => cells[at] as string)),
        ]
        const content = format === 'xlsx' ? workbookOf([...title, ...table]) : printed([...title, ...table], dialect)
        const source = memorySource('f', content)
        const found = await inspect(source, [], { kind, country: 'GB', timeZone: 'Europe/London' })
        const proposed = found.definition.columns as Record<string, string>
        const wrong = Object.entries(proposed).filter(
          ([field, heading]) => all.find(column => column.heading === heading)?.field !== field,
        )
        expect(wrong).toEqual([])

        const asked = new Set(found.questions.map(({ column }) => column))
        const profile = profileShape.parse(found.definition)
        const file = await openImport(source, { name: '', profile })
        const read = []
        for await (const row of file.rows()) if (row.kind === 'row') read.push(row.row.values)
        expect(read).toHaveLength(rows)
        const dates = fieldDates(profile, inLondon)
        seen.files += 1
        for (const column of all) {
          const { field, heading, cells } = column
          seen.columns += 1
          if (proposed[field] === undefined) continue
          seen.mapped += 1
          expect(read.map(values => values[field])).toEqual(cells.map(cell => cell.trim()))
          if (!isDateField(field)) continue
          seen.dates += 1
          expect([heading, asked.has(heading)]).toEqual([heading, isAmbiguous(column)])
          if (asked.has(heading)) seen.asked += 1
          else
            expect([column.format, ...cells.map(cell => dates.day(field, cell))]).toEqual([
              column.format,
              ...column.moments.map(isoDay),
            ])
        }
      }),
      { numRuns: 400 },
    )
    // It would be no wonder that nothing is wrong if nothing were read, or nothing asked.
    expect(seen.files).toBeGreaterThan(300)
    expect(seen.mapped / seen.columns).toBeGreaterThan(0.95)
    expect(seen.asked).toBeGreaterThan(20)
    expect(seen.dates - seen.asked).toBeGreaterThan(seen.asked)
  })
})

describe('the encoding of a file', () => {
  const inPieces = (...pieces: readonly Uint8Array[]) => {
    const whole = Buffer.concat(pieces)
    return {
      ...memorySource('f.csv', whole),
      bytes: async function* () {
        yield* pieces
      },
    }
  }
  const look = (...pieces: readonly Uint8Array[]) =>
    inspect(inPieces(...pieces), [], { country: 'GB', timeZone: 'Europe/London' })
  const header = Buffer.from('Log No,Surname\n')
  const surname = (text: string, encoding: BufferEncoding) => Buffer.from(`1,${text}\n`, encoding)

  it('is UTF-8 where letters before a broken byte are, and the byte refuses it by its line', async () => {
    await expect(
      look(header, surname('Müller', 'utf8'), surname('Ash', 'utf8'), surname('José', 'latin1')),
    ).rejects.toMatchObject({
      code: 'import_encoding_wrong',
      details: { line: 4, encoding: 'utf-8' },
    })
  })

  it('is Windows-1252 where none are, though a letter ends a piece', async () => {
    const [whole, rest] = [surname('José', 'latin1'), Buffer.from('\n')]
    const seen = await look(header, whole.subarray(0, -1), rest, surname('Siân', 'latin1'))
    expect(seen).toMatchObject({
      encoding: 'windows-1252',
      rows: [
        ['1', 'José'],
        ['1', 'Siân'],
      ],
    })
  })

  it.each(['utf-16le', 'utf-16be'])(
    'is %s without a mark, though a letter has its zero in the other place',
    async encoding => {
      const text = Buffer.from(`Log No,Surname\n${'1,Ash\n'.repeat(50)}2,Āboliņš\n`, 'utf16le')
      const seen = await look(encoding === 'utf-16le' ? text : text.swap16())
      expect(seen.encoding).toBe(encoding)
    },
  )
})
