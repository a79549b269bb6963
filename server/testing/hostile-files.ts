import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { checkout } from '../config.ts'
import { workbookOf, zipOf } from './workbook.ts'

const example = readFileSync(join(checkout, 'examples', 'service-recipients.csv'), 'utf8').replace('\ufeff', '')
const [header = '', ...examples] = example.split('\r\n')
const headings = header.split(',')
const lines = (count: number) => examples.slice(0, count)

/** A file of recipients with these rows. */
export const csv = (...rows: readonly string[]) => [header, ...rows, ''].join('\r\n')

/** A row about somebody of this name; names of one length are of one incident. */
export function person(surname: string, more: Readonly<Record<string, string>> = {}): string {
  const cells: Readonly<Record<string, string>> = {
    'Log No': `607-01082011-${surname.length}`,
    Opened: '01/08/2011 10:00',
    Closed: '01/08/2011 11:00',
    Forename: 'Ann',
    Surname: surname,
    DOB: '01/02/1980',
    'Telephone 1': '07700 900123',
    Involvement: 'Caller',
    ...more,
  }
  return headings.map(heading => cells[heading] ?? '').join(',')
}

/** Dates that can't be read with the month first. */
export const lastOfMonth = { Opened: '31/08/2011 10:00', Closed: '31/08/2011 11:00', DOB: '31/12/1980' }

export const latin1 = (text: string) => Buffer.from(text, 'latin1')
const utf16 = (text: string) => Buffer.from(`\ufeff${text}`, 'utf16le')
const workbook = workbookOf([headings, ...lines(200).map(line => line.split(','))])
const withSheet = (data: string, parts = {}) => workbookOf({ sheets: [{ name: 'August', data }], parts })
const oldOffice = (content: string) =>
  Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(1000), Buffer.from(content, 'utf16le')])
const cutAfter = (content: Buffer, byte: number) => content.subarray(0, content.indexOf(byte) + 1)

function changed(content: Uint8Array, where: number): Uint8Array {
  const copy = Uint8Array.from(content)
  const at = Math.floor(copy.length * where)
  copy[at] = (copy[at] ?? 0) ^ 0xff
  return copy
}

/** It reads as well as before, and says something else. */
function otherDigit(): Uint8Array {
  const names = headings.map(heading => `<c t="str"><v>${heading}</v></c>`).join('')
  const data = `<row>${names}</row><row><c><v>7700900123</v></c></row>`
  const content = Buffer.from(workbookOf({ sheets: [{ name: 'August', data }], isPacked: false }))
  content.write('4', content.indexOf('7700900123') + 9)
  return content
}

/** The directory says of the sheet that it unpacks to 100 bytes. */
function lying(content: Uint8Array): Uint8Array {
  const copy = Buffer.from(content)
  copy.writeUInt32LE(100, copy.lastIndexOf('xl/worksheets/sheet1.xml') - 46 + 24)
  return copy
}

function locked(content: Uint8Array): Uint8Array {
  const copy = Buffer.from(content)
  const entry = copy.lastIndexOf('xl/workbook.xml') - 46
  copy.writeUInt16LE(copy.readUInt16LE(entry + 8) | 1, entry + 8)
  return copy
}

const sheetRow = (line: number, cells: readonly string[]) =>
  `<row r="${line}">${cells.map(cell => `<c t="str"><v>${cell}</v></c>`).join('')}</row>`
const relsTo = (target: string) =>
  `<Relationships><Relationship Id="a" Type="x/officeDocument" Target="${target}"/></Relationships>`

/** Texts of so many megabytes, which pack to a twentieth. */
function withTexts(megabytes: number): Uint8Array {
  const texts = Array.from(
    { length: megabytes * 4000 },
    (_, at) => `<si><t>${at}-${(at * 7919) % 10_007}${'x'.repeat(250)}</t></si>`,
  )
  return withSheet('<row><c t="s"><v>0</v></c></row>', { 'xl/sharedStrings.xml': `<sst>${texts.join('')}</sst>` })
}

const entities =
  '<!DOCTYPE l [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><worksheet><sheetData><row><c t="str"><v>&b;</v></c></row></sheetData></worksheet>'
const megabyte = 1024 * 1024

/** What can't be read: its code, and what the message says of the place and of the mend. */
type RefusedFile = readonly [what: string, content: string | Uint8Array, code: string, place: RegExp, mend: RegExp]

const empty = ['import_file_empty', /no header row/, /export it again/] as const
const unsound = (place: RegExp) => ['import_workbook_broken', place, /save it anew/] as const
const other = (place: RegExp) => ['import_format_unknown', place, /save it as CSV/] as const
const tooLarge = (place: RegExp) => ['import_workbook_too_large', place, /Save the sheet as CSV/] as const
const tooWide = (place: RegExp) => ['import_too_many_columns', place, /Check the delimiter, or export fewer/] as const

