import { describe, expect, it } from 'vitest'
import { workbookOf } from '../../../testing/workbook.ts'
import { type NamedProfile, type Profile, profileShape } from '../profile.ts'
import { memorySource } from '../source.ts'
import { inspect } from './inspect.ts'
import { profileFor } from './profile-for.ts'

const inUk = { country: 'GB', timeZone: 'Europe/London', kind: 'recipients' } as const
const columns = { 'incident.reference': 'Ref', 'incident.openedAt': 'Opened', 'recipient.surname': 'Name' }
const named = (name: string, more: Partial<Profile> = {}): NamedProfile => ({
  name,
  profile: profileShape.parse({ kind: 'recipients', columns, ...more }),
})

const usual = named('usual')
const old = named('old', { encoding: 'windows-1252' })
const american = named('american', { delimiter: ';', dateFormat: 'MM/dd/yyyy HH:mm' })
const titled = named('titled', { delimiter: ';', skipLines: 2 })
const ofSheet = named('of-sheet', { sheet: 'August' })

const sure = '13/04/2011 10:00'
const unsure = '03/04/2011 10:00'
const file = (name: string, opened = sure) => `Ref,Opened,Name\r\n1,${opened},${name}\r\n`
const semicolons = (text: string) => text.replaceAll(',', ';')
const latin1 = (text: string) => Buffer.from(text, 'latin1')
const sheets = (...names: readonly string[]) =>
  workbookOf({
    sheets: names.map(name => ({
      name,
      rows: [
        ['Ref', 'Opened', 'Name'],
        ['1', unsure, 'Müller'],
      ],
    })),
  })
const rejects = `Reject line,Reject reason,${file('Ash', unsure).replace('\r\n1', '\r\n2,no_log_number,1')}`

type Case = readonly [what: string, content: string | Uint8Array, known: readonly NamedProfile[], profile: string]
/** By which profile each is read as it stands. */
const whole: readonly Case[] = [
  ['as the first of two says that are alike', file('Ash'), [named('newer'), usual], 'newer'],
  ['as the second says', file('Müller', unsure), [old, usual], 'usual'],
  ['as another says, in its encoding', latin1(file('Müller', unsure)), [usual, old], 'old'],
  ['in plain letters, which every encoding has', file('Ash', unsure), [old], 'old'],
  ['with a mark, which decides over the encoding', `\ufeff${file('Müller', unsure)}`, [old], 'old'],
  ['as an ordinary one beside an odd one', file('Ash', unsure), [american, usual], 'usual'],
  ['as an odd one beside an ordinary one', semicolons(file('Ash', unsure)), [usual, american], 'american'],
  ['with a line that says the delimiter', `sep=;\r\n${semicolons(file('Ash', unsure))}`, [usual], 'usual'],
  ['below a title', `Extract\r\n\r\n${semicolons(file('Ash', unsure))}`, [usual, titled], 'titled'],
  ['as a workbook', sheets('May'), [ofSheet, american], 'american'],
  ['as a workbook with the sheet that one names', sheets('May', 'august'), [ofSheet, american], 'of-sheet'],
]
/** Which profile's headings each has, and how it is read that is not written as that profile says. */
const nearly: readonly (readonly [...Case, reads: object])[] = [
  ['in another encoding', latin1(file('Müller')), [usual], 'usual', { encoding: 'windows-1252', delimiter: ',' }],
  ['in UTF-8 where the old one is said', file('Müller'), [old], 'old', { encoding: 'utf-8', delimiter: ',' }],
  ['with another delimiter', semicolons(file('Ash')), [usual], 'usual', { encoding: 'utf-8', delimiter: ';' }],
  ['with both', latin1(semicolons(file('Müller'))), [usual], 'usual', { encoding: 'windows-1252', delimiter: ';' }],
  ['below a title', `Extract\r\n\r\n${file('Ash')}`, [usual], 'usual', { skipLines: 2 }],
  [
    'as rejects are, of whatever dialect the file was',
    rejects,
    [american],
    'american',
    { delimiter: ',', dateFormat: 'MM/dd/yyyy HH:mm' },
  ],
  [
    'in another encoding, with the delimiter of the second',
    latin1(semicolons(file('Müller'))),
    [usual, american],
    'american',
    { encoding: 'windows-1252', delimiter: ';', dateFormats: { 'incident.openedAt': 'dd/MM/yyyy HH:mm' } },
  ],
]

