import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { workbookOf } from '../../../testing/workbook.ts'
import { builtInProfiles } from '../profile.ts'
import { memorySource } from '../source.ts'
import { type InspectOptions, inspect } from './inspect.ts'

const known = [...builtInProfiles('recipients'), ...builtInProfiles('staff')]
const look = (content: string | Uint8Array, options: Partial<InspectOptions> = {}) =>
  inspect(memorySource('f.csv', typeof content === 'string' ? Buffer.from(content) : content), known, {
    country: 'GB',
    timeZone: 'Europe/London',
    ...options,
  })

const headings =
  'Incident Number|Date Opened|Date Closed|Response Grade|Type Code|Type|Division|Police Attended|Role|First Name|Last Name|Date of Birth|Mobile|Home Phone|E-mail Address|Warning Flags'
const rows = [
  'CC-1|02/28/2011 10:15|02/28/2011 11:00|Immediate|D1|Domestic incident|North|Yes|Victim|José|Müller|12/31/1980|07700 900123||jo@people.example|DEAF',
  'CC-2|03/01/2011 09:00|03/02/2011 11:00|Routine|B1|Burglary|South|No|Caller|Ann|Łuczak|01/02/1975|01632 960001|020 7946 0006|ann@people.example|Interpreter Polish;DNC',
]
const dialect = `Extract for the quality team\r\n\r\n${[headings, ...rows, 'Total rows 2'].join('\r\n')}\r\n`

