import { describe, expect, it } from 'vitest'
import { profileShape } from '../profile.ts'
import { memorySource } from '../source.ts'
import { inspect } from './inspect.ts'
import { markerMeaning } from './meanings.ts'

const file = [
  'Ref;Came in;How fast;Other;What;In words;Surname;Card',
  'CC-1;08/21/2011 10:00;Immediate;Routine;B1;Burglary;Ash;DNC',
  'CC-2;08/22/2011 11:00;Routine;Immediate;D9;Domestic incident;Elm;DEAF',
].join('\n')

const look = (definition: Readonly<Record<string, unknown>>, profile?: object) =>
  inspect(
    memorySource('f.csv', Buffer.from(file)),
    profile ? [{ name: 'ours', profile: profileShape.parse({ kind: 'recipients', ...profile }) }] : [],
    { country: 'GB', timeZone: 'Europe/London', kind: 'recipients', definition },
  )

const pick = ({ values, dateFormats, categories, markers }: Readonly<Record<string, unknown>>) => ({
  values,
  dateFormats,
  categories,
  markers,
})

describe('a column that somebody chose', () => {
  const columns = { 'incident.reference': 'Ref', 'incident.openedAt': 'Came in', 'incident.grade': 'How fast' }

  it('is proposed how its dates are written and what its codes mean', async () => {
    const { definition, questions } = await look({ kind: 'recipients', columns, dateFormats: {}, values: {} })
    expect(questions).toEqual([])
    expect(definition).toMatchObject({
      columns,
      dateFormats: { 'incident.openedAt': 'MM/dd/yyyy HH:mm' },
      values: { 'incident.grade': { Immediate: 'emergency', Routine: 'scheduled' } },
    })
  })

  it('is proposed which categories and markers keep somebody from being rung', async () => {
    const named = { 'incident.categoryCode': 'What', 'incident.categoryName': 'In words', 'recipient.markers': 'Card' }
    expect((await look({ columns: { ...columns, ...named } })).definition).toMatchObject({
      categories: { D9: { exclude: 'domestic_abuse' } },
      markers: { DNC: { exclude: 'do_not_contact' }, DEAF: { needs: 'relay' } },
    })
  })

  it('is read as somebody says', async () => {
    const said = {
      columns: { ...columns, 'incident.categoryCode': 'What', 'incident.categoryName': 'In words' },
      dateFormats: { 'incident.openedAt': 'dd/MM/yyyy HH:mm' },
      values: { 'incident.grade': {} },
      categories: { D9: {} },
    }
    const { columns: named, dateFormats, values, categories } = (await look(said)).definition
    expect({ columns: named, dateFormats, values, categories }).toEqual(said)
  })

  it('is proposed where a known profile reads another, and all else stays the profile’s', async () => {
    const others = { 'incident.categoryCode': 'What', 'incident.categoryName': 'In words', 'recipient.markers': 'Card' }
    const ours = { delimiter: ';', columns: { ...columns, ...others, 'incident.grade': 'Other' } }
    const { definition: known } = await look({}, ours)
    const nothing = { values: {}, dateFormats: {}, categories: {}, markers: {} }
    expect(known).toMatchObject(ours)
    expect(pick(known)).toEqual(nothing)
    const { definition: corrected } = await look({ ...known, columns: { ...columns, ...others } }, ours)
    expect(pick(corrected)).toEqual({
      ...nothing,
      values: { 'incident.grade': { Immediate: 'emergency', Routine: 'scheduled' } },
    })
  })

  it('is read by its own format where a profile’s doesn’t read it', async () => {
    const ours = { delimiter: ';', columns: { 'incident.reference': 'Ref' } }
    const { definition: known } = await look({}, ours)
    const { definition } = await look({ ...known, columns }, ours)
    expect(definition.dateFormats).toEqual({ 'incident.openedAt': 'MM/dd/yyyy HH:mm' })
  })
})

