import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { workbookOf } from '../../testing/workbook.ts'
import { csvLine } from '../csv-line.ts'
import { parseProfile, profileShape } from './profile.ts'
import { openImport, type ReadRow } from './reader.ts'
import { rejectColumns } from './reject-columns.ts'
import type { Source } from './source.ts'

const profile = {
  name: 'two',
  profile: profileShape.parse({ kind: 'staff', columns: { a: 'A', b: 'B' }, footer: '^Total' }),
}
/** In pieces of one byte, so that every character and line is cut. */
const oneByte = (content: Uint8Array): Source => ({
  fileName: 'f.csv',
  size: content.length,
  async *bytes(start = 0, end = content.length) {
    for (let at = start; at < Math.min(end, content.length); at += 1) yield content.subarray(at, at + 1)
  },
})
async function read(content: string | Uint8Array, more: Partial<typeof profile.profile> = {}) {
  const bytes = typeof content === 'string' ? Buffer.from(content) : content
  const named = { ...profile, profile: { ...profile.profile, ...more } }
  const file = await openImport(oneByte(bytes), named)
  const rows: ReadRow[] = []
  for await (const row of file.rows()) rows.push(row)
  return rows
}
const values = (rows: readonly ReadRow[]) => rows.map(row => (row.kind === 'row' ? row.row.values : row.kind))

