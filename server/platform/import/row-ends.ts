/**
 * Some systems end a row with its delimiter: each row but the headings, or the headings alone. What stands after it is empty
 * and no cell. Where all end so, the file has a column more, without a heading, and nothing is odd.
 */
import type { FileRecord } from './file-record.ts'
import { isRejectColumn } from './reject-columns.ts'

export interface RowEnds {
  /** Which of them end in the delimiter, and the others not; null: none, or all. */
  readonly ofDelimiter: 'rows' | 'headings' | null
  /** Without the cells that are none. */
  ended(records: readonly FileRecord[]): readonly FileRecord[]
}

const fewestRows = 2
/** One row in so many may lack a cell, or have one too many. Of cells whose commas nobody quoted more rows would be otherwise. */
const soForEachOther = 50

/** How the rows of a file end, by its headings and first rows, without blank lines. */
export function rowEnds([headings, ...records]: readonly FileRecord[]): RowEnds {
  if (headings === undefined || headings.cells.some(isRejectColumn)) return asTheyStand
  const { length } = headings.cells
  const endsEmpty = isLastEmpty(headings)
  const names = new Set(headings.cells.map(cell => cell.trim()))
  const areHeadings = ({ cells }: FileRecord) => cells.every(cell => names.has(cell.trim()) || cell === '')
  const rows = records.filter(record => !areHeadings(record))
  const isSo = endsEmpty
    ? (row: FileRecord) => row.cells.length === length - 1
    : (row: FileRecord) => row.cells.length === length + 1 && isLastEmpty(row)
  const so = rows.filter(isSo).length
  // A line with one cell filled may be the footer.
  const others = rows.filter(row => !isSo(row) && row.cells.filter(isText).length > 1).length
  if (so < fewestRows || others * soForEachOther > so) return asTheyStand
  const isEnded = endsEmpty ? areHeadings : () => true
  return {
    ofDelimiter: endsEmpty ? 'headings' : 'rows',
    ended: found => found.map(record => (isEnded(record) && isLastEmpty(record) ? withoutLast(record) : record)),
  }
}

const asTheyStand: RowEnds = { ofDelimiter: null, ended: records => records }

const isText = (cell: string) => cell.trim() !== ''

const isLastEmpty = ({ cells }: FileRecord): boolean => cells.length > 1 && !isText(cells.at(-1) ?? '')

const withoutLast = ({ line, cells }: FileRecord): FileRecord => ({ line, cells: cells.slice(0, -1) })
