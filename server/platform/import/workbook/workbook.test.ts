import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { workbookOf, zipOf } from '../../../testing/workbook.ts'
import { Problem } from '../../problem.ts'
import { memorySource, type Source } from '../source.ts'
import { openWorkbook } from './workbook.ts'

type Described = Parameters<typeof workbookOf>[0]
const open = (described: Described) => openWorkbook(memorySource('f.xlsx', workbookOf(described)))

const rowsOf = async (described: Described, sheet?: string) => rowsIn(await open(described), sheet)

/** The lines of a sheet, each with its cells. */
async function rowsIn(workbook: Awaited<ReturnType<typeof open>>, sheet?: string) {
  const rows: [number, ...(readonly string[])][] = []
  for await (const batch of (await workbook.sheet(sheet)).rows())
    for (const { line, cells } of batch) rows.push([line, ...cells])
  return rows
}
/** What a cell by itself is read as. */
const cellOf = async (cell: unknown, is1904 = false) =>
  (await rowsOf({ sheets: [{ rows: [[cell as string]] }], is1904 }))[0]?.[1]
const ofFormat = (number: number | string, format: string) => ({ number, format })
const ofXml = (xml: string) => ({ xml })

describe('a workbook', () => {
  it('gives the rows of its sheet, each to its last filled cell, and empty rows where some are left out', async () => {
    const rows = [
      ['A', 'B', 'C'],
      ['1', null, '3'],
      ['', ''],
      ['x', '', ''],
    ]
    expect(await rowsOf(rows)).toEqual([[1, 'A', 'B', 'C'], [2, '1', '', '3'], [3], [4, 'x']])
    expect(
      await rowsOf({ sheets: [{ data: '<row r="2"><c r="B2"><v>7</v></c></row><row><c><v>8</v></c></row>' }] }),
    ).toEqual([[1], [2, '', '7'], [3, '8']])
  })

  it.each([
    ['a number', 7, '7'],
    ['a telephone number that became a number', 7700900123, '7700900123'],
    [
      'one that has all its digits, written as a power of ten',
      ofXml('<c @><v>4.4770090012300003E+11</v></c>'),
      '447700900123',
    ],
    ['one whose digits are lost, as it is shown', ofFormat(447701000000, '11'), '4.47701E+11'],
    ['one whose digits are there, though shown as a power of ten', ofFormat(447700900123, '0.00E+00'), '447700900123'],
    ['one with zeros before it by its format', ofFormat(7700900123, '00000 000000'), '07700 900123'],
    ['a collar number with zeros before it by its format', ofFormat(206, '0000'), '0206'],
    ['a number with thousands parted', ofFormat(1204, '#,##0'), '1204'],
    ['a fraction', ofXml('<c @><v>0.30000000000000004</v></c>'), '0.3'],
    ['a tiny one', ofXml('<c @><v>1.5E-7</v></c>'), '0.00000015'],
    ['a number of many digits', ofXml('<c @><v>12345678901234567890</v></c>'), '12345678901234567890'],
    ['yes', true, 'TRUE'],
    ['no', false, 'FALSE'],
    ['an error', ofXml('<c @ t="e"><v>#N/A</v></c>'), '#N/A'],
    ['a day', ofFormat(40646, '14'), '2011-04-13'],
    ['a day in a format of its own', ofFormat(40646, 'dddd, d" of "mmmm yyyy;@'), '2011-04-13'],
    ['a month', ofFormat(40634, 'mmm'), '2011-04-01'],
    ['a moment', ofFormat(40646.4270833333, 'dd/mm/yyyy hh:mm'), '2011-04-13 10:15'],
    ['a moment with seconds', ofFormat(40646.4271412037, 'm/d/yy h:mm AM/PM'), '2011-04-13 10:15:05'],
    ['midnight', ofFormat(40646, '22'), '2011-04-13 00:00'],
    ['a moment of which the day is shown', ofFormat(40646.5, 'dd/mm/yyyy'), '2011-04-13 12:00'],
    ['a moment of which the time is shown', ofFormat(40646.5, 'hh:mm'), '2011-04-13 12:00'],
    ['a time of day', ofFormat(0.4270833333, 'hh:mm'), '10:15'],
    ['a length of time', ofFormat(1.5, '[h]:mm'), '36:00'],
    ['the last day of February 1900', ofFormat(59, '14'), '1900-02-28'],
    ['the day that never was', ofFormat(60, '14'), '1900-02-29'],
    ['the first of March 1900', ofFormat(61, '14'), '1900-03-01'],
    ['a number beyond all days', ofFormat(4000000, '14'), '4000000'],
    ['a number before all days', ofFormat(-5, '14'), '-5'],
    ['a date in ISO 8601', ofXml('<c @ t="d"><v>2011-04-13T10:15:00</v></c>'), '2011-04-13T10:15:00'],
    [
      'text within the sheet',
      ofXml('<c @ t="inlineStr"><is><t>O&apos;Neill &amp; Söhne</t></is></c>'),
      "O'Neill & Söhne",
    ],
    [
      'rich text',
      ofXml(
        '<c @ t="inlineStr"><is><r><rPr><b/></rPr><t>Ann</t></r><r><t xml:space="preserve"> Marsh</t></r></is></c>',
      ),
      'Ann Marsh',
    ],
    [
      'text with how it is pronounced',
      ofXml('<c @ t="inlineStr"><is><t>課</t><rPh sb="0" eb="1"><t>カ</t></rPh></is></c>'),
      '課',
    ],
    ['spaces that are kept', ofXml('<c @ t="inlineStr"><is><t xml:space="preserve"> a </t></is></c>'), ' a '],
    ['spaces that are not', ofXml('<c @ t="inlineStr"><is><t>\n a </t></is></c>'), 'a'],
    ['a character by its number', 'a_x000D_b_x005F_', 'a\rb_'],
    ['zero by its number', 'a_x0000_b', 'a_x0000_b'],
    ['half a character by its number', 'a_xD800_b_xdfff_', 'a_xD800_b_xdfff_'],
    ['what a formula gave', ofXml('<c @ t="str"><f>A1&amp;B1</f><v>Ann</v></c>'), 'Ann'],
    ['a formula that gave nothing', ofXml('<c @ t="str"><f>A1</f><v></v></c>'), undefined],
    ['a formula that nobody reckoned', ofXml('<c @><f>A1&amp;B1</f></c>'), '=A1&B1'],
  ])('reads %s', async (_, cell, text) => {
    expect(await cellOf(cell)).toBe(text)
  })

  it('counts days from 1904 where it says so', async () => {
    expect(await cellOf(ofFormat(39184.5, '22'), true)).toBe('2011-04-13 12:00')
    expect(await cellOf(ofFormat(0, '14'), true)).toBe('1904-01-01')
  })

  it('has the text of merged cells in the first of them', async () => {
    const sheet = `<row r="1"><c r="A1" t="str"><v>x</v></c><c r="B1"/></row><row r="2"><c r="A2"/><c r="B2"><v>1</v></c></row>`
    const merged = `${sheet}</sheetData><mergeCells count="1"><mergeCell ref="A1:A2"/></mergeCells><sheetData>`
    expect(await rowsOf({ sheets: [{ data: merged }] })).toEqual([
      [1, 'x'],
      [2, '', '1'],
    ])
  })

  it('is read at its first sheet that is to be seen and has something in it', async () => {
    const sheets = [
      { name: 'Codes', state: 'hidden', rows: [['code']] },
      { name: 'Cover', rows: [[''], [' ']] },
      { name: 'August', rows: [['Log No']] },
      { name: 'Notes', rows: [['note']] },
    ] as const
    const workbook = await open({ sheets })
    expect(workbook.sheets).toEqual(['Cover', 'August', 'Notes'])
    expect((await workbook.sheet(undefined)).name).toBe('August')
    expect(await rowsOf({ sheets }, 'notes')).toEqual([[1, 'note']])
    expect(await rowsOf({ sheets }, 'Codes')).toEqual([[1, 'code']])
    await expect(workbook.sheet('September')).rejects.toMatchObject({
      code: 'import_sheet_unknown',
      message: expect.stringContaining('it has "Cover", "August", "Notes"'),
    })
    await expect((await open({ sheets: sheets.slice(0, 1) })).sheet(undefined)).rejects.toMatchObject({
      code: 'import_sheet_unknown',
    })
  })

  it('is read whatever prefix its marks have and whatever capitals its parts', async () => {
    const rels = (type: string, target: string) =>
      `<p:Relationships xmlns:p="x"><p:Relationship Id="a" Type="http://purl.oclc.org/ooxml/officeDocument/relationships/${type}" Target="${target}"/></p:Relationships>`
    const content = zipOf({
      '_rels/.rels': rels('officeDocument', '/XL/Book.xml'),
      'xl/book.xml':
        '<x:workbook xmlns:x="y" xmlns:q="z"><x:sheets><x:sheet name="S" q:id="a"/></x:sheets></x:workbook>',
      'xl/_rels/book.xml.rels': rels('worksheet', 'Sheets/One.xml'),
      'xl/sheets/one.xml':
        '<x:worksheet xmlns:x="y"><x:sheetData><x:row><x:c t="str"><x:v>Ann</x:v></x:c></x:row></x:sheetData></x:worksheet>',
    })
    expect(await rowsIn(await openWorkbook(memorySource('f.xlsx', content)))).toEqual([[1, 'Ann']])
  })

  it('that is damaged anywhere, or cut anywhere, is read or refused, and nothing else comes of it', async () => {
    const sound = workbookOf([
      ['Log No', 'Opened', 'Name'],
      ...Array.from({ length: 20 }, (_, at) => [
        `607-${at}`,
        { number: 40646 + at, format: '22' },
        `Person ${at * 7919}`,
      ]),
    ])
    const damage = fc.array(fc.tuple(fc.nat(sound.length - 1), fc.nat(255)), { minLength: 1, maxLength: 8 })
    let refused = 0
    await fc.assert(
      fc.asyncProperty(damage, fc.option(fc.nat(sound.length)), async (changes, length) => {
        const content = Uint8Array.from(sound)
        for (const [at, byte] of changes) content[at] = byte
        try {
          const workbook = await openWorkbook(memorySource('f.xlsx', content.subarray(0, length ?? content.length)))
          for await (const rows of (await workbook.sheet(undefined)).rows()) expect(rows.length).toBeGreaterThan(0)
        } catch (error) {
          refused += 1
          expect(error).toBeInstanceOf(Problem)
        }
      }),
      { numRuns: 1000 },
    )
    expect(refused).toBeGreaterThan(500)
  })
})

