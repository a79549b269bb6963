/** What is wrong with the content of a workbook, in words; who knows which part it is makes a problem of it. */
export class WorkbookFault extends Error {
  override readonly name = 'WorkbookFault'
}

/** What is more than a workbook may have, in words: thrown where nothing is damaged. */
export class WorkbookTooLarge extends Error {
  override readonly name = 'WorkbookTooLarge'
}

/** A row is wider than any row of a table. */
export class RowTooWide extends Error {
  override readonly name = 'RowTooWide'
  readonly line: number
  readonly columns: number

  constructor(line: number, columns: number) {
    super(`row ${line} has ${columns} columns`)
    this.line = line
    this.columns = columns
  }
}