describe('of the known profiles', () => {
  it.each(whole)('the one is taken that says how a file is written: %s', async (_, content, known, name) => {
    const source = memorySource('f.csv', Buffer.from(content))
    expect(await profileFor(source, known, inUk)).toEqual(known.find(profile => profile.name === name))
    expect(await inspect(source, known, inUk)).toMatchObject({ profile: name, nearest: null, questions: [] })
  })

  it.each(nearly)('the nearest reads a file as that is written: %s', async (_, content, known, nearest, reads) => {
    const source = memorySource('f.csv', Buffer.from(content))
    const inspection = await inspect(source, known, inUk)
    expect(inspection).toMatchObject({ profile: null, nearest, questions: [], definition: { columns, ...reads } })
    expect(await profileFor(source, known, inUk)).toEqual({
      name: '',
      profile: profileShape.parse(inspection.definition),
    })
  })

  it.each<Case>([
    ['has another delimiter', semicolons(file('Ash', unsure)), [usual], 'usual'],
    ['is ordinary, where only an odd one is known', file('Ash', unsure), [american], 'american'],
    ['has another encoding', file('Müller', unsure), [old], 'old'],
    ['may be the rejects of either of two', rejects, [american, usual], 'usual'],
  ])('none says how the dates of a file are written that %s, so that is asked', async (_, content, known, nearest) => {
    const source = memorySource('f.csv', Buffer.from(content))
    const inspection = await inspect(source, known, inUk)
    expect(inspection).toMatchObject({ profile: null, nearest, questions: [{ code: 'date_order', column: 'Opened' }] })
    expect(inspection.definition).toMatchObject({ dateFormats: {} })
    expect(inspection.definition).not.toHaveProperty('dateFormat')
    await expect(profileFor(source, known, inUk)).rejects.toMatchObject({ code: 'import_question_open' })
  })

  it.each<Case>([
    ['lacks a heading', 'Ref,Opened\r\n1,2\r\n', [usual], 'usual'],
    ['lacks a heading, with another delimiter', 'Ref;Opened\r\n1;2\r\n', [usual], 'usual'],
  ])('none reads a file that %s, and what the nearest would need is said', async (_, content, known, name) => {
    const source = memorySource('f.csv', Buffer.from(content))
    expect(await inspect(source, known, inUk)).toMatchObject({ profile: null, nearest: null })
    await expect(profileFor(source, known, inUk)).rejects.toMatchObject({
      code: 'import_header_unknown',
      details: { nearest: [{ name, missing: ['Name'] }] },
    })
  })

  it('none reads a file, and the line is named on which its headings are', async () => {
    const content = 'All of August\r\n\r\nRef,Opened\r\n1,2\r\n'
    await expect(profileFor(memorySource('f.csv', Buffer.from(content)), [usual], inUk)).rejects.toMatchObject({
      title: expect.stringContaining('f.csv, line 3: '),
      details: { line: 3 },
    })
  })

  it('none is named for headings of which it has none', async () => {
    await expect(profileFor(memorySource('f.csv', Buffer.from('X,Y\n')), [usual], inUk)).rejects.toMatchObject({
      code: 'import_header_unknown',
      details: { nearest: [] },
    })
  })
})

describe('why a file is in an encoding', () => {
  it.each([
    ['as it was guessed, though an edit says it once more', 'Müller', 'utf-8', 'Every byte fits', true],
    ['somebody says otherwise', 'Müller', 'windows-1252', 'You said so', true],
    [
      'its mark decides, whatever is said',
      '\ufeffMüller',
      'windows-1252',
      'The file says so in its first bytes',
      false,
    ],
  ])('is told: %s', async (_, name, encoding, encodingBecause, isEncodingOpen) => {
    const source = memorySource('f.csv', Buffer.from(`${name}\n1\n`))
    const definition = { encoding }
    expect(await inspect(source, [], { ...inUk, definition })).toMatchObject({ encodingBecause, isEncodingOpen })
  })
})

it.each([
  ['all of it could be', 'Müller', 'Read the file as UTF-8.'],
  ['some of it could not', latin1('Müller'), 'export it again, all of it in UTF-8.'],
])('a file with letters of UTF-8 is to be read as that where %s', async (_, name, mend) => {
  const source = memorySource('f.csv', Buffer.concat([Buffer.from('Name\nJosé\n'), Buffer.from(name)]))
  const { notices } = await inspect(source, [], { ...inUk, definition: { encoding: 'windows-1252' } })
  expect(notices).toMatchObject([{ code: 'name_garbled', text: expect.stringContaining(mend) }])
})