export const refusedFiles: readonly RefusedFile[] = [
  ['nothing', '', ...empty],
  ['empty lines', '\r\n'.repeat(1000), ...empty],
  ['a cut in a quotation', `${csv(...lines(3))}"Some`, 'import_csv_broken', /line 5/, /Mend the quotation marks there/],
  [
    'a cut in a character of UTF-8',
    cutAfter(Buffer.from(csv(person('Müller'))), 0xc3),
    'import_encoding_wrong',
    /line 2/,
    /Send it again/,
  ],
  [
    'a cut in a character of UTF-16',
    utf16(csv(...lines(3))).subarray(0, -1),
    'import_encoding_wrong',
    /line \d/,
    /Send it again/,
  ],
  ['a workbook that is cut', workbook.subarray(0, workbook.length / 2), ...unsound(/its directory/)],
  ['a workbook with a byte changed', changed(workbook, 0.5), ...unsound(/damaged in/)],
  ['a workbook with a digit changed', otherDigit(), ...unsound(/the sheet "August": its checksum/)],
  ['a sheet that is cut', withSheet('<row r="1"><c r="A1"'), ...unsound(/the sheet "August"/)],
  [
    'a sheet whose rows go backwards',
    withSheet('<row r="2"></row><row r="1"></row>'),
    ...unsound(/row "1" comes after row 2/),
  ],
  ['a sheet of more rows than there can be', withSheet('<row r="4000000000"/>'), ...unsound(/row "4000000000"/)],
  ['a cell beyond all columns', withSheet('<row r="1"><c r="ZZZZ1"/></row>'), ...unsound(/row 1 has a cell "ZZZZ1"/)],
  [
    'a cell that names a text that is not there',
    withSheet('<row r="7"><c r="A7" t="s"><v>9</v></c></row>'),
    ...unsound(/row 7 names a text 9/),
  ],
  [
    'a workbook whose entities multiply',
    withSheet('', { 'xl/worksheets/sheet1.xml': entities }),
    ...unsound(/the sheet "August"/),
  ],
  ['a workbook of marks in marks', withSheet('<row>'.repeat(100_000)), ...unsound(/64 deep/)],
  [
    'a workbook with one text of 8 MB',
    withSheet(`<row><c t="str"><v>${randomBytes(4 * megabyte).toString('hex')}</v></c></row>`),
    ...unsound(/a text in it has more than a million characters/),
  ],
  [
    'a workbook whose list of texts is none',
    workbookOf({ sheets: [{ rows: [['A']] }], parts: { 'xl/sharedStrings.xml': 'no XML' } }),
    ...unsound(/the list of its texts/),
  ],
  ['a workbook without anything in it', workbookOf([[''], ['']]), ...empty],
  [
    'a bomb, a sheet of 64 MB of spaces',
    withSheet(' '.repeat(64 * megabyte)),
    ...tooLarge(/sheet1\.xml unpacks to 64 MB, more than 200 times/),
  ],
  ['a bomb that says it is small', lying(withSheet(' '.repeat(4 * megabyte))), ...unsound(/the sheet "August"/)],
  ['a bomb of texts', withTexts(110), ...tooLarge(/texts are more than 96 MB/)],
  [
    'a zip of 3,000 files',
    zipOf(Object.fromEntries(Array.from({ length: 3000 }, (_, at) => [`${at}.csv`, 'a']))),
    ...tooLarge(/3000 parts/),
  ],
  ['a zip of zips', zipOf({ 'a.zip': zipOf({ 'b.xlsx': workbook }) }), ...other(/packed with zip: unpack it first/)],
  ['a zip with a password', locked(workbook), ...other(/packed with a password: unpack it first/)],
  [
    'a text document',
    zipOf({ '_rels/.rels': relsTo('word/document.xml'), 'word/document.xml': '<d/>' }),
    ...other(/no workbook/),
  ],
  [
    'a binary workbook',
    zipOf({ '_rels/.rels': relsTo('xl/workbook.bin'), 'xl/workbook.bin': 'x' }),
    ...other(/\.xlsb/),
  ],
  ['a workbook of another kind', zipOf({ mimetype: 'application/x', 'content.xml': '<d/>' }), ...other(/\.ods/)],
  ['an old workbook', oldOffice('Workbook'), ...other(/old Excel workbook/)],
  ['a workbook with a password', oldOffice('EncryptedPackage'), ...other(/take the password off/)],
  ['a picture', Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), randomBytes(1000)]), ...other(/a picture/)],
  [
    'a program',
    Buffer.concat([Buffer.from('7f454c460201', 'hex'), Buffer.alloc(5000, 'ab\0cd')]),
    'import_file_binary',
    /line 1/,
    /save the sheet as CSV/,
  ],
  ['a zero byte far down', csv(...lines(2000), person('A\0B')), 'import_file_binary', /line 2002/, /save the sheet/],
  [
    '100,000 columns',
    Array.from({ length: 100_000 }, (_, at) => `Column ${at}`).join(','),
    ...tooWide(/line 1: there are \d+ columns/),
  ],
  ['100,000 short columns', `${'a,'.repeat(100_000)}\n1\n`, ...tooWide(/line 1: there are 2001 columns or more/)],
  [
    'a workbook of 10,000 columns',
    workbookOf([Array.from({ length: 10_000 }, (_, at) => `C${at}`)]),
    ...tooWide(/line 1: there are 2001 columns or more/),
  ],
  [
    'a row of 999,000 empty columns',
    csv(person('Ash'), ','.repeat(999_000)),
    ...tooWide(/line 3: there are 2001 columns or more/),
  ],
  [
    'a workbook with a cell in its last column',
    withSheet(`${sheetRow(1, headings)}<row r="2"><c r="XFD2"><v>1</v></c></row>`),
    ...tooWide(/line 2: there are 16384 columns or more/),
  ],
  [
    'a row of a million characters',
    csv(person('x'.repeat(1_100_000))),
    'import_csv_broken',
    /line 2: the row that begins here has more than a million characters/,
    /Mend the quotation marks there/,
  ],
]

