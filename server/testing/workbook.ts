import { strToU8, type Zippable, zipSync } from 'fflate'

/** A cell: text as a shared string, a number, true or false, or the XML of the cell without its place (`<c @>…</c>`). */
type TestCell =
  | string
  | number
  | boolean
  | null
  | { readonly xml: string }
  | { readonly number: number | string; readonly format: string }

interface TestSheet {
  readonly name?: string
  readonly state?: 'hidden' | 'veryHidden'
  readonly rows?: readonly (readonly TestCell[])[]
  /** Instead of `rows`: what stands in `sheetData`. */
  readonly data?: string
}

interface TestWorkbook {
  readonly sheets: readonly TestSheet[]
  readonly is1904?: boolean
  /** Further parts, or others in the place of ours. */
  readonly parts?: Readonly<Record<string, string | Uint8Array>>
  /** Without it the parts lie in it as they are. */
  readonly isPacked?: boolean
}

const declaration = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const packed = 'http://schemas.openxmlformats.org/package/2006/relationships'

/** A workbook as a spreadsheet writes it, of one sheet with these rows or as it is described. */
export function workbookOf(described: TestWorkbook | readonly (readonly TestCell[])[]): Uint8Array {
  const {
    sheets,
    is1904 = false,
    parts = {},
    isPacked = true,
  } = 'sheets' in described ? described : { sheets: [{ rows: described }] }
  const strings = new Numbered()
  const formats = new Numbered()
  const written = sheets.map(
    ({ rows = [], data }) => data ?? rows.map((row, at) => rowXml(row, at + 1, { strings, formats })).join(''),
  )
  const relations = sheets.map((_, at) => relation(`sheet${at + 1}`, 'worksheet', `worksheets/sheet${at + 1}.xml`))
  const all: Record<string, string | Uint8Array> = {
    '[Content_Types].xml': `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>`,
    '_rels/.rels': `<Relationships xmlns="${packed}">${relation('main', 'officeDocument', 'xl/workbook.xml')}</Relationships>`,
    'xl/workbook.xml': `<workbook xmlns="${main}" xmlns:r="${office}"><workbookPr${is1904 ? ' date1904="1"' : ''}/><sheets>${sheets.map(sheetXml).join('')}</sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `<Relationships xmlns="${packed}">${relations.join('')}${relation('texts', 'sharedStrings', 'sharedStrings.xml')}${relation('looks', 'styles', '/xl/styles.xml')}</Relationships>`,
    'xl/sharedStrings.xml': `<sst xmlns="${main}">${strings.all.map(text => `<si><t xml:space="preserve">${escaped(text)}</t></si>`).join('')}</sst>`,
    'xl/styles.xml': stylesXml(formats.all),
  }
  written.forEach((data, at) => {
    all[`xl/worksheets/sheet${at + 1}.xml`] = `<worksheet xmlns="${main}"><sheetData>${data}</sheetData></worksheet>`
  })
  return zipOf({ ...all, ...parts }, isPacked)
}

/** What is packed with zip, by its names. */
export function zipOf(parts: Readonly<Record<string, string | Uint8Array>>, isPacked = true): Uint8Array {
  const files: Zippable = {}
  for (const [name, content] of Object.entries(parts))
    files[name] =
      typeof content === 'string' ? strToU8(content.startsWith('<') ? declaration + content : content) : content
  return zipSync(files, { level: isPacked ? 6 : 0 })
}

/** Texts, each once, by their place. */
class Numbered {
  readonly all: string[] = []
  private readonly places = new Map<string, number>()

  place(text: string): number {
    const place = this.places.get(text) ?? this.all.push(text) - 1
    this.places.set(text, place)
    return place
  }
}

interface Lists {
  readonly strings: Numbered
  readonly formats: Numbered
}

const rowXml = (cells: readonly TestCell[], line: number, lists: Lists): string =>
  `<row r="${line}">${cells.map((cell, at) => cellXml(cell, `r="${columnName(at)}${line}"`, lists)).join('')}</row>`

function cellXml(cell: TestCell, place: string, { strings, formats }: Lists): string {
  if (cell === null) return ''
  if (typeof cell === 'string') return `<c ${place} t="s"><v>${strings.place(cell)}</v></c>`
  if (typeof cell === 'number') return `<c ${place}><v>${cell}</v></c>`
  if (typeof cell === 'boolean') return `<c ${place} t="b"><v>${cell ? 1 : 0}</v></c>`
  if ('xml' in cell) return cell.xml.replace('@', place)
  return `<c ${place} s="${formats.place(cell.format) + 1}"><v>${cell.number}</v></c>`
}

const columnName = (at: number): string =>
  (at >= 26 ? columnName(Math.floor(at / 26) - 1) : '') + String.fromCharCode(65 + (at % 26))

const sheetXml = ({ name, state }: TestSheet, at: number): string =>
  `<sheet name="${escaped(name ?? `Sheet${at + 1}`)}" sheetId="${at + 1}"${state ? ` state="${state}"` : ''} r:id="sheet${at + 1}"/>`

const relation = (id: string, type: string, target: string): string =>
  `<Relationship Id="${id}" Type="${office}/${type}" Target="${target}"/>`

/** A format that is a number is one of those that are known by it. */
function stylesXml(formats: readonly string[]): string {
  const ids = formats.map((format, at) => (/^[1-9]\d*$/.test(format) ? format : String(164 + at)))
  const own = formats.map((format, at) => `<numFmt numFmtId="${ids[at]}" formatCode="${escaped(format)}"/>`)
  return `<styleSheet xmlns="${main}"><numFmts>${own.filter((_, at) => Number(ids[at]) >= 164).join('')}</numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/>${ids.map(id => `<xf numFmtId="${id}"/>`).join('')}</cellXfs></styleSheet>`
}

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;').replaceAll('\r', '&#13;')
