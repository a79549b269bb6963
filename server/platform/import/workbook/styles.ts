import { WorkbookTooLarge } from './fault.ts'
import { builtInFormat, type NumberFormat, writtenFormat } from './number-format.ts'
import { readXml } from './xml.ts'

/** More than any spreadsheet program keeps. */
const mostStyles = 100_000

/** How numbers look, by the style that a cell names. */
export async function readStyles(pieces: AsyncIterable<Uint8Array>): Promise<readonly NumberFormat[]> {
  const written = new Map<string, NumberFormat>()
  const styles: NumberFormat[] = []
  let list = ''
  const marks = readXml(pieces, {
    open(name, { numFmtId = '0', formatCode = '' }) {
      if (styles.length + written.size > mostStyles)
        throw new WorkbookTooLarge(`it has more than ${mostStyles} formats of cells`)
      if (name === 'numFmts' || name === 'cellXfs') list = name
      else if (name === 'numFmt' && list === 'numFmts') written.set(numFmtId, writtenFormat(formatCode))
      else if (name === 'xf' && list === 'cellXfs')
        styles.push(written.get(numFmtId) ?? builtInFormat(Number(numFmtId)))
    },
    close(name) {
      if (name === list) list = ''
    },
  })
  for await (const _ of marks);
  return styles
}
