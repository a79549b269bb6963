import fc from 'fast-check'

/** How a system writes its files. */
export interface WrittenDialect {
  readonly delimiter: string
  readonly encoding: (typeof encodings)[number]
  readonly lineEnd: string
  /** Every cell stands in quotation marks, not only where it must. */
  readonly quotesAll: boolean
  readonly endsLastLine: boolean
  /** What has a delimiter behind its last cell. */
  readonly endsInDelimiter: 'nothing' | 'headings' | 'rows'
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
    endsInDelimiter: fc.constantFrom('nothing', 'nothing', 'headings', 'rows'),
  })

/** A table as a file of this dialect. Its headings are the first row that is as wide as the last. */
export function printed(rows: readonly (readonly string[])[], dialect: WrittenDialect): Uint8Array {
  const { delimiter, encoding, lineEnd, quotesAll, endsLastLine, endsInDelimiter } = dialect
  const cellText = (cell: string) =>
    quotesAll || cell === '' || /["\r\n]/.test(cell) || cell.includes(delimiter)
      ? `"${cell.replaceAll('"', '""')}"`
      : cell
  const headingsAt = rows.findIndex(row => row.length === rows.at(-1)?.length)
  const isEnded = {
    nothing: () => false,
    headings: (at: number) => at === headingsAt,
    rows: (at: number) => at > headingsAt,
  }
  const lines = rows.map(
    (row, at) => row.map(cellText).join(delimiter) + (isEnded[endsInDelimiter](at) ? delimiter : ''),
  )
  const text = lines.join(lineEnd) + (endsLastLine ? lineEnd : '')
  if (encoding === 'windows-1252') return Buffer.from(text.replaceAll('€', '\x80').replaceAll('’', '\x92'), 'latin1')
  const marked = encoding.endsWith('mark') ? `\ufeff${text}` : text
  if (encoding.startsWith('utf-8')) return Buffer.from(marked)
  const little = Buffer.from(marked, 'utf16le')
  return encoding.startsWith('utf-16be') ? little.swap16() : little
}

/** The `encoding` of a profile that reads it. */
export const namedEncoding = ({ encoding }: WrittenDialect) =>
  encoding.split(' ')[0] as 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252'