describe('columns of markers and officers', () => {
  const flagged = [
    'Ref;Surname;Flags;Do Not Contact;Interpreter Y/N;Repeat caller;Officer 1;Officer 2;Grade',
    'CC-1;Ash;DEAF|VIP;N;Y;Y;0204;0206;G1',
    'CC-2;Elm;;Y;N;N;0207;;G3',
  ].join('\n')
  const seen = (definition: Readonly<Record<string, unknown>> = {}) =>
    inspect(memorySource('f.csv', Buffer.from(flagged)), [], {
      country: 'GB',
      timeZone: 'Europe/London',
      kind: 'recipients',
      definition,
    })
  const markers = ['Flags', 'Do Not Contact', 'Interpreter Y/N']

  it('are proposed together, those that are ticked by their headings', async () => {
    const inspection = await seen()
    expect(inspection.definition.columns).toEqual({
      'incident.reference': 'Ref',
      'incident.grade': 'Grade',
      'incident.attendingOfficers': ['Officer 1', 'Officer 2'],
      'recipient.surname': 'Surname',
      'recipient.markers': markers,
    })
    expect(inspection.definition).toMatchObject({
      listSeparator: '|',
      markers: {
        DEAF: { needs: 'relay' },
        'Do Not Contact': { exclude: 'do_not_contact' },
        'Interpreter Y/N': { needs: 'interpreter' },
      },
      values: { 'incident.grade': { G1: 'emergency', G3: 'scheduled' } },
    })
    expect(inspection.markers).toEqual(['DEAF', 'VIP', 'Do Not Contact', 'Interpreter Y/N'])
  })

  it('have proposed what one means that comes in, and all others as somebody said', async () => {
    const said = { DEAF: {}, VIP: { exclude: 'police_officer' } }
    const { definition } = await seen({ columns: { 'recipient.markers': ['Flags', 'Do Not Contact'] }, markers: said })
    expect(definition.markers).toEqual({ ...said, 'Do Not Contact': { exclude: 'do_not_contact' } })
  })
})

describe('a marker that is ticked in a column of its name', () => {
  const markersOf = async (heading: string, cells: readonly string[], separated = '') => {
    const rows = cells.map((cell, at) => `CC-${at};Ash;${cell};${separated}`)
    const content = Buffer.from([`Ref;Surname;${heading};Officers attending`, ...rows].join('\n'))
    const { markers, definition } = await inspect(memorySource('f.csv', content), [], {
      country: 'GB',
      timeZone: 'Europe/London',
      kind: 'recipients',
    })
    return [markers, definition.markers]
  }

  it.each([
    ['No', 'No'],
    ['', ''],
    ['Y', 'N'],
    ['T', 'F'],
    ['1', '0'],
    ['Y', 'Unknown'],
  ])('has its meaning proposed where %j and %j stand in it', async (...cells) => {
    const [markers, meanings] = await markersOf('Do not contact', cells)
    expect(markers).toContain('Do not contact')
    expect(meanings).toEqual({ 'Do not contact': { exclude: 'do_not_contact' } })
  })

  it('is in one piece where its heading holds what parts markers', async () => {
    expect(await markersOf('D/V', ['Y', 'N'], '0204/0206')).toEqual([['D-V'], { 'D-V': { exclude: 'domestic_abuse' } }])
  })

  it.each(['Interpreter needed', 'Interpreter required Y/N'])('tells no language by %s', async heading => {
    expect(await markersOf(heading, ['Y', 'N'])).toEqual([[heading], { [heading]: { needs: 'interpreter' } }])
  })

  it.each([
    'May be contacted',
    'OK to call?',
    'Happy to be surveyed Y/N',
    'Survey consent',
    'Agrees to call back',
    'Safe to ring',
    'Permission to contact',
    'contactAllowed',
  ])('keeps who says no to %s from being rung, and means nothing else', async heading => {
    for (const cells of [['Y', 'N'], ['Yes'], ['']])
      expect(await markersOf(heading, cells)).toEqual([
        [heading, `${heading}: no`],
        { [heading]: {}, [`${heading}: no`]: { exclude: 'do_not_contact' } },
      ])
  })

  it.each([
    'Cannot be contacted',
    "Can't be called",
    'May not be rung',
    'Refused survey consent',
    'Survey consent withheld',
    'Consent to survey revoked',
    'Can caller speak English',
    'Callers may attend',
  ])('asks for no leave by %s', async heading => {
    expect(JSON.stringify(await markersOf(heading, ['Y', 'N']))).not.toContain(': no')
  })

  it('asks for no leave by a number that is safe, though nothing stands in it yet', async () => {
    expect(JSON.stringify(await markersOf('Safe contact number', ['']))).not.toContain(': no')
  })

  it('has its no to be given a meaning where its word says nothing', async () => {
    const content = Buffer.from('Ref;Surname;Flags;Repeat caller;DV\nCC-1;Ash;DEAF;N;N\nCC-2;Elm;VIP;Y;Y\n')
    const { markers } = await inspect(memorySource('f.csv', content), [], {
      country: 'GB',
      timeZone: 'Europe/London',
      kind: 'recipients',
      definition: { columns: { 'recipient.markers': ['Flags', 'Repeat caller', 'DV'] } },
    })
    expect(markers).toEqual(['DEAF', 'VIP', 'Repeat caller', 'Repeat caller: no', 'DV'])
  })

  it('is none where a cell says too much to be one', async () => {
    const note = 'Rang on Monday and Mrs Ash of number 9 said that she would rather not be rung at all'
    expect(await markersOf('Warnings', [note, 'DEAF'])).toEqual([['DEAF'], { DEAF: { needs: 'relay' } }])
  })
})

