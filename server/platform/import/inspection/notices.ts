import { isDestroyedNumber } from '../../telephone.ts'
import { type Century, dateReader, faultOfFormat } from '../date-formats.ts'
import { isPowerOfTen } from '../keys.ts'
import { garbledAs, mayBeOfDosOrMac } from '../oddities.ts'
import type { Table } from '../table.ts'
import type { SeenRow } from './first-rows.ts'
import type { SeenColumn } from './looks.ts'

interface Notice {
  readonly code: string
  readonly text: string
}

/** How the file is read, and whether it could be in UTF-8. */
interface Written {
  readonly encoding: string | null
  readonly mayBeUtf8: boolean
}

/** What looks wrong in the content, each told with its line, an example and the mend. `names`, `keys`: the columns that those are read from. */
export function noticesOf(
  rows: readonly SeenRow[],
  columns: readonly SeenColumn[],
  { names, keys, ...written }: Written & { readonly names: readonly string[]; readonly keys: readonly string[] },
): Notice[] {
  const ofNames = columns.filter(({ heading }) => names.includes(heading))
  const ofKeys = columns.filter(({ heading }) => keys.includes(heading))
  const numbers = columns.filter(column => column.looksLike === 'telephone' && !ofKeys.includes(column))
  const garbled = garbledNames(rows, written) ?? namesOfDosOrMac(rows, ofNames)
  return [garbled, destroyedKeys(rows, ofKeys), destroyedNumbers(rows, numbers)].filter(notice => notice !== undefined)
}

/** Of several sheets one is read: which, so that the others aren't missed. */
export function sheetNotices(sheet: string | null, sheets: readonly string[]): Notice[] {
  const others = sheets.filter(name => name !== sheet)
  if (sheet === null || others.length === 0) return []
  const named = others.slice(0, 5).map(name => `"${name}"`)
  const left = `${named.join(', ')}${others.length > 5 ? ` and ${others.length - 5} more` : ''}`
  return [
    { code: 'sheet_chosen', text: `The sheet "${sheet}" is read; ${left} ${others.length > 1 ? 'are' : 'is'} not.` },
  ]
}

/** What stands behind the last delimiter isn't shown, and isn't missed. */
export function endNotices({ endsInDelimiter }: Pick<Table, 'endsInDelimiter'>): Notice[] {
  const ends = {
    rows: `Each row ends in the delimiter, and the headings do not: no cell is behind it. A row that lacks its last cell, or has one too many, is still refused.`,
    headings: `The headings end in the delimiter, and the rows do not: no column is behind it.`,
  }
  return endsInDelimiter === null ? [] : [{ code: 'ends_in_delimiter', text: ends[endsInDelimiter] }]
}

/** The columns that a date is read from, a day and maybe its time of day, and the format that a profile or a person names for it. */
export interface NamedDate {
  readonly headings: readonly string[]
  readonly format: string
}

/** A format that is not how the date is written: half of the dates may still be read, wrongly. */
export function dateNotices(
  rows: readonly SeenRow[],
  columns: readonly SeenColumn[],
  named: readonly NamedDate[],
  century: Century,
): Notice[] {
  return named.flatMap(({ headings, format }) => {
    const found = headings.flatMap(name => columns.find(({ heading }) => heading === name) ?? [])
    const [day] = found
    const [better] = day?.dates.fits ?? []
    if (day === undefined || better === undefined || faultOfFormat(format) !== undefined) return []
    const written = (row: SeenRow) => joined(found.map(({ at }) => (row.cells[at] ?? '').trim()))
    const distinct = [...new Set(rows.map(written).filter(text => text !== ''))]
    const unreadAs = (named: string) => {
      const read = dateReader(named, century)
      return distinct.filter(text => read(text) === undefined)
    }
    const [unread, left] = [unreadAs(format), unreadAs(better)]
    if (unread.length <= left.length) return []
    const row = rows.find(each => written(each) === unread[0])
    return [
      {
        code: 'dates_do_not_fit',
        text: `Line ${row?.line} has "${unread[0]}" in ${headings.join(' and ')}, which is no date as ${format}. As ${better} ${distinct.length - left.length} of ${distinct.length} are: read it so, or the others may be taken for other days.`,
      },
    ]
  })
}

/** As an import joins the cells of several columns. */
const joined = (texts: readonly string[]) => texts.filter(text => text !== '').join(' ')

function garbledNames(rows: readonly SeenRow[], written: Written): Notice | undefined {
  for (const { line, cells } of rows)
    for (const cell of cells) {
      const found = garbledAs(cell)
      if (found === undefined) continue
      const meant = found === null ? '' : `, which is "${found}" read in the wrong encoding`
      return { code: 'name_garbled', text: `Line ${line} has "${cell.slice(0, 60)}"${meant}. ${mendOf(written)}` }
    }
  return undefined
}

function mendOf({ encoding, mayBeUtf8 }: Written): string {
  if (encoding !== 'windows-1252')
    return 'It was written so before it came here: export it again as UTF-8, without opening it in another program.'
  return mayBeUtf8
    ? 'Read the file as UTF-8.'
    : 'Other bytes of the file are no UTF-8, so it can’t be read as that: export it again, all of it in UTF-8.'
}

function namesOfDosOrMac(rows: readonly SeenRow[], columns: readonly SeenColumn[]): Notice | undefined {
  for (const { line, cells } of rows)
    for (const { at } of columns) {
      const cell = (cells[at] ?? '').trim()
      if (!mayBeOfDosOrMac(cell)) continue
      return {
        code: 'name_garbled',
        text: `Line ${line} has "${cell.slice(0, 60)}", which may be in the encoding of DOS or of a Mac: save it as CSV UTF-8 where it was written, and send that.`,
      }
    }
  return undefined
}

const destroyedKeys = (rows: readonly SeenRow[], columns: readonly SeenColumn[]) =>
  firstWhere(rows, columns, isPowerOfTen, {
    code: 'key_destroyed',
    text: 'a spreadsheet made a power of ten of a long number, the same for many of them, and its row is refused. Export again with that column as text.',
  })

const destroyedNumbers = (rows: readonly SeenRow[], columns: readonly SeenColumn[]) =>
  firstWhere(rows, columns, isDestroyedNumber, {
    code: 'phone_destroyed',
    text: "a spreadsheet made a figure of a telephone number, and its digits can't be relied on. Export again with that column as text.",
  })

/** The notice of the first such cell, if there is one: where it stands, and then the text. */
function firstWhere(
  rows: readonly SeenRow[],
  columns: readonly SeenColumn[],
  isOne: (cell: string) => boolean,
  { code, text }: Notice,
): Notice | undefined {
  for (const { line, cells } of rows)
    for (const { at, heading } of columns) {
      const cell = (cells[at] ?? '').trim()
      if (isOne(cell)) return { code, text: `Line ${line} has "${cell}" in ${heading}: ${text}` }
    }
  return undefined
}
