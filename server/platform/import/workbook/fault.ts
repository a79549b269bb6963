/** What is wrong with the content of a workbook, in words; who knows which part it is makes a problem of it. */
export class WorkbookFault extends Error {
  override readonly name = 'WorkbookFault'
}
