import { type FileRecord, maximumCells, maximumColumns, maximumRecordCharacters } from './file-record.ts'
import { importCsvBroken, importTooManyColumns } from './problems.ts'

export interface CsvDialect {
  readonly delimiter: string
  /** A carriage return by itself ends a line: where nothing else does. */
  readonly hasLoneReturns: boolean
  /** Lines above the headings. */
  readonly skipLines: number
}

/** Text is scanned in pieces of about this length, so that a source of tiny pieces isn't scanned over and over. */
const scanCharacters = 32_768

const quote = 34
const lineFeed = 10
const carriageReturn = 13
const byteOrderMark = 0xfeff
const incomplete = -1

/**
 * CSV, in pieces (RFC 4180, with any delimiter). A quotation mark counts only at the start of a cell; where more follows
 * the one that closes it, the cell is taken as it stands. A record longer than a million characters is refused, so that a
 * quotation mark that nobody closes doesn't swallow the file. It exists because csv-parse takes four times as long
 * (docs/decisions.md); csv-parse is what its tests hold it to.
 */
export class CsvScanner {
  private readonly fileName: string
  private readonly delimiter: number
  private readonly hasLoneReturns: boolean
  private readonly mostCells: number
  private pending = ''
  private scanFrom = scanCharacters
  private line = 1
  private linesToSkip: number
  // What the last cell or record that was read left behind: they are read by the million.
  private cell = ''
  private cells: string[] = []
  private linesInRecord = 0

  constructor(fileName: string, { delimiter, hasLoneReturns, skipLines }: CsvDialect, mostCells = maximumCells) {
    this.fileName = fileName
    this.mostCells = mostCells
    this.delimiter = delimiter.charCodeAt(0)
    this.hasLoneReturns = hasLoneReturns
    this.linesToSkip = skipLines
  }

  /** The records that `text` completes. Throws `import_csv_broken`, `import_too_many_columns`. */
  push(text: string): readonly FileRecord[] {
    this.pending += text
    return this.pending.length < this.scanFrom ? [] : this.scan(false)
  }

  end(): readonly FileRecord[] {
    return this.scan(true)
  }

  private scan(isLast: boolean): readonly FileRecord[] {
    const text = this.pending
    const records: FileRecord[] = []
    let at = this.skipped(text, isLast)
    while (at < text.length && this.linesToSkip === 0) {
      const next = this.readRecord(text, at, isLast)
      if (next === incomplete) break
      records.push({ line: this.line, cells: this.cells })
      this.line += this.linesInRecord
      at = next
    }
    this.pending = text.slice(at)
    this.scanFrom = this.pending.length + scanCharacters
    if (this.pending.length > maximumRecordCharacters) throw importCsvBroken(this.fileName, this.line, tooLong)
    return records
  }

  private skipped(text: string, isLast: boolean): number {
    let at = 0
    while (this.linesToSkip > 0) {
      let end = at
      while (end < text.length && this.afterLineEnd(text, end, isLast) === incomplete) end += 1
      if (end === text.length && !isLast) return at
      at = end === text.length ? end : this.afterLineEnd(text, end, isLast)
      this.linesToSkip -= 1
      this.line += 1
    }
    return at
  }

  /** Reads a record into `cells`; where the next begins, or `incomplete`. */
  private readRecord(text: string, from: number, isLast: boolean): number {
    this.cells = []
    this.linesInRecord = 1
    // Where files were put together the mark of the next one's encoding stands here, and is no part of the cell.
    let at = text.charCodeAt(from) === byteOrderMark ? from + 1 : from
    for (;;) {
      const end =
        text.charCodeAt(at) === quote ? this.readQuoted(text, at, isLast) : this.readPlain(text, at, at, isLast)
      if (end === incomplete) return incomplete
      this.cells.push(this.cell)
      if (this.cells.length > this.mostCells)
        throw importTooManyColumns(this.fileName, this.line, this.cells.length, maximumColumns)
      if (end === text.length) return end
      if (text.charCodeAt(end) !== this.delimiter) return this.afterLineEnd(text, end, isLast)
      at = end + 1
    }
  }

  /** A cell from `from`, looked through from `at` on; where it ends, or `incomplete`. */
  private readPlain(text: string, from: number, at: number, isLast: boolean): number {
    let end = at
    for (; end < text.length; end += 1) {
      const code = text.charCodeAt(end)
      if (code === this.delimiter || code === lineFeed) break
      if (code !== carriageReturn) continue
      if (end + 1 === text.length && !isLast) return incomplete
      if (this.afterLineEnd(text, end, isLast) !== incomplete) break
    }
    if (end === text.length && !isLast) return incomplete
    this.cell = text.slice(from, end)
    return end
  }

  private readQuoted(text: string, from: number, isLast: boolean): number {
    let close = text.indexOf('"', from + 1)
    let isDoubled = false
    while (close !== -1 && text.charCodeAt(close + 1) === quote) {
      isDoubled = true
      close = text.indexOf('"', close + 2)
    }
    if (close === -1 || (close + 1 === text.length && !isLast)) {
      if (isLast) throw importCsvBroken(this.fileName, this.line + this.linesInRecord - 1, notClosed)
      return incomplete
    }
    const content = text.slice(from + 1, close)
    this.linesInRecord += this.lineEndsIn(content)
    const end = close + 1
    if (end < text.length && text.charCodeAt(end) !== this.delimiter) {
      if (text.charCodeAt(end) === carriageReturn && end + 1 === text.length && !isLast) return incomplete
      if (this.afterLineEnd(text, end, isLast) === incomplete) return this.readPlain(text, from, end, isLast)
    }
    this.cell = isDoubled ? content.replaceAll('""', '"') : content
    return end
  }

  /** Where the line after goes on, if one ends at `at`. A return that stands last may yet be one half of a line end. */
  private afterLineEnd(text: string, at: number, isLast: boolean): number {
    const code = text.charCodeAt(at)
    if (code === lineFeed) return at + 1
    if (code !== carriageReturn || (at + 1 === text.length && !isLast)) return incomplete
    if (text.charCodeAt(at + 1) === lineFeed) return at + 2
    return this.hasLoneReturns || at + 1 === text.length ? at + 1 : incomplete
  }

  private lineEndsIn(content: string): number {
    const ends = this.hasLoneReturns ? /\r\n|\r|\n/g : /\n/g
    return content.includes('\n') || content.includes('\r') ? (content.match(ends)?.length ?? 0) : 0
  }
}

const notClosed = 'a quotation mark opens here and is not closed'
const tooLong =
  'the row that begins here has more than a million characters; a quotation mark may open here and not be closed'
