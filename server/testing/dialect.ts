import fc from 'fast-check'

/** How a system writes its files. */
export interface WrittenDialect {
  readonly delimiter: string
  readonly encoding: (typeof encodings)[number]
  readonly lineEnd: string
  /** Every cell stands in quotation marks, not only where it must. */
  readonly quotesAll: boolean
  readonly endsLastLine: boolean
}

const encodings = [
  'utf-8',
  'utf-8 with a mark',
  'utf-16le',
  'utf-16le with a mark',
  'utf-16be with a mark',
  'windows-1252',
] as const

export const dialects = (delimiters: readonly string[]): fc.Arbitrary<WrittenDialect> =>
  fc.record({
    delimiter: fc.constantFrom(...delimiters),
    encoding: fc.constantFrom(...encodings),
    lineEnd: fc.constantFrom('\n', '\r\n', '\r'),
    quotesAll: fc.boolean(),
    endsLastLine: fc.boolean(),
  })

/** A table as a file of this dialect. */
export function printed(rows: readonly (readonly string[])[], dialect: WrittenDialect): Uint8Array {
  const { delimiter, encoding, lineEnd, quotesAll, endsLastLine } = dialect
  const cellText = (cell: string) =>
    quotesAll || cell === '' || /["\r\n]/.test(cell) || cell.includes(delimiter)
      ? `"${cell.replaceAll('"', '""')}"`
      : cell
  const text = rows.map(row => row.map(cellText).join(delimiter)).join(lineEnd) + (endsLastLine ? lineEnd : '')
  if (encoding === 'windows-1252') return Buffer.from(text.replaceAll('€', '\x80').replaceAll('’', '\x92'), 'latin1')
  const marked = encoding.endsWith('mark') ? `\ufeff${text}` : text
  if (encoding.startsWith('utf-8')) return Buffer.from(marked)
  const little = Buffer.from(marked, 'utf16le')
  return encoding.startsWith('utf-16be') ? little.swap16() : little
}

/** The `encoding` of a profile that reads it. */
export const namedEncoding = ({ encoding }: WrittenDialect) =>
  encoding.split(' ')[0] as 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252'
