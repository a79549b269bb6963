import { importFormatUnknown } from './problems.ts'
import type { Source } from './source.ts'

/** What a file begins with, and how people call such a file. */
const signatures: readonly (readonly [string | RegExp, string])[] = [
  ['%PDF-', 'a PDF'],
  ['{\\rtf', 'a rich-text document'],
  ['\x1f\x8b', 'packed with gzip: unpack it first, then'],
  ['7z\xbc\xaf\x27\x1c', 'packed with 7-Zip: unpack it first, then'],
  ['Rar!\x1a\x07', 'packed with RAR: unpack it first, then'],
  [/^(?:\x89PNG|\xff\xd8\xff|GIF8)/, 'a picture'],
  [/^(?:\xef\xbb\xbf)?\s*<(?:!doctype html|html|table|meta)/i, 'a web page, whatever its name ends in'],
  [/^(?:\xef\xbb\xbf)?\s*<\?xml/i, 'XML, whatever its name ends in'],
  [/^(?:\xef\xbb\xbf)?\s*[[{]\s*["{[]/, 'JSON'],
]

const oldOffice = Buffer.from('d0cf11e0a1b11ae1', 'hex')
const encryptedPackage = Buffer.from('EncryptedPackage', 'utf16le')

/** `xlsx` for what is packed with zip, else `csv`; throws `import_format_unknown` for what is known to be neither. */
export async function formatOf(source: Source, head: Uint8Array): Promise<'csv' | 'xlsx'> {
  const start = Buffer.from(head.subarray(0, 512))
  if (start.subarray(0, 4).equals(Buffer.from('PK\x03\x04', 'latin1'))) return 'xlsx'
  if (start.subarray(0, 8).equals(oldOffice))
    throw importFormatUnknown(
      source.fileName,
      (await holds(source, encryptedPackage))
        ? 'a workbook that a password protects: take the password off, then'
        : 'an old Excel workbook (.xls)',
    )
  const text = start.toString('latin1')
  const known = signatures.find(([mark]) => (typeof mark === 'string' ? text.startsWith(mark) : mark.test(text)))
  if (known) throw importFormatUnknown(source.fileName, known[1])
  return 'csv'
}

/** The name stands in the file's directory, which may be anywhere: it is looked for in the first megabytes. */
async function holds(source: Source, wanted: Uint8Array): Promise<boolean> {
  let before = Buffer.alloc(0)
  for await (const piece of source.bytes(0, 16 * 1024 * 1024)) {
    const both = Buffer.concat([before, piece])
    if (both.includes(wanted)) return true
    before = both.subarray(-wanted.length)
  }
  return false
}
