/** One row of a file, whatever its format. */
export interface FileRecord {
  /** Where it begins; of a workbook, the number of the row. */
  readonly line: number
  readonly cells: readonly string[]
}

export const isFilled = ({ cells }: FileRecord): boolean => cells.some(cell => cell.trim() !== '')

export const maximumRecordCharacters = 1_000_000

/** Of the headings. A row with some more is rejected by itself; more than twice as many are no row, and the file is refused. */
export const maximumColumns = 1000
export const maximumCells = 2 * maximumColumns
