import { CsvScanner } from '../csv-scanner.ts'
import { encodingOf, type FoundEncoding } from '../encoding.ts'
import { type FileRecord, isFilled, maximumColumns } from '../file-record.ts'
import { garbledAs } from '../oddities.ts'
import { importKinds } from '../profile.ts'
import type { Source } from '../source.ts'
import { recognised } from './headings.ts'

const lookBytes = 16 * 1024 * 1024

export interface GuessedEncoding extends FoundEncoding {
  readonly why: string
  /** Nothing but letters that are the same in all encodings of single bytes, as far as was looked. */
  readonly isPlain: boolean
  /** Some of its bytes are no UTF-8, as far as was looked. */
  readonly isBroken: boolean
}

/**
 * UTF-8 unless the bytes are none: then what old Windows programs write, if names look right that way. Looks at the first
 * 16 MB. A character that is cut at their end is let pass.
 */
export async function guessEncoding(source: Source, head: Uint8Array): Promise<GuessedEncoding> {
  const found = encodingOf(source.fileName, head, 'utf-8')
  const seen = { ...found, isPlain: false, isBroken: false }
  if (found.because === 'mark') return { ...seen, why: 'The file says so in its first bytes' }
  if (found.because === 'zero_bytes') return { ...seen, why: 'Every other byte is zero' }
  const decoder = new TextDecoder('utf-8', { fatal: true })
  let isPlain = true
  for await (const piece of source.bytes(0, lookBytes)) {
    try {
      const text = decoder.decode(piece, { stream: true })
      isPlain &&= !/[\u0080-\uffff]/.test(text)
    } catch {
      // Not UTF-8 throughout. It was meant to be if some letters are: those before, or such as look wrong in the other.
      const isGarbled = !isPlain || garbledAs(new TextDecoder('windows-1252').decode(piece)) !== undefined
      return isGarbled
        ? { ...seen, why: 'Names look right that way, though some bytes do not', isBroken: true }
        : { ...seen, encoding: 'windows-1252', why: 'The bytes are not UTF-8', isBroken: true }
    }
  }
  return { ...seen, why: isPlain ? 'Plain letters only: the same in all' : 'Every byte fits', isPlain }
}

export interface GuessedShape {
  readonly delimiter: string
  /** Lines above the headings. */
  readonly skipLines: number
}

const usual = [',', ';', '\t', '|'] as const
const rare = ['~', '^', '¬', '§', '¦', '#', '*', '\u001f', ':', ' '] as const
const recordsLookedAt = 200
const fewestKnown = 2

/** The delimiter that parts the most lines into the same number of cells, best those whose headings are known. */
export function guessShape(text: string, skipLines: number | undefined): GuessedShape {
  const hasLoneReturns = text.includes('\r') && !text.includes('\n')
  const score = (delimiter: string) => {
    const records = recordsOf(text, { delimiter, hasLoneReturns, skipLines: skipLines ?? 0 })
    const columns = usualColumns(records)
    if (columns < 2) return { delimiter, value: 0, known: 0, records, columns }
    const same = records.filter(({ cells }) => cells.length === columns).length / records.length
    const heading = headingAmong(records, columns)
    const known = heading ? knownIn(heading) : 0
    return { delimiter, value: known * 2 + same * Math.min(columns, 40), known, records, columns }
  }
  const best = (delimiters: readonly string[]) => delimiters.map(score).reduce((a, b) => (b.value > a.value ? b : a))
  const first = best(usual)
  // Commas within the cells of one column part lines too; what tells is whether they part the headings.
  const other = first.known < fewestKnown ? best(rare) : first
  const { delimiter, records, columns, value } = first.value === 0 || other.known >= fewestKnown ? other : first
  if (value === 0) return { delimiter: ',', skipLines: skipLines ?? 0 }
  if (skipLines !== undefined) return { delimiter, skipLines }
  const heading = headingAmong(records, columns)
  const isFirst = heading === records[0]
  return { delimiter, skipLines: heading && !isFirst ? heading.line - 1 : 0 }
}

/** Lines above the headings of a sheet, by its first rows. */
export function guessSkipLines(records: readonly FileRecord[]): number {
  const filled = records.filter(isFilled)
  const heading = headingAmong(filled, usualColumns(filled))
  return heading === undefined || heading === filled[0] ? 0 : heading.line - 1
}

function recordsOf(text: string, dialect: ConstructorParameters<typeof CsvScanner>[1]): readonly FileRecord[] {
  // By a delimiter that is another's a row may have any number of cells.
  const scanner = new CsvScanner('', dialect, Number.POSITIVE_INFINITY)
  const records = scanner.push(text.slice(0, 64 * 1024)).filter(isFilled)
  const last = records.length < recordsLookedAt ? endOf(scanner) : []
  return [...records, ...last.filter(isFilled)].slice(0, recordsLookedAt)
}

function endOf(scanner: CsvScanner): readonly FileRecord[] {
  try {
    return scanner.end()
  } catch {
    return [] // the text was cut inside a quotation, by us or by this delimiter
  }
}

/** The number of cells that most lines have. */
function usualColumns(records: readonly FileRecord[]): number {
  const counts = new Map<number, number>()
  for (const { cells } of records) counts.set(cells.length, (counts.get(cells.length) ?? 0) + 1)
  return [...counts].reduce((a, b) => (b[1] > a[1] || (b[1] === a[1] && b[0] > a[0]) ? b : a), [0, 0])[0]
}

const knownIn = ({ cells }: FileRecord) => Math.max(...importKinds.map(kind => recognised(cells, kind)))

/** The line of the headings: of the first twenty the one with the most known names, else the first of full width. */
function headingAmong(records: readonly FileRecord[], columns: number): FileRecord | undefined {
  const readable = records.slice(0, 20).filter(({ cells }) => cells.length <= maximumColumns)
  const full = readable.filter(({ cells }) => cells.filter(isText).length > columns / 2)
  const [best] = full.map(record => ({ record, known: knownIn(record) })).sort((a, b) => b.known - a.known)
  return best && best.known >= fewestKnown ? best.record : full[0]
}

const isText = (cell: string) => cell.trim() !== ''
