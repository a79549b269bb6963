/** One row of a file, whatever its format. */
export interface FileRecord {
  /** Where it begins; of a workbook, the number of the row. */
  readonly line: number
  readonly cells: readonly string[]
}

export const isFilled = ({ cells }: FileRecord): boolean => cells.some(cell => cell.trim() !== '')

export const maximumRecordCharacters = 1_000_000
