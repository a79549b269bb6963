import { WorkbookTooLarge } from './fault.ts'
import { TextContent } from './text-content.ts'
import { readXml } from './xml.ts'

/** Texts of a workbook, which its cells name by their place. */
export interface SharedStrings {
  at(index: number): string | undefined
}

export const noStrings: SharedStrings = { at: () => undefined }

const megabyte = 1024 * 1024
const largestStringsBytes = 96 * megabyte
const mostStrings = 6_000_000

/**
 * Reads the list. It has to be at hand as a whole, for any cell may name any text, so it lies packed, outside of the
 * heap, and has a limit.
 */
export async function readSharedStrings(pieces: AsyncIterable<Uint8Array>): Promise<SharedStrings> {
  const strings = new PackedStrings()
  const content = new TextContent()
  const marks = readXml(pieces, {
    open: (name, attributes) => content.open(name, attributes),
    text: text => content.add(text),
    close(name) {
      if (name === 'si') strings.push(content.take())
      else content.close(name)
    },
  })
  for await (const _ of marks);
  return strings
}

/** Texts one after another in one piece of memory, with where each ends. */
class PackedStrings implements SharedStrings {
  private bytes = Buffer.allocUnsafeSlow(megabyte)
  private ends = new Uint32Array(4096)
  private count = 0
  private used = 0

  push(text: string): void {
    const most = this.used + text.length * 3
    if (most > this.bytes.length) this.grow(most)
    this.used += this.bytes.write(text, this.used)
    if (this.used > largestStringsBytes || this.count === mostStrings)
      throw new WorkbookTooLarge(`its texts are more than ${largestStringsBytes / megabyte} MB`)
    if (this.count === this.ends.length) {
      const ends = new Uint32Array(this.ends.length * 2)
      ends.set(this.ends)
      this.ends = ends
    }
    this.ends[this.count] = this.used
    this.count += 1
  }

  at(index: number): string | undefined {
    if (!(index >= 0 && index < this.count)) return undefined
    return this.bytes.toString('utf8', index === 0 ? 0 : this.ends[index - 1], this.ends[index])
  }

  private grow(least: number): void {
    const bytes = Buffer.allocUnsafeSlow(Math.max(least, Math.ceil(this.bytes.length * 1.5)))
    this.bytes.copy(bytes, 0, 0, this.used)
    this.bytes = bytes
  }
}