describe('a workbook of very many', () => {
  const empty = `<row/>${`<x a="${' '.repeat(900_000)}"/>`.repeat(17)}`
  const relation = (id: number, type: string, target: string) =>
    `<Relationship Id="r${id}" Type="x/${type}" Target="${target}"/>`
  const relations = (content: string) => ({ 'xl/_rels/workbook.xml.rels': `<Relationships>${content}</Relationships>` })
  const sheets = (count: number) => ({
    'xl/workbook.xml': `<workbook><sheets>${Array.from({ length: count }, (_, at) => `<sheet name="S${at}" id="r1"/>`).join('')}</sheets></workbook>`,
  })
  const toOne = relations(relation(1, 'worksheet', 'worksheets/sheet1.xml'))

  it('sheets that are one part is looked through once', async () => {
    const described = { sheets: [{ data: empty }], parts: { ...sheets(255), ...toOne } }
    const source = memorySource('f.xlsx', workbookOf(described))
    let bytes = 0
    const counted: Source = {
      ...source,
      async *bytes(start, end) {
        for await (const piece of source.bytes(start, end)) {
          bytes += piece.length
          yield piece
        }
      },
    }
    expect((await (await openWorkbook(counted)).sheet(undefined)).name).toBe('S0')
    expect(bytes).toBeLessThan(5 * source.size)
  })

  it.each([
    ['sheets', { ...sheets(256), ...toOne }, /more sheets than 255/],
    [
      'relations',
      relations(Array.from({ length: 4001 }, (_, at) => relation(at, 'x', 'y')).join('')),
      /names more parts than 4000/,
    ],
    [
      'formats',
      { 'xl/styles.xml': `<styleSheet><cellXfs>${'<xf/>'.repeat(100_002)}</cellXfs></styleSheet>` },
      /more than 100000 formats/,
    ],
  ])('%s is refused', async (_, parts, why) => {
    await expect(rowsOf({ sheets: [{ rows: [['a']] }], parts })).rejects.toThrow(why)
  })

  it('empty megabytes of sheets before one with anything in it is refused', async () => {
    const many = Array.from({ length: 20 }, (_, at) => ({ name: `S${at}`, data: empty }))
    await expect(rowsOf({ sheets: many })).rejects.toThrow(/nothing is in its first 256 MB of sheets/)
  })
})