it('proposes exclusions of a category that comes in, and keeps those that a profile, or somebody, said', async () => {
  const ours = {
    delimiter: ';',
    columns: { 'incident.reference': 'Ref', 'incident.categoryCode': 'Surname' },
    categories: { S01: { exclude: 'sexual_offence' } },
  }
  const { definition: known } = await look({}, ours)
  expect(known.categories).toEqual(ours.categories)
  const columns = {
    'incident.reference': 'Ref',
    'incident.categoryCode': ['What'],
    'incident.categoryName': ['In words'],
  }
  expect((await look({ ...known, columns }, ours)).definition.categories).toEqual({
    ...ours.categories,
    D9: { exclude: 'domestic_abuse' },
  })
})

it('takes the format that somebody said of all dates, where it reads the column', async () => {
  const british = Buffer.from('Ref;Opened;Surname\nCC-1;21/8/2011 10:00;Ash\n')
  const { definition } = await inspect(memorySource('f.csv', british), [], {
    country: 'GB',
    timeZone: 'Europe/London',
    kind: 'recipients',
    definition: { dateFormat: 'dd/MM/yyyy HH:mm' },
  })
  expect(definition.dateFormats).toEqual({})
})

it('shows every value of a column whose values have meanings, and the first few of others', async () => {
  const rows = Array.from({ length: 250 }, (_, at) => `CC-${at};B${at};Name${at}`)
  const content = Buffer.from(['Ref;Type code;Surname', ...rows].join('\n'))
  const { columns } = await inspect(memorySource('f.csv', content), [], { country: 'GB', timeZone: 'Europe/London' })
  expect(columns.map(({ heading, examples }) => [heading, examples.length])).toEqual([
    ['Ref', 5],
    ['Type code', 200],
    ['Surname', 5],
  ])
})

describe('a column of notes', () => {
  it('holds no markers, whatever it is called', async () => {
    const note = 'Rang on Monday and Mrs Ash of number 9 said that she would rather not be rung at all'
    const columnsOf = async (heading: string, cells: readonly string[]) => {
      const rows = cells.map((cell, at) => `CC-${at};Ash;${cell}`)
      const { definition } = await inspect(
        memorySource('f.csv', Buffer.from(`Ref;Surname;${heading}\n${rows.join('\n')}`)),
        [],
        {
          country: 'GB',
          timeZone: 'Europe/London',
          kind: 'recipients',
        },
      )
      return definition.columns
    }
    const columns = { 'incident.reference': 'Ref', 'recipient.surname': 'Surname' }
    expect(await columnsOf('Warnings', [note, `${note} again`, 'DEAF'])).toEqual(columns)
    expect(await columnsOf('Notes', ['Out till six', 'DEAF'])).toEqual(columns)
    const many = ['DEAF', 'INTERPRETER POLISH', 'VIOLENT', 'OFFICERS IN PAIRS', 'DOGS AT ADDRESS'].join('|')
    expect(await columnsOf('Warnings', [many])).toEqual({ ...columns, 'recipient.markers': 'Warnings' })
  })
})

describe('what keeps somebody from being rung', () => {
  it.each([
    ['Death report', 'sudden_death'],
    ['Road deaths', 'sudden_death'],
    ['Death threats', undefined],
    ["DON'T CONTACT", 'do_not_contact'],
    ['Dont ring', 'do_not_contact'],
    ['Not to be contacted', 'do_not_contact'],
    ['Must not be called', 'do_not_contact'],
    ['Does not wish to be surveyed', 'do_not_contact'],
    ['No calls', 'do_not_contact'],
    ['No callsign', undefined],
    ['Could not be contacted', undefined],
    ['Refused contact', 'do_not_contact'],
    ['Declined survey', 'do_not_contact'],
    ['No surveys', 'do_not_contact'],
    ['No contacts', 'do_not_contact'],
    ['Threats of death', undefined],
    ['Declines to be rung', 'do_not_contact'],
    ['Refused charge', undefined],
    ['Contact refused', 'do_not_contact'],
    ['DNC', 'do_not_contact'],
    ['Opted out', 'do_not_contact'],
  ])('is told by the words %j: %s', (words, exclude) => {
    expect(markerMeaning(words).exclude).toBe(exclude)
  })
})