/** What can be read, however odd it is: what comes of it, and what the page says before anything is taken in. */
type NoticedFile = readonly [
  what: string,
  content: string | Uint8Array,
  result: Readonly<Record<string, unknown>>,
  notice: RegExp | null,
]

/** UTF-8 that a program read as Windows-1252 and wrote as UTF-8. */
const writtenTwice = (text: string) => new TextDecoder('windows-1252').decode(Buffer.from(text))
const asNumbers = (row: string) => row.split(',').map(cell => (/^\d{10}$/.test(cell) ? Number(cell) : cell))

export const noticedFiles: readonly NoticedFile[] = [
  ['headings alone', csv(), { rows: 0, created: 0, rejected: 0, warnings: {} }, null],
  ['headings without an end of the line', header, { rows: 0, created: 0 }, null],
  [
    'a million empty lines',
    csv(person('Ash')) + '\r\n'.repeat(1_000_000),
    { rows: 1, created: 1, blank: 1_000_000 },
    null,
  ],
  [
    'mixed line ends',
    `${header}\r\n${person('Ash')}\n${person('Birch')}\r\n${person('Cedars')}`,
    { created: 3, warnings: {} },
    null,
  ],
  ['a control character', csv(person('A\u0007sh')), { created: 1, warnings: { control_character: 1 } }, null],
  [
    'a mark that turns the direction of writing',
    csv(person('\u202eAsh')),
    { created: 1, warnings: { control_character: 1 } },
    null,
  ],
  ['a character without width', csv(person('A\u200bsh')), { created: 1, warnings: { control_character: 1 } }, null],
  [
    'files put together, each with its mark',
    `${csv(person('Ash'))}\ufeff${csv(person('Birch'))}`,
    { rows: 2, created: 2, warnings: { header_repeated: 1 } },
    null,
  ],
  [
    'files put together, the second without headings',
    `${csv(person('Ash'))}\ufeff${person('Birch')}`,
    { created: 2, warnings: {} },
    null,
  ],
  ['Windows-1252', latin1(csv(person('Müller', lastOfMonth))), { created: 1, warnings: {} }, null],
  [
    'UTF-8 that was read as Windows-1252',
    writtenTwice(csv(person('Müller'), person('Ash'))),
    { created: 2, warnings: { name_garbled: 1 } },
    /Line 2 has "MÃ¼ller", which is "Müller" read in the wrong encoding/,
  ],
  [
    'telephone numbers that a spreadsheet destroyed',
    csv(person('Ash', { 'Telephone 1': '4.47701E+11' }), person('Birch', { 'Telephone 1': '7700900123.0' })),
    { created: 2, warnings: { phone_destroyed: 2, phone_unusable: 2 } },
    /Line 2 has "4.47701E\+11" in Telephone 1/,
  ],
  ['a row of 1,500 empty columns', csv(person('Ash'), ','.repeat(1500)), { rows: 1, created: 1, blank: 1 }, null],
  [
    'a row of 1,500 filled columns',
    csv(person('Ash'), 'x,'.repeat(1500)),
    { created: 1, rejected: 1, reasons: { too_many_columns: 1 } },
    null,
  ],
  [
    'a workbook with an empty cell in its last column',
    withSheet(sheetRow(1, headings) + sheetRow(2, person('Ash').split(',')).replace('</row>', '<c r="XFD2"/></row>')),
    { created: 1, warnings: {} },
    null,
  ],
  [
    'a workbook of a million empty rows',
    withSheet(sheetRow(1, headings) + sheetRow(1_048_576, person('Ash').split(','))),
    { created: 1, blank: 1_048_574 },
    null,
  ],
  [
    'a workbook with a number for a telephone',
    workbookOf([headings, asNumbers(person('Ash', { 'Telephone 1': '7700900123' }))]),
    { created: 1, warnings: { phone_repaired: 1 } },
    null,
  ],
]
