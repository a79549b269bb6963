import type { FileRecord } from './file-record.ts'
import { importHeadingsChanged } from './problems.ts'

/** For each column of the first headings, where it stands from here on; null: where it stood. */
export type Order = readonly number[] | null

/** Headings that stand again within a file, because exports were put together: the same ones, maybe in another order. */
export class HeadingsAgain {
  private readonly fileName: string
  private readonly first: FileRecord
  private readonly names: ReadonlySet<string>
  /** What they begin with. */
  private readonly starts: ReadonlySet<number>
  /** Those that are read, of which the most have to be there for a row to be one of headings. */
  private readonly read: readonly string[]

  constructor(fileName: string, first: FileRecord, read: readonly string[]) {
    this.fileName = fileName
    this.first = first
    this.read = read
    this.names = new Set(first.cells.filter(name => name !== ''))
    this.starts = new Set([...this.names].map(name => name.charCodeAt(0)))
  }

  /**
   * How the columns of the rows after it are ordered, if a record is one of headings, else `undefined`. Throws
   * `import_headings_changed` for other headings than those of the file: the rows after them are another table's.
   */
  orderBy({ line, cells: written }: FileRecord): Order | undefined {
    // Nearly every row ends here: its first cells are no headings.
    if (!this.isName(written[0]) && !this.isName(written[1])) return undefined
    const cells = written.map(cell => cell.trim())
    const order = orderIn(this.first.cells, cells)
    if (order !== undefined) return order
    const found = this.read.filter(name => cells.includes(name)).length
    if (found < fewestHeadings || found < this.read.length / 2) return undefined
    const lacking = this.first.cells.filter(name => name !== '' && !cells.includes(name))
    const added = cells.filter(cell => cell !== '' && !this.names.has(cell))
    throw importHeadingsChanged(this.fileName, line, this.first.line, { lacking, added })
  }

  private isName(cell = ''): boolean {
    const start = cell.charCodeAt(0)
    return (this.starts.has(start) || start === space) && this.names.has(cell.trim())
  }
}

const space = 0x20

const fewestHeadings = 3

/** Where each of the headings stands among the cells, if these are the same in whatever order. */
export function orderIn(headings: readonly string[], cells: readonly string[]): Order | undefined {
  const filled = cells.length < headings.length ? [...cells, ...Array(headings.length - cells.length).fill('')] : cells
  if (filled.length !== headings.length) return undefined
  if (headings.every((heading, at) => filled[at] === heading)) return null
  const taken = new Set<number>()
  const order = headings.map(heading => {
    const at = filled.findIndex((cell, index) => cell === heading && !taken.has(index))
    taken.add(at)
    return at
  })
  return order.includes(-1) ? undefined : order
}

/** For each column as it stands from here on, which of the first ones it is. */
export function columnsIn(order: readonly number[]): readonly number[] {
  const columns = Array<number>(order.length)
  for (const [column, at] of order.entries()) columns[at] = column
  return columns
}

/** A row's cells in the order of the first headings; what it has beyond them stays behind them. */
export const inOrder = (cells: readonly string[], order: Order): readonly string[] =>
  order === null ? cells : [...order.map(at => cells[at] ?? ''), ...cells.slice(order.length)]
