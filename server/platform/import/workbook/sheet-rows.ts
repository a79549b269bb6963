import { type FileRecord, maximumCells, maximumRecordCharacters } from '../file-record.ts'
import { RowTooWide, WorkbookFault } from './fault.ts'
import type { NumberFormat } from './number-format.ts'
import { numberText } from './number-text.ts'
import type { SharedStrings } from './shared-strings.ts'
import { TextContent, withCharacters } from './text-content.ts'
import { type Attributes, readXml, type XmlHandlers } from './xml.ts'

/** What the cells of a sheet refer to. */
export interface SheetContext {
  readonly strings: SharedStrings
  readonly styles: readonly NumberFormat[]
  readonly is1904: boolean
}

/** As many as a sheet can have. */
const lastRow = 1_048_576
const lastColumn = 16_384
const rowsAtOnce = 500

/**
 * The rows of a sheet, in batches, each to its last filled cell; those that are left out are empty rows. Throws a
 * `WorkbookFault` for a sheet that can't be read.
 */
export async function* sheetRows(
  pieces: AsyncIterable<Uint8Array>,
  context: SheetContext,
): AsyncGenerator<readonly FileRecord[]> {
  const reader = new RowReader(context)
  let line = 0
  for await (const _ of readXml(pieces, reader)) {
    let batch: FileRecord[] = []
    for (const row of reader.take())
      while (line < row.line) {
        line += 1
        batch.push(line === row.line ? row : { line, cells: noCells })
        if (batch.length < rowsAtOnce) continue
        yield batch
        batch = []
      }
    if (batch.length > 0) yield batch
  }
}

const noCells: readonly string[] = []

class RowReader implements XmlHandlers {
  private readonly context: SheetContext
  private readonly content = new TextContent()
  private rows: FileRecord[] = []
  private line = 0
  private cells: string[] = []
  private charactersInRow = 0
  /** Of the cell that is being read. */
  private column = 0
  private type = 'n'
  private style = 0
  private value: string | undefined
  private formula = ''
  private within: 'v' | 'f' | 'is' | undefined

  constructor(context: SheetContext) {
    this.context = context
  }

  /** The rows that are whole, and not taken before. */
  take(): readonly FileRecord[] {
    const { rows } = this
    this.rows = []
    return rows
  }

  open(name: string, attributes: Attributes): void {
    if (name === 'c') this.openCell(attributes)
    else if (name === 'v' || name === 'f' || name === 'is') this.openContent(name)
    else if (name === 'row') this.openRow(attributes)
    else if (this.within === 'is') this.content.open(name, attributes)
  }

  text(text: string): void {
    if (this.within === 'v') this.value += text
    else if (this.within === 'f') this.formula += text
    else if (this.within === 'is') this.content.add(text)
  }

  close(name: string): void {
    if (name === 'c') this.closeCell()
    else if (name === 'v' || name === 'f' || name === 'is') this.within = undefined
    else if (name === 'row') this.closeRow()
    else if (this.within === 'is') this.content.close(name)
  }

  private openRow({ r }: Attributes): void {
    const line = r === undefined ? this.line + 1 : Number(r)
    if (!Number.isInteger(line) || line <= this.line || line > lastRow)
      throw new WorkbookFault(`row "${r}" comes after row ${this.line}`)
    this.line = line
    this.cells = []
    this.charactersInRow = 0
    this.column = 0
  }

  private closeRow(): void {
    this.rows.push({ line: this.line, cells: this.cells })
    this.cells = []
  }

  private openCell({ r, t = 'n', s }: Attributes): void {
    if (r !== undefined) this.column = columnOf(r)
    if (this.column >= lastColumn || this.column < 0) throw new WorkbookFault(`row ${this.line} has a cell "${r}"`)
    this.type = t
    this.style = s === undefined ? 0 : Number(s)
    this.value = undefined
    this.formula = ''
  }

  private openContent(name: 'v' | 'f' | 'is'): void {
    this.within = name
    if (name === 'v') this.value = ''
    if (name === 'f') this.formula = ''
  }

  private closeCell(): void {
    const text = this.cellText()
    this.charactersInRow += text.length
    if (this.charactersInRow > maximumRecordCharacters)
      throw new WorkbookFault(`row ${this.line} has more than a million characters`)
    if (text !== '') {
      if (this.column >= maximumCells) throw new RowTooWide(this.line, this.column + 1)
      while (this.cells.length < this.column) this.cells.push('')
      this.cells[this.column] = text
    }
    this.column += 1
  }

  private cellText(): string {
    const { type, value, formula, context } = this
    if (type === 'inlineStr') return this.content.take()
    // A formula that nobody has reckoned yet is shown as it stands: its value isn't in the file.
    if (value === undefined) return formula === '' ? '' : `=${formula}`
    if (value === '') return ''
    if (type === 's') {
      const text = context.strings.at(Number(value))
      if (text === undefined)
        throw new WorkbookFault(`row ${this.line} names a text ${value} that is not in the list of texts`)
      return text
    }
    if (type === 'b') return value === '1' || value === 'true' ? 'TRUE' : 'FALSE'
    if (type === 'n') return numberText(value, context.styles[this.style] ?? { kind: 'plain' }, context.is1904)
    return withCharacters(value)
  }
}

const letterA = 64

/** `AB12` is in column 27, counted from 0; -1 for what names none. */
function columnOf(reference: string): number {
  let column = 0
  for (let at = 0; at < reference.length && at < 4; at += 1) {
    const letter = reference.charCodeAt(at) - letterA
    if (letter < 1 || letter > 26) break
    column = column * 26 + letter
  }
  return column - 1
}