describe('a file', () => {
  it('gives its rows with their lines, blank lines and rows of another shape apart, and no footer', async () => {
    const rows = await read('B,A\r\n1,"x\ny"\r\n\r\n2\r\n3,4,5\r\n6,7\r\nTotal: 4\r\n')
    expect(
      rows.map(row =>
        row.kind === 'blank' || row.kind === 'repeated_header'
          ? row.kind
          : [row.row.line, row.kind === 'row' ? row.row.values : row.reason],
      ),
    ).toEqual([
      [2, { a: 'x\ny', b: '1' }],
      'blank',
      [5, 'too_few_columns'],
      [6, 'too_many_columns'],
      [7, { a: '7', b: '6' }],
    ])
  })

  it('has officers and markers in as many columns as it likes, and a marker that is ticked in a column of its name', async () => {
    const several = profileShape.parse({
      kind: 'recipients',
      listSeparator: '/',
      columns: {
        'incident.attendingOfficers': ['Officer 1', 'Officer 2', 'Officer 3'],
        'recipient.markers': ['Flags', 'Do not contact', 'Relay'],
        'recipient.title': ['Rank', 'Title'],
      },
    })
    const rows = await read(
      [
        'Officer 1,Officer 2,Officer 3,Flags,Do not contact,Relay,Rank,Title',
        '0204,,0206/0207,DEAF/DV,yes,N,Cllr,Mrs',
        ',0204,,,No,TRUE,,Mr',
      ].join('\n'),
      several,
    )
    expect(values(rows)).toEqual([
      {
        'incident.attendingOfficers': '0204/0206/0207',
        'recipient.markers': 'DEAF/DV/Do not contact',
        'recipient.title': 'Cllr Mrs',
      },
      { 'incident.attendingOfficers': '0204', 'recipient.markers': 'Relay', 'recipient.title': 'Mr' },
    ])
  })

  it('has the marker Y, or N, where the profile says what that means', async () => {
    const columns = { 'recipient.markers': ['Flags', 'May be contacted'] }
    const markers = { n: { exclude: 'do_not_contact' } }
    const rows = await read(
      'Flags,May be contacted\nDEAF,N\n,Y\n',
      profileShape.parse({ kind: 'recipients', columns, markers }),
    )
    expect(values(rows)).toEqual([{ 'recipient.markers': 'DEAF;N' }, { 'recipient.markers': 'May be contacted' }])
  })

  it('has the no of a column as a marker of its own where the profile says what that means', async () => {
    const columns = { 'recipient.markers': ['May be contacted', 'Do not; contact'] }
    const markers = { 'May be contacted: NO': { exclude: 'do_not_contact' }, 'Do not- contact: no': {} }
    const content = 'May be contacted,Do not; contact\nN,no\nY,Y\n'
    const marked = async (said: object) =>
      values(await read(content, profileShape.parse({ kind: 'recipients', columns, ...said })))
    const ticked = { 'recipient.markers': 'May be contacted;Do not- contact' }
    expect(await marked({ markers })).toEqual([
      { 'recipient.markers': 'May be contacted: no;Do not- contact: no' },
      ticked,
    ])
    expect(await marked({})).toEqual([{ 'recipient.markers': '' }, ticked])
  })

  it.each([
    ['^\\s*Total', '  Total: 1'],
    ['^\\d+ (?:rows|records)', '2 records'],
    ['of the file$', 'the end of the file'],
  ])('has a footer of the pattern %s', async (footer, line) => {
    expect(values(await read(`A,B\n1,2\n${line}\n`, { footer }))).toEqual([{ a: '1', b: '2' }])
  })

  it('is read in no time whatever the footer, of which the first 200 characters of a line are asked', async () => {
    const before = performance.now()
    const rows = await read(`A,B\n${'a'.repeat(190)}b,2\n${' '.repeat(200)}end,3\n`, { footer: '(a+)+$|end' })
    expect([rows.length, performance.now() - before < 2000]).toEqual([2, true])
  })

  it.each([['(a)\\1'], ['(?=a)'], ['(?<!a)b'], ['('], ['((a{1,30}){1,30})$']])('has no footer %s', footer => {
    expect(() => parseProfile({ kind: 'staff', columns: { a: 'A' }, footer }, 'odd')).toThrow(
      'footer: a short regular expression without back-references and look-around',
    )
  })

  it.each([
    ['UTF-8 with a mark', Buffer.from('\ufeffA,B\né,ł\n'), {}],
    ['UTF-16 little-endian by its mark', Buffer.from('\ufeffA,B\né,ł\n', 'utf16le'), {}],
    ['UTF-16 big-endian by its mark', Buffer.from('\ufeffA,B\né,ł\n', 'utf16le').swap16(), {}],
    ['another delimiter', Buffer.from('A;B\né;ł\n'), { delimiter: ';' }],
  ])('is read in %s', async (_, bytes, more) => {
    expect(values(await read(bytes, more))).toEqual([{ a: 'é', b: 'ł' }])
  })

  it.each([
    ['mixed line ends', 'A,B\r\n1,2\n3,4\r\n5,6'],
    ['a line feed first', 'A,B\n1,2\r\n3,4\n5,6\r\n'],
    ['carriage returns alone', 'A,B\r1,2\r3,4\r5,6\r'],
  ])('is read with %s', async (_, content) => {
    expect(values(await read(content))).toEqual([
      { a: '1', b: '2' },
      { a: '3', b: '4' },
      { a: '5', b: '6' },
    ])
  })

  it('may be a workbook: its rows end where nothing more is in them, and are whole for the rejects', async () => {
    const content = workbookOf([['A', 'B', 'C'], ['1'], [], ['x', 'y', 'z', 'too many'], ['A', 'B', 'C'], ['Total 2']])
    const rows = await read(content)
    expect(rows).toMatchObject([
      { kind: 'row', row: { line: 2, values: { a: '1', b: '' }, cells: ['1', '', ''] } },
      { kind: 'blank' },
      { kind: 'misshapen', reason: 'too_many_columns', row: { line: 4, cells: ['x', 'y', 'z', 'too many'] } },
      { kind: 'repeated_header' },
    ])
    expect(rows).toHaveLength(4)
  })

  it('that is a workbook is looked at for odd characters as others are', async () => {
    const rows = await read(
      workbookOf([
        ['A', 'B'],
        ['MÃ¼ller', '1'],
        ['Ash', '2'],
        ['a\u202eb', '3'],
      ]),
    )
    expect(rows.map(row => 'row' in row && row.row.warnings)).toEqual([['name_garbled'], [], ['control_character']])
  })

  it('put together of exports is read by each one’s order of columns', async () => {
    const rows = await read('A,B,C\n1,2,x\n C , B ,A\nx,3,4\nTotal: 3\n5,too few\n6,7,8,too many\nA,B,C\n6,7,x\n')
    expect(values(rows)).toEqual([
      { a: '1', b: '2' },
      'repeated_header',
      { a: '4', b: '3' },
      'misshapen',
      'misshapen',
      'repeated_header',
      { a: '6', b: '7' },
    ])
    expect(rows.flatMap(row => ('row' in row ? [row.row.cells] : []))).toEqual([
      ['1', '2', 'x'],
      ['4', '3', 'x'],
      ['5', 'too few'],
      ['6', '7', '8', 'too many'],
      ['6', '7', 'x'],
    ])
    expect(rows.flatMap(row => (row.kind === 'misshapen' ? [row.row.columns] : []))).toEqual([
      [2, 1, 0],
      [2, 1, 0],
    ])
  })

  it('put together of exports that differ is refused by the line and the headings', async () => {
    const wide = { columns: { a: 'A', b: 'B', c: 'C', d: 'D' } }
    const differing = read('A,B,C,D,E\n1,2,3,4,5\nB,A,C,F,D\n6,7,8,9,0\n', wide)
    await expect(differing).rejects.toMatchObject({
      code: 'import_headings_changed',
      message: expect.stringContaining('line 3: other headings begin here than in line 1 (without "E", with "F")'),
    })
    expect(await read('A,B,C,D\nA,B,x,y\n', wide)).toHaveLength(1)
  })

  it('is read in windows-1252 if the profile says so', async () => {
    expect(values(await read(Buffer.from('A,B\n\xe9,\x80\n', 'latin1'), { encoding: 'windows-1252' }))).toEqual([
      { a: 'é', b: '€' },
    ])
  })

  it.each([
    ['without a header', '', 'import_file_empty', {}],
    ['of zero bytes', Buffer.from([1, 0, 2, 0, 0]), 'import_file_binary', {}],
    ['with a zero byte far down', `A,B\n${'1,2\n'.repeat(20_000)}\0,2\n`, 'import_file_binary', { line: 20_002 }],
    ['that never ends a line', `A,B\n${'x'.repeat(1_100_000)}`, 'import_csv_broken', { line: 2 }],
    ['in another encoding', Buffer.from('A,B\n1,2\n\xe9,2\n', 'latin1'), 'import_encoding_wrong', { line: 3 }],
    ['that lacks a column of the profile', 'A,C\n', 'import_header_mismatch', { columns: ['B'] }],
    ['with a column twice', 'A,B,A\n', 'import_column_twice', { columns: ['A'] }],
    ['with a quotation mark that is not closed', 'A,B\n1,2\n"3,4\n5,6\n', 'import_csv_broken', { line: 3 }],
  ])('%s is refused', async (_, content, code, details) => {
    await expect(read(content)).rejects.toMatchObject({ code, details: { file: 'f.csv', ...details } })
  })

  it('printed and read again is the same', async () => {
    const cell = fc
      .string({ unit: fc.constantFrom('a', 'é', ',', '"', '\n', ';', ' ', '=', '-'), maxLength: 8 })
      .map(text => `x${text}x`)
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(cell, cell), { maxLength: 8 }), async rows => {
        const text = csvLine(['A', 'B']) + rows.map(csvLine).join('')
        expect(values(await read(text))).toEqual(rows.map(([a, b]) => ({ a, b })))
      }),
      { numRuns: 60 },
    )
  })

  it('gives the cells of a rejects file as they were refused', async () => {
    const cells = ['=x', '+1', '-', '@x', '\tx', '\rx', '\nAsh', "'=x", "''\nx", "'x", "'", 'x', ' =x']
    const header = csvLine([...rejectColumns, 'A', 'B'])
    const rows = await read(header + cells.map(cell => csvLine([2, 'no_unit', cell, 'x'])).join(''))
    expect(rows.map(row => (row.kind === 'row' ? row.row.cells[0] : row.kind))).toEqual(cells)
  })
})

it('the profiles in examples/ are whole', () => {
  for (const name of ['cleveland-recipients', 'cleveland-staff'])
    expect(profileShape.safeParse(JSON.parse(readFileSync(`examples/profiles/${name}.json`, 'utf8'))).success).toBe(
      true,
    )
})