describe('looking into a file', () => {
  it('knows a file whose headings a profile has, and asks nothing', async () => {
    const seen = await look(readFileSync('examples/service-recipients.csv'))
    expect(seen).toMatchObject({ kind: 'recipients', profile: 'cleveland-recipients', delimiter: ',', questions: [] })
    expect(seen.notices.map(({ code }) => code)).toEqual(['phone_destroyed'])
  })

  it.each([
    ['utf-8', Buffer.from(dialect)],
    ['utf-16le', Buffer.from(`\ufeff${dialect}`, 'utf16le')],
    ['utf-16le', Buffer.from(dialect, 'utf16le')],
    ['utf-16be', Buffer.from(dialect, 'utf16le').swap16()],
    ['windows-1252', Buffer.from(dialect.replaceAll('Łuczak', 'Lucas'), 'latin1')],
  ])('proposes how one that nobody knows is read, in %s', async (encoding, content) => {
    const seen = await look(content)
    expect(seen).toMatchObject({ encoding, delimiter: '|', skipLines: 2, kind: 'recipients', profile: null })
    expect(seen.rowsLookedAt).toBe(2)
    expect(seen.questions).toEqual([])
    expect(seen.definition).toMatchObject({
      footer: '^\\s*Total\\b',
      columns: {
        'incident.reference': 'Incident Number',
        'incident.openedAt': 'Date Opened',
        'incident.closedAt': 'Date Closed',
        'incident.grade': 'Response Grade',
        'incident.categoryCode': 'Type Code',
        'incident.categoryName': 'Type',
        'incident.district': 'Division',
        'incident.attended': 'Police Attended',
        'recipient.involvement': 'Role',
        'recipient.forename': 'First Name',
        'recipient.surname': 'Last Name',
        'recipient.bornOn': 'Date of Birth',
        'recipient.phone1': 'Mobile',
        'recipient.phone2': 'Home Phone',
        'recipient.email': 'E-mail Address',
        'recipient.markers': 'Warning Flags',
      },
      dateFormats: { 'incident.openedAt': 'MM/dd/yyyy HH:mm', 'recipient.bornOn': 'MM/dd/yyyy' },
      values: {
        'incident.grade': { Immediate: 'emergency', Routine: 'scheduled' },
        'incident.attended': { Yes: true, No: false },
        'recipient.involvement': { Victim: 'victim', Caller: 'caller' },
      },
      categories: { D1: { exclude: 'domestic_abuse' } },
      markers: {
        DEAF: { needs: 'relay' },
        DNC: { exclude: 'do_not_contact' },
        'Interpreter Polish': { needs: 'interpreter', language: 'Polish' },
      },
    })
  })

  it('asks whether the day or the month comes first where both read every date, and proposes neither', async () => {
    const seen = await look('Ref,Opened,Surname\n1,03/04/2011 10:00,Ash\n2,05/06/2011 11:00,Birch\n')
    expect(seen.questions).toMatchObject([
      { code: 'date_order', column: 'Opened', options: ['dd/MM/yyyy HH:mm', 'MM/dd/yyyy HH:mm'] },
    ])
    expect(seen.definition).toMatchObject({ dateFormats: {} })
  })

  it.each([
    ['13/04/2011', 'dd/MM/yyyy'],
    ['04/13/2011', 'MM/dd/yyyy'],
    ['2011-04-13', 'iso'],
    ['13.04.11', 'dd.MM.yy'],
    ['13-Apr-2011', 'dd-MMM-yyyy'],
    ['04/13/2011 1:05 PM', 'MM/dd/yyyy hh:mm a'],
    ['2011-04-13 1:05 PM', 'yyyy-MM-dd hh:mm a'],
    ['20110413', 'yyyyMMdd'],
    ['20111011 09:05', 'yyyyMMdd HH:mm'],
    ['40646.5', 'excel'],
  ])('reads the date %s as %s', async (written, format) => {
    const seen = await look(`Ref;Opened;Surname\n1;${written};Ash\n`)
    expect(seen.definition.dateFormats).toEqual({ 'incident.openedAt': format })
    expect(seen.questions).toEqual([])
  })

  const opened = (...days: readonly string[]) =>
    look(`Ref,Opened,Surname\n${days.map((day, at) => `${at},${day},Ash\n`).join('')}`)
  const bothWays = Array.from({ length: 95 }, (_, at) => `${1 + (at % 12)}/${1 + (at % 11)}/${1990 + at}`)

  it.each([
    [
      'either order reads nine in ten, and some that the other does not',
      [...bothWays, '1/13/2011', '1/14/2011', '13/1/2011'],
    ],
    ['the day is the month in all of them', ['08/08/2011', '01/01/2011']],
  ])('asks which comes first where %s', async (_, days) => {
    const { questions, definition } = await opened(...days)
    expect(questions).toMatchObject([{ code: 'date_order', column: 'Opened' }])
    expect(questions[0]?.options.toSorted()).toEqual(['MM/dd/yyyy', 'dd/MM/yyyy'])
    expect(definition).toMatchObject({ dateFormats: {} })
  })

  it.each([
    ['one order reads all that the other does, and more', [...bothWays, '13/1/2011'], 'dd/MM/yyyy'],
    ['the day is the month in all but one', ['08/08/2011', '30/01/2011'], 'dd/MM/yyyy'],
    [
      'nearly all are in ISO 8601',
      [...bothWays.map((_, at) => `${1990 + at}-08-09`), '13/01/2011', '01.13.2011'],
      'dd/MM/yyyy',
    ],
  ])('asks nothing where %s', async (_, days, format) => {
    const { questions, definition } = await opened(...days)
    expect([questions, definition.dateFormats]).toEqual([[], { 'incident.openedAt': format }])
  })

  it('reads the date of a column by what nearly all of it is', async () => {
    const days = Array.from({ length: 28 }, (_, at) => `${at},${at + 1}/02/2011,Ash`)
    const seen = await look(`Ref,Opened,Surname\n${days.join('\n')}\n29,not known,Ash\n`)
    expect(seen.definition.dateFormats).toEqual({ 'incident.openedAt': 'dd/MM/yyyy' })
  })

  it('puts a day and its time of day together', async () => {
    const seen = await look('Ref,Date Opened,Time Opened,Surname\n1,13/04/2011,10:05,Ash\n')
    expect(seen.definition.columns).toMatchObject({ 'incident.openedAt': ['Date Opened', 'Time Opened'] })
  })

  it('takes the delimiter from a line that says it', async () => {
    expect(await look('sep=;\r\nRef;Surname;Mobile\r\n1;"Ash, Elm, and Oak";07700 900123\r\n')).toMatchObject({
      delimiter: ';',
      header: ['Ref', 'Surname', 'Mobile'],
      rows: [['1', 'Ash, Elm, and Oak', '07700 900123']],
    })
  })

  it('tells a telephone number and an e-mail address by what they look like', async () => {
    const seen = await look('Ref,Surname,Opened,Reach 1,Reach 2\n1,Ash,13/04/2011,07700 900123,ash@people.example\n')
    expect(seen.definition.columns).toMatchObject({ 'recipient.phone1': 'Reach 1', 'recipient.email': 'Reach 2' })
  })

  it('says of names in the wrong encoding where, how, and what they are', async () => {
    const { notices } = await look('Ref,Opened,Surname\n1,13/04/2011,Ash\n2,13/04/2011,MÃ¼ller\n')
    expect(notices).toEqual([
      { code: 'name_garbled', text: expect.stringContaining('Line 3 has "MÃ¼ller", which is "Müller"') },
    ])
  })

  it.each([
    ['DOS', Buffer.from('Jos\x82', 'latin1'), 'Jos‚'],
    ['a Mac', Buffer.from('Jos\x8e', 'latin1'), 'JosŽ'],
  ])('says of names in the encoding of %s where, and the mend', async (_, name, read) => {
    const { notices } = await look(
      Buffer.concat([Buffer.from('Ref,Opened,Surname\n1,13/04/2011,Ash\n2,13/04/2011,'), name]),
    )
    expect(notices).toEqual([
      {
        code: 'name_garbled',
        text: `Line 3 has "${read}", which may be in the encoding of DOS or of a Mac: save it as CSV UTF-8 where it was written, and send that.`,
      },
    ])
  })

  it('says of numbers that a spreadsheet destroyed where', async () => {
    const { notices } = await look('Ref,Surname,Mobile\n1,Ash,07700 900123\n2,Elm,4.47701E+11\n3,Oak,1632960000.0\n')
    expect(notices).toEqual([{ code: 'phone_destroyed', text: expect.stringContaining('Line 3 has "4.47701E+11"') }])
  })

  it('says that a spreadsheet destroyed log numbers, and doesn’t take them for telephone numbers', async () => {
    const { notices } = await look(
      'Log No,Surname,Mobile\n2.01108E+11,Ash,07700 900123\n2.01108E+11,Birch,07700900456\n',
    )
    expect(notices).toEqual([{ code: 'key_destroyed', text: expect.stringContaining('"2.01108E+11" in Log No') }])
  })

  it('proposes how a workbook is read: its sheet, its headings, and dates that nobody need be asked about', async () => {
    const day = (number: number) => ({ number, format: 'mm/dd/yyyy hh:mm' })
    const seen = await look(
      workbookOf({
        sheets: [
          { name: 'Cover', rows: [['Extract for the quality team']] },
          {
            name: 'August',
            rows: [
              ['Extract for the quality team'],
              [],
              ['Incident Number', 'Date Opened', 'Last Name', 'Mobile', 'Police Attended'],
              ['CC-1', day(40606.5), 'Ash', 7700900123, true],
              ['CC-2', day(40607.5), 'Elm', 7700900124, false],
              ['Total rows 2'],
            ],
          },
          { name: 'Codes', state: 'hidden', rows: [['B1', 'Burglary']] },
        ],
      }),
      { definition: { sheet: 'august' } },
    )
    expect(seen).toMatchObject({
      format: 'xlsx',
      sheets: ['Cover', 'August'],
      sheet: 'August',
      encoding: null,
      delimiter: null,
      skipLines: 2,
      kind: 'recipients',
      questions: [],
      notices: [{ code: 'sheet_chosen', text: 'The sheet "August" is read; "Cover" is not.' }],
      definition: {
        sheet: 'august',
        skipLines: 2,
        footer: '^\\s*Total\\b',
        columns: { 'incident.openedAt': 'Date Opened', 'recipient.phone1': 'Mobile' },
        dateFormats: { 'incident.openedAt': 'iso' },
        values: { 'incident.attended': { TRUE: true, FALSE: false } },
      },
    })
    expect(seen.rows[0]).toEqual(['CC-1', '2011-03-04 12:00', 'Ash', '7700900123', 'TRUE'])
  })

  it('knows a workbook whose headings a profile has, whatever its delimiter', async () => {
    const [header = ''] = readFileSync('examples/staff.csv', 'utf8').split('\r\n')
    expect(await look(workbookOf([header.split(',')]))).toMatchObject({ profile: 'cleveland-staff', notices: [] })
  })

  it('says of dates that a known profile does not read where, and how they are read', async () => {
    const [header = '', first = ''] = readFileSync('examples/service-recipients.csv', 'utf8').split('\r\n')
    const american = Array.from({ length: 20 }, (_, at) => {
      const [, , closed, ...rest] = first.split(',')
      return [`607-${at}`, `08/${String(at + 1).padStart(2, '0')}/2011 10:00`, closed, ...rest].join(',')
    })
    const { profile, notices } = await look([header, ...american].join('\r\n'))
    expect(profile).toBe('cleveland-recipients')
    expect(notices).toEqual([
      {
        code: 'dates_do_not_fit',
        text: expect.stringMatching(
          /^Line 14 has "08\/13\/2011 10:00" in Opened, which is no date as dd\/MM\/yyyy HH:mm\. As MM\/dd\/yyyy HH:mm 20 of 20 are/,
        ),
      },
    ])
  })

  it('shows no column of what stands behind the last delimiter, and says so', async () => {
    const seen = await look([headings, ...rows.map(row => `${row}|`)].join('\n'))
    expect(seen.header).toEqual(headings.split('|'))
    expect(seen.rows.map(row => row.length)).toEqual([16, 16])
    expect(seen.notices).toEqual([
      {
        code: 'ends_in_delimiter',
        text: expect.stringMatching(/^Each row ends in the delimiter, and the headings do not/),
      },
    ])
  })

  it('says nothing of a cell that no format reads', async () => {
    const row = (at: number) => `CC-${at};${String(at + 1).padStart(2, '0')}/02/2011;${at === 4 ? 'n/k' : '10:15'};Ash`
    const rows = Array.from({ length: 28 }, (_, at) => row(at))
    const { notices } = await look(['Ref;Date Opened;Time Opened;Surname', ...rows].join('\n'), {
      kind: 'recipients',
      definition: {
        columns: { 'incident.openedAt': ['Date Opened', 'Time Opened'], 'recipient.surname': 'Surname' },
        dateFormats: { 'incident.openedAt': 'dd/MM/yyyy' },
      },
    })
    expect(notices).toEqual([])
  })

  it('proposes how a file of interviews is read whose headings are not the fixed ones', async () => {
    const seen = await look(
      'Interview ID;Log No;Completed;Call taker;Overall service;Reach;Comment\nR1;INC-1;2011-08-31 18:00;0040;5;ash@people.example;Kind\n',
    )
    expect(seen).toMatchObject({ kind: 'interviews', delimiter: ';', questions: [] })
    expect(seen.definition.columns).toEqual({
      reference: 'Interview ID',
      incident: 'Log No',
      completed_at: 'Completed',
      call_handler: 'Call taker',
      overall_service: 'Overall service',
      comment: 'Comment',
    })
  })

  it('takes for granted what somebody said', async () => {
    const seen = await look('A;B\n1;2\n', {
      kind: 'recipients',
      definition: { delimiter: ';', columns: { 'recipient.surname': 'B' } },
    })
    expect(seen.columns.map(({ field }) => field)).toEqual([null, 'recipient.surname'])
  })

  it('asks what a file is of that says nothing of it', async () => {
    expect((await look('A,B\n1,2\n')).questions).toMatchObject([{ code: 'kind' }])
  })
})

describe('a file that is wide', () => {
  it('has of each row only as many cells looked at as there are headings, and one', async () => {
    const seen = await look(Buffer.from(`A,B\n${`1,2${','.repeat(1900)}\n`.repeat(100)}`))
    expect([seen.rowsLookedAt, seen.rows[0]]).toEqual([100, ['1', '2', '']])
  })

  it('has fewer rows looked at, though its cells are empty', async () => {
    const header = Array.from({ length: 1000 }, (_, at) => `C${at}`).join(',')
    const seen = await look(Buffer.from(`${header}\n${`1${','.repeat(999)}\n`.repeat(1000)}`))
    expect(seen.rowsLookedAt).toBeLessThan(600)
  })
})
