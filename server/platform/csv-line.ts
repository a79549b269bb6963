/**
 * One line of a CSV file for people who open it in a spreadsheet: quoted where it must be, and text that a spreadsheet
 * would take for a formula (`=`, `+`, `-`, `@`, a tab or a line break first) gets an apostrophe before it.
 */
export function csvLine(cells: readonly (string | number)[]): string {
  return `${cells.map(cell => (typeof cell === 'number' ? String(cell) : quoted(neutralised(cell)))).join(',')}\r\n`
}

/** One that has an apostrophe of its own there gets another, so that it can be taken off again. */
const neutralised = (text: string): string => (formula.test(text) ? `'${text}` : text)
const formula = /^'*[=+\-@\t\r\n]/

/** A cell of such a line as it was before. */
export const unneutralised = (cell: string): string =>
  cell.startsWith("'") && formula.test(cell) ? cell.slice(1) : cell

const quoted = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)
