/**
 * One line of a CSV file for people who open it in a spreadsheet: quoted where it must be, and text that a spreadsheet
 * would take for a formula (`=`, `+`, `-`, `@`, a tab or a line break first) gets an apostrophe before it.
 */
export function csvLine(cells: readonly (string | number)[]): string {
  return `${cells.map(cell => (typeof cell === 'number' ? String(cell) : quoted(harmless(cell)))).join(',')}\r\n`
}

const harmless = (text: string): string => (/^[=+\-@\t\r\n]/.test(text) ? `'${text}` : text)
const quoted = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)
