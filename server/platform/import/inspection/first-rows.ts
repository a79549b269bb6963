import { type FileRecord, isFilled } from '../file-record.ts'
import { footerPattern } from '../footer.ts'
import { inOrder, type Order, orderIn } from '../headings-again.ts'
import type { Table } from '../table.ts'

const rowsLookedAt = 5000
/** A cell counts as eight more: an empty one too takes room, and time to look at. */
const charactersLookedAt = 4_000_000

export interface SeenRow {
  readonly line: number
  readonly cells: readonly string[]
}

/** The rows that are looked at, and the footer. */
export async function firstRows(table: Table, { line: headerLine, cells: header }: FileRecord) {
  const rows: FileRecord[] = []
  let order: Order = null
  let characters = 0
  let isWhole = true
  reading: for await (const records of table.records())
    for (const record of records) {
      if (record.line <= headerLine || !isFilled(record)) continue
      const again = orderIn(
        header,
        record.cells.map(cell => cell.trim()),
      )
      if (again !== undefined) {
        order = again
        continue
      }
      // One more than there are headings tells that the row is too long.
      const cells = record.cells.length > header.length ? record.cells.slice(0, header.length + 1) : record.cells
      rows.push({ line: record.line, cells: inOrder(cells, order) })
      characters += cells.join('').length + 8 * cells.length
      if (rows.length < rowsLookedAt && characters < charactersLookedAt) continue
      isWhole = false
      break reading
    }
  const others = isWhole ? rows.slice(0, -1) : rows
  const footer = footerOf(isWhole ? rows.at(-1) : await table.last(), header.length)
  return footer === undefined || beginsOne(footer, others) ? { rows, footer: undefined } : { rows: others, footer }
}

/** Whether the footer would take a row for one. */
function beginsOne(footer: string, rows: readonly SeenRow[]): boolean {
  const pattern = footerPattern(footer)
  return rows.some(({ cells: [first = ''] }) => pattern.matcher(first).find())
}

/** "Total records: 1,204" as a pattern, where the last line is that and no row. */
function footerOf(last: FileRecord | undefined, columns: number): string | undefined {
  const filled = last?.cells.filter(cell => cell.trim() !== '') ?? []
  if (filled.length > Math.max(2, columns / 3)) return undefined
  const words = /^\s*((?:grand |sub)?totals?|records|rows|count|end of (?:report|file)|\d+ (?:rows|records))\b/i
  const found = words.exec(last?.cells[0] ?? '')?.[1]
  return found && `^\\s*${found.replace(/^\d+/, '\\d+')}\\b`
}

const recordsToGuessBy = 200

export async function firstRecords(table: Table): Promise<readonly FileRecord[]> {
  const records: FileRecord[] = []
  for await (const found of table.records()) {
    records.push(...found.filter(isFilled))
    if (records.length >= recordsToGuessBy) break
  }
  return records.slice(0, recordsToGuessBy)
}
