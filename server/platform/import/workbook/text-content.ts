import { maximumRecordCharacters } from '../file-record.ts'
import { WorkbookFault } from './fault.ts'
import type { Attributes } from './xml.ts'

/**
 * The text of a cell or of a shared string, out of its marks: `t` by itself, or several within runs `r` of one look each.
 * What stands in `rPh` says how the characters are pronounced, and isn't part of it.
 */
export class TextContent {
  private text = ''
  private isInText = false
  private isKept = false
  private isPhonetic = false
  private piece = ''

  open(name: string, attributes: Attributes): void {
    if (name === 'rPh') this.isPhonetic = true
    else if (name === 't' && !this.isPhonetic) {
      this.isInText = true
      this.isKept = attributes['xml:space'] === 'preserve'
      this.piece = ''
    }
  }

  add(text: string): void {
    if (this.isInText) this.piece += text
  }

  close(name: string): void {
    if (name === 'rPh') this.isPhonetic = false
    else if (name === 't' && this.isInText) {
      this.isInText = false
      this.text += this.isKept ? this.piece : this.piece.trim()
      if (this.text.length > maximumRecordCharacters)
        throw new WorkbookFault('a text in it has more than a million characters')
    }
  }

  /** What was read since the last time. */
  take(): string {
    const text = withCharacters(this.text)
    this.text = ''
    return text
  }
}

/**
 * Characters that XML can't hold are written by their number: `_x000D_`. Of these zero, and halves of a character, stay as they
 * are written, because no database keeps them in a text.
 */
export const withCharacters = (text: string): string =>
  text.includes('_x')
    ? text.replace(/_x([0-9A-Fa-f]{4})_/g, (written, code) =>
        /^(?:0000|d[89a-f])/i.test(code) ? written : String.fromCharCode(Number.parseInt(code, 16)),
      )
    : text
